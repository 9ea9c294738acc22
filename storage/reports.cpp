#include "storage/reports.h"

#include "conversation/text/json_text.h"
#include "storage/fault_points.h"
#include "storage/households.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace storage {

namespace {

using conversation::FieldAnswer;
using conversation::HouseholdId;
using conversation::ReportId;
using conversation::ReportView;
using conversation::UnknownReason;

constexpr int kMonths = 12;

// The figures in the order of the columns in the statements below.
constexpr std::array<const char*, 2> kWords = {"occ_main", "occ_second"};
constexpr std::array<const char*, 7> kAmounts = {"income_total",
                                                 "income_main",
                                                 "income_second",
                                                 "income_other",
                                                 "income_inkind",
                                                 "expense_total",
                                                 "saving_amount"};
constexpr int kFigures = 9;

constexpr Sql kFindReport{"reports.find_report", R"sql(
SELECT r.id, (SELECT max(revision) FROM report_revision WHERE report = r.id)
FROM report r WHERE r.household = ?1 AND r.period = ?2)sql"};

constexpr Sql kAddReport{"reports.add_report", R"sql(
INSERT INTO report (id, household, period, created_at) VALUES (?1, ?2, ?3, ?4))sql"};

constexpr Sql kAddRevision{"reports.add_revision", R"sql(
INSERT INTO report_revision (id, report, revision, status, occ_main, occ_second, income_total,
    income_main, income_second, income_other, income_inkind, expense_total, saving_amount,
    occ_main_unknown, occ_second_unknown, income_total_unknown, income_main_unknown,
    income_second_unknown, income_other_unknown, income_inkind_unknown, expense_total_unknown,
    saving_amount_unknown, raw, check_flags, reporter, reporter_relation, on_behalf, informant,
    channel, lang, message, submission, form_version, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
    ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?34))sql"};

constexpr Sql kSetStatus{"reports.set_status", R"sql(
UPDATE report_revision SET status = ?2, updated_at = ?3 WHERE id = ?1)sql"};

constexpr Sql kTakeBack{"reports.take_back", R"sql(
UPDATE report_revision SET status = 'VOID', updated_at = ?4
WHERE report = (SELECT id FROM report WHERE household = ?1 AND period = ?2)
    AND reporter = ?3 AND status <> 'VOID' AND revision > coalesce((
        SELECT max(other.revision) FROM report_revision other
        WHERE other.report = report_revision.report AND other.status <> 'VOID'
            AND other.reporter IS NOT ?3), 0))sql"};

constexpr Sql kFind{"reports.find", R"sql(
SELECT rr.occ_main, rr.occ_second, rr.income_total, rr.income_main, rr.income_second,
    rr.income_other, rr.income_inkind, rr.expense_total, rr.saving_amount, rr.occ_main_unknown,
    rr.occ_second_unknown, rr.income_total_unknown, rr.income_main_unknown,
    rr.income_second_unknown, rr.income_other_unknown, rr.income_inkind_unknown,
    rr.expense_total_unknown, rr.saving_amount_unknown, r.period, rr.revision, rr.status,
    rr.reporter, rr.reporter_relation, rr.created_at, rr.on_behalf
FROM report r JOIN report_revision rr ON rr.report = r.id AND rr.revision = (
    SELECT max(x.revision) FROM report_revision x WHERE x.report = r.id AND x.status <> 'VOID')
WHERE r.household = ?1 AND r.period = ?2)sql"};

constexpr Sql kRecent{"reports.recent", R"sql(
SELECT rr.occ_main, rr.occ_second, rr.income_total, rr.income_main, rr.income_second,
    rr.income_other, rr.income_inkind, rr.expense_total, rr.saving_amount, rr.occ_main_unknown,
    rr.occ_second_unknown, rr.income_total_unknown, rr.income_main_unknown,
    rr.income_second_unknown, rr.income_other_unknown, rr.income_inkind_unknown,
    rr.expense_total_unknown, rr.saving_amount_unknown, r.period, rr.revision, rr.status,
    rr.reporter, rr.reporter_relation, rr.created_at, rr.on_behalf
FROM report r JOIN report_revision rr ON rr.report = r.id AND rr.revision = (
    SELECT max(x.revision) FROM report_revision x WHERE x.report = r.id AND x.status <> 'VOID')
WHERE r.household = ?1 ORDER BY r.period DESC LIMIT ?2)sql"};

constexpr Sql kOfRevision{"reports.of_revision", R"sql(
SELECT rr.occ_main, rr.occ_second, rr.income_total, rr.income_main, rr.income_second,
    rr.income_other, rr.income_inkind, rr.expense_total, rr.saving_amount, rr.occ_main_unknown,
    rr.occ_second_unknown, rr.income_total_unknown, rr.income_main_unknown,
    rr.income_second_unknown, rr.income_other_unknown, rr.income_inkind_unknown,
    rr.expense_total_unknown, rr.saving_amount_unknown, r.period, rr.revision, rr.status,
    rr.reporter, rr.reporter_relation, rr.created_at, rr.on_behalf
FROM report_revision rr JOIN report r ON r.id = rr.report WHERE rr.id = ?1)sql"};

constexpr Sql kRevisionId{"reports.revision_id",
                          "SELECT id FROM report_revision WHERE report = ?1 AND revision = ?2"};

// Read in one pass: the last line of a report is its highest revision.
constexpr Sql kIncomes{"reports.incomes", R"sql(
SELECT r.id, rr.income_total, rr.status FROM report r JOIN report_revision rr ON rr.report = r.id
WHERE r.household = ?1 AND r.period >= ?2 ORDER BY r.period, rr.revision)sql"};

constexpr Sql kSaved{"reports.saved", R"sql(
SELECT r.id, rr.saving_amount, rr.status FROM report r JOIN report_revision rr ON rr.report = r.id
WHERE r.household = ?1 AND r.period BETWEEN ?2 AND ?3 ORDER BY r.period, rr.revision)sql"};

constexpr Sql kCount{"reports.count", "SELECT count(*) FROM report"};

std::string_view text_of(UnknownReason reason) {
    switch (reason) {
        case UnknownReason::NotAsked:
            return "NOT_ASKED";
        case UnknownReason::Refused:
            return "REFUSED";
        case UnknownReason::DontKnow:
            break;
    }
    return "DONT_KNOW";
}

UnknownReason reason_of(std::string_view text) {
    if (text == "NOT_ASKED") {
        return UnknownReason::NotAsked;
    }
    return text == "REFUSED" ? UnknownReason::Refused : UnknownReason::DontKnow;
}

// One figure as it goes into its two columns.
struct Figure {
    std::optional<std::string> word;
    std::optional<std::int64_t> baht;
    std::optional<std::string_view> unknown;
    bool unreadable = false;
};

Figure figure_of(const std::map<std::string, FieldAnswer>& fields,
                 const char* name,
                 bool is_amount) {
    Figure figure;
    const auto found = fields.find(name);
    if (found == fields.end() || (!found->second.value && !found->second.unknown)) {
        figure.unknown = text_of(UnknownReason::NotAsked);
        return figure;
    }
    if (!found->second.value || found->second.value->empty()) {
        figure.unknown = text_of(found->second.unknown.value_or(UnknownReason::NotAsked));
        return figure;
    }
    if (!is_amount) {
        figure.word = found->second.value;
        return figure;
    }
    figure.baht = baht_of(*found->second.value);
    figure.unreadable = !figure.baht;
    return figure;
}

std::string raw_json(const std::map<std::string, FieldAnswer>& fields) {
    conversation::JsonText raw;
    raw.open('{');
    for (const auto& [name, answer] : fields) {
        if (!answer.raw.empty()) {
            raw.any_key(name).text(answer.raw);
        }
    }
    raw.close('}');
    return std::move(raw).str();
}

std::string joined(std::vector<std::string> flags) {
    std::ranges::sort(flags);
    std::string text;
    for (const auto& flag : flags) {
        text += (text.empty() ? "" : " ") + flag;
    }
    return text;
}

ReportView view_of(const Statement& row) {
    ReportView view;
    int column = 0;
    const auto read = [&](const char* name) {
        if (!row.is_null(column)) {
            view.values[name] = row.text(column);
        } else if (!row.is_null(column + kFigures)) {
            view.unknown[name] = reason_of(row.view(column + kFigures));
        }
        ++column;
    };
    std::ranges::for_each(kWords, read);
    std::ranges::for_each(kAmounts, read);
    view.period = row.period(18);
    view.revision = static_cast<int>(row.integer(19));
    view.status = row.text(20);
    view.reporter = row.id<conversation::ContactId>(21);
    view.reporter_relation = row.text(22);
    view.reported_at = row.instant(23);
    view.on_behalf = row.flag(24);
    return view;
}

// The known amounts of the revisions that count, from rows of report, amount, status.
std::vector<std::int64_t> amounts_of(Statement rows) {
    std::vector<std::int64_t> amounts;
    std::int64_t report = 0;
    bool known = false;  // the report's last amount is the last of `amounts`
    while (rows.step()) {
        known = known && rows.integer(0) == report;
        report = rows.integer(0);
        if (rows.view(2) == "VOID") {
            continue;
        }
        if (known) {
            amounts.pop_back();
        }
        known = !rows.is_null(1);
        if (known) {
            amounts.push_back(rows.integer(1));
        }
    }
    return amounts;
}

// The month `months` before.
conversation::Period earlier(conversation::Period period, int months) {
    for (int i = 0; i < months; ++i) {
        period = conversation::previous(period);
    }
    return period;
}

}  // namespace

