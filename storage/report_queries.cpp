#include "storage/report_queries.h"

#include <optional>
#include <string>

namespace storage {

namespace {

using conversation::Period;

// Lines read before the read transaction is given up for a moment.
constexpr int kPageLines = 4000;

constexpr Sql kNewest{"report_queries.newest", "SELECT max(id) FROM report_revision"};

constexpr Sql kTotal{"report_queries.total", R"sql(
SELECT count(*) FROM report WHERE period BETWEEN ?1 AND ?2)sql"};

// ?1, ?2 the last line read; ?3 the last period wanted; ?4 the newest revision wanted; ?5 whether
// changes are; ?6 and ?7 the first and last village code; ?8 whether flags are, ?9 whether the head
// is. The order of the
// tables is that of the index report_period, so that nothing is sorted; of a month's revisions the
// highest comes first and the others are passed over.
constexpr Sql kLines{"report_queries.lines", R"sql(
SELECT r.period, t.code, t.name_th, v.code, v.moo, v.name_th, h.id, h.house_no, p.prefix,
    p.given_name, p.family_name, h.members_total,
    iif(?8, EXISTS (SELECT 1 FROM household_flag f WHERE f.household = h.id AND f.kind = 'TARGET'
        AND f.from_day <= r.period || '-31' AND coalesce(f.to_day, '9999') > r.period || '-31'), 0),
    iif(?8, EXISTS (SELECT 1 FROM household_flag f WHERE f.household = h.id AND f.kind = 'POOR'
        AND f.from_day <= r.period || '-31' AND coalesce(f.to_day, '9999') > r.period || '-31'), 0),
    rr.occ_main, rr.occ_second, rr.income_total, rr.expense_total, rr.saving_amount,
    rr.income_total_unknown, rr.expense_total_unknown, rr.saving_amount_unknown,
    b.income_month, rr.on_behalf, rr.channel, rr.status, rr.revision, rr.created_at,
    rr.check_flags,
    iif(?5, max(rr.updated_at, coalesce((SELECT max(x.updated_at) FROM report_revision x
        WHERE x.report = r.id AND x.revision > rr.revision), '')), '')
FROM report r
CROSS JOIN household h ON h.id = r.household
CROSS JOIN village v ON v.id = h.village
CROSS JOIN tambon t ON t.id = v.tambon
LEFT JOIN person p ON p.id = iif(?9, h.head, NULL)
LEFT JOIN baseline b ON b.household = h.id
CROSS JOIN report_revision rr ON rr.report = r.id
WHERE (r.period, r.household) > (?1, ?2) AND r.period <= ?3
    AND v.code BETWEEN ?6 AND ?7
    AND rr.status <> 'VOID' AND rr.id <= ?4
ORDER BY r.period, r.household, r.id, rr.revision DESC)sql"};

void read_place(const Statement& row, ReportLine& line) {
    line.period = row.period(0);
    line.fiscal_year = conversation::fiscal_year_be(line.period);
    line.tambon_code = row.view(1);
    line.tambon_th = row.view(2);
    line.village_code = row.view(3);
    line.moo = row.integer(4);
    line.village_th = row.view(5);
    line.household_id = row.integer(6);
    line.house_no = row.view(7);
    line.head_prefix = row.view(8);
    line.head_given = row.view(9);
    line.head_family = row.view(10);
    line.members = row.optional_integer(11);
    line.is_target = row.flag(12);
    line.is_poor = row.flag(13);
}

void read_figures(const Statement& row, ReportLine& line) {
    line.occ_main = row.view(14);
    line.occ_second = row.view(15);
    line.income_total = row.optional_integer(16);
    line.expense_total = row.optional_integer(17);
    line.saving_amount = row.optional_integer(18);
    line.income_unknown = row.view(19);
    line.expense_unknown = row.view(20);
    line.saving_unknown = row.view(21);
    line.base_income = row.optional_integer(22);
    line.income_diff.reset();
    if (line.income_total && line.base_income) {
        line.income_diff = *line.income_total - *line.base_income;
    }
    line.on_behalf = row.flag(23);
    line.channel = row.view(24);
    line.status = row.view(25);
    line.revision = row.integer(26);
    line.reported_at = row.view(27);
    line.flags = row.view(28);
    line.changed_at = row.view(29);
}

}  // namespace

struct ReportCursor::State {
    explicit State(Connection& connection) : reader(connection) {}

    Connection& reader;
    std::optional<Statement> rows;
    ReportLine line;
    std::string after_period;
    std::int64_t after_household = 0;
    std::string last_period;
    bool with_changes = false;
    bool with_flags = true;
    bool with_head = true;
    std::string first_village;
    std::string last_village;
    std::int64_t newest = 0;
    std::int64_t total = 0;
    int read_in_page = 0;
    bool finished = false;

    // Of the household and month whose highest revision was just read.
    [[nodiscard]] bool is_lower_revision() const {
        return read_in_page > 0 && rows->integer(6) == line.household_id &&
               rows->period(0) == line.period;
    }
};

ReportCursor::ReportCursor(Connection& reader, const ReportFilter& filter)
    : state_(std::make_unique<State>(reader)) {
    const std::string first = filter.from ? conversation::to_text(*filter.from) : "0000-00";
    state_->last_period = filter.to ? conversation::to_text(*filter.to) : "9999-99";
    state_->with_changes = filter.with_changes;
    state_->with_flags = filter.with_flags;
    state_->with_head = filter.with_head;
    state_->first_village = filter.area;
    state_->last_village = filter.area + "99999999";
    // No household has the id 0: the first line comes right after this place.
    state_->after_period = first;
    if (filter.after_period && conversation::to_text(*filter.after_period) >= first) {
        state_->after_period = conversation::to_text(*filter.after_period);
        state_->after_household = filter.after_household;
    }
    if (auto row = reader.query(kNewest); row.step()) {
        state_->newest = row.integer(0);
    }
    if (auto row = reader.query(kTotal, first, state_->last_period); row.step()) {
        state_->total = row.integer(0);
    }
}

ReportCursor::~ReportCursor() = default;

bool ReportCursor::next() {
    State& state = *state_;
    if (state.finished) {
        return false;
    }
    if (state.rows && state.read_in_page == kPageLines) {
        state.after_period = conversation::to_text(state.line.period);
        state.after_household = state.line.household_id;
        state.rows.reset();
    }
    if (!state.rows) {
        state.rows.emplace(state.reader.query(kLines,
                                              state.after_period,
                                              state.after_household,
                                              state.last_period,
                                              state.newest,
                                              state.with_changes ? 1 : 0,
                                              state.first_village,
                                              state.last_village,
                                              state.with_flags ? 1 : 0,
                                              state.with_head ? 1 : 0));
        state.read_in_page = 0;
    }
    do {
        if (!state.rows->step()) {
            state.rows.reset();
            state.finished = true;
            return false;
        }
    } while (state.is_lower_revision());
    ++state.read_in_page;
    read_place(*state.rows, state.line);
    read_figures(*state.rows, state.line);
    return true;
}

const ReportLine& ReportCursor::line() const {
    return state_->line;
}

std::int64_t ReportCursor::total() const {
    return state_->total;
}

}  // namespace storage