Reports::Added Reports::revise(HouseholdId household,
                               conversation::Period period,
                               const std::map<std::string, FieldAnswer>& fields,
                               const std::vector<std::string>& flags,
                               const Source& source,
                               Instant now) {
    Added added;
    if (auto row = connection_.query(kFindReport, household, period); row.step()) {
        added.report = row.id<ReportId>(0);
        added.revision = static_cast<int>(row.integer(1)) + 1;
    }
    if (!added.report) {
        added.report = connection_.new_id<ReportId>(now);
        connection_.run(kAddReport, added.report, household, period, now);
    }
    added.id = connection_.new_id<RevisionId>(now);
    added.status = add_revision(added, {fields, flags}, source, now);
    fault_point("reports.after_revision");
    return added;
}

std::string Reports::add_revision(const Added& added,
                                  const Answers& answers,
                                  const Source& source,
                                  Instant now) {
    std::vector<Figure> figures;
    for (const char* name : kWords) {
        figures.push_back(figure_of(answers.fields, name, false));
    }
    for (const char* name : kAmounts) {
        figures.push_back(figure_of(answers.fields, name, true));
    }
    auto flags = answers.flags;
    const bool unreadable = std::ranges::any_of(figures, &Figure::unreadable);
    if (unreadable) {
        flags.emplace_back("UNREADABLE");
    }
    std::string status = unreadable ? "NEEDS_CHECK" : "CONFIRMED";
    auto insert = connection_.query(kAddRevision, added.id, added.report, added.revision, status);
    int column = 5;
    for (const auto& figure : figures) {
        if (figure.word) {
            insert.bind(column, *figure.word);
        } else {
            insert.bind(column, figure.baht);
        }
        insert.bind(column + kFigures, figure.unknown);
        ++column;
    }
    column += kFigures;
    const auto bind_next = [&](const auto& value) { insert.bind(column++, value); };
    bind_next(raw_json(answers.fields));
    bind_next(joined(std::move(flags)));
    bind_next(source.reporter);
    bind_next(source.relation);
    bind_next(source.on_behalf);
    bind_next(source.informant);
    bind_next(source.channel);
    bind_next(source.language);
    bind_next(source.message);
    bind_next(source.submission);
    bind_next(source.form_version);
    bind_next(now);
    insert.run();
    return status;
}

std::int64_t Reports::take_back(HouseholdId household,
                                conversation::Period period,
                                conversation::ContactId reporter,
                                Instant now) {
    return connection_.run(kTakeBack, household, period, reporter, now);
}

void Reports::set_status(RevisionId id, std::string_view status, Instant now) {
    connection_.run(kSetStatus, id, status, now);
}

std::optional<ReportView> Reports::find(HouseholdId household, conversation::Period period) {
    auto row = connection_.query(kFind, household, period);
    return row.step() ? std::optional(view_of(row)) : std::nullopt;
}

std::vector<ReportView> Reports::recent(HouseholdId household, unsigned count) {
    std::vector<ReportView> views;
    auto rows = connection_.query(kRecent, household, count);
    while (rows.step()) {
        views.push_back(view_of(rows));
    }
    return views;
}

std::optional<ReportView> Reports::of_revision(RevisionId id) {
    auto row = connection_.query(kOfRevision, id);
    return row.step() ? std::optional(view_of(row)) : std::nullopt;
}

RevisionId Reports::revision_id(ReportId report, int revision) {
    auto row = connection_.query(kRevisionId, report, revision);
    return row.step() ? row.id<RevisionId>(0) : RevisionId{};
}

std::optional<std::int64_t> Reports::median_income(HouseholdId household,
                                                   conversation::Period newest) {
    auto incomes = amounts_of(connection_.query(kIncomes, household, earlier(newest, kMonths - 1)));
    if (incomes.empty()) {
        return std::nullopt;
    }
    std::ranges::sort(incomes);
    const std::size_t middle = incomes.size() / 2;
    if (incomes.size() % 2 == 1) {
        return incomes[middle];
    }
    return (incomes[middle - 1] + incomes[middle]) / 2;
}

std::optional<std::int64_t> Reports::saved_in_year(HouseholdId household, int fiscal_year_be) {
    // Fiscal year 2569 is October 2025 to September 2026.
    const conversation::Period from{fiscal_year_be - 543 - 1, 10};
    const conversation::Period to{fiscal_year_be - 543, 9};
    const auto amounts = amounts_of(connection_.query(kSaved, household, from, to));
    if (amounts.empty()) {
        return std::nullopt;
    }
    return std::accumulate(amounts.begin(), amounts.end(), std::int64_t{0});
}

std::int64_t Reports::count() {
    auto row = connection_.query(kCount);
    return row.step() ? row.integer(0) : 0;
}

}  // namespace storage
