#include "storage/export_cursors.h"

#include <optional>
#include <utility>

namespace storage {

namespace {

constexpr int kPageLines = 4000;
constexpr int kOwnColumns = 2;  // before those of the export

// In every query ?1 is the id of the last line read, ?2 the newest id wanted, ?3 today, ?4 and ?5
// the first and last village code. The first column is the line's id, the second when something of
// the line was last changed.

// household_id, tambon_code, tambon_th, village_code, moo, village_th, house_no, prefix, given,
// family, phone, members, members_15_59, members_60plus, occ_main, status, is_target, is_poor,
// base_income, base_saving, base_debt, trainer prefix, given, family, first day
constexpr Sql kHouseholds{"export.households", R"sql(
SELECT h.id, max(h.updated_at, coalesce(p.updated_at, ''), coalesce(b.updated_at, ''),
    coalesce((SELECT max(f.updated_at) FROM household_flag f WHERE f.household = h.id), '')),
    h.id, t.code, t.name_th, v.code, v.moo, v.name_th, h.house_no, p.prefix, p.given_name,
    p.family_name, p.phone, h.members_total, h.members_15_59, h.members_60plus, h.occ_main, h.status,
    EXISTS (SELECT 1 FROM household_flag f WHERE f.household = h.id AND f.kind = 'TARGET'
        AND f.to_day IS NULL),
    EXISTS (SELECT 1 FROM household_flag f WHERE f.household = h.id AND f.kind = 'POOR'
        AND f.to_day IS NULL),
    b.income_month, b.saving_month, b.debt_total,
    c.prefix || c.given_name || iif(c.family_name = '', '', ' ' || c.family_name),
    substr(h.created_at, 1, 10)
FROM household h JOIN village v ON v.id = h.village JOIN tambon t ON t.id = v.tambon
LEFT JOIN person p ON p.id = h.head
LEFT JOIN baseline b ON b.household = h.id
LEFT JOIN household_care k ON k.household = h.id AND k.to_day IS NULL
LEFT JOIN person c ON c.id = k.person
WHERE h.id > ?1 AND h.id <= ?2 AND ?3 <> '' AND v.code BETWEEN ?4 AND ?5 ORDER BY h.id)sql"};

// One line a role: person_id, prefix, given, family, sex, birth_year, phone, role, org_kind,
// org_name, village_code, village_th, term_start, term_end, in term today, in the support team
constexpr Sql kPeople{"export.people", R"sql(
SELECT r.id, max(r.updated_at, p.updated_at), p.id, p.prefix, p.given_name, p.family_name, p.sex, p.birth_year_be, p.phone, r.role,
    o.kind, o.name_th, v.code, v.name_th, r.from_day, r.to_day,
    r.from_day <= ?3 AND coalesce(r.to_day, '9999-12-31') >= ?3,
    EXISTS (SELECT 1 FROM support_team_member m WHERE m.person = p.id
        AND m.organisation = r.organisation AND m.from_day <= ?3
        AND coalesce(m.to_day, '9999-12-31') >= ?3)
FROM role r JOIN person p ON p.id = r.person
LEFT JOIN organisation o ON o.id = r.organisation
LEFT JOIN village v ON v.id = r.village
WHERE r.id > ?1 AND r.id <= ?2 AND ?4 <= ?5 ORDER BY r.id)sql"};

// org_kind, org_name, fy, plan status, code, title, kind, village_code, tambon_code, responsible,
// phone, start, end, original_end, recurrence, place, target_people, budget, state, overdue,
// version
constexpr Sql kActivities{"export.activities", R"sql(
SELECT a.id, a.updated_at, o.kind, o.name_th, n.fy, n.status, a.code, a.title, a.kind, v.code, t.code,
    p.prefix || p.given_name || iif(p.family_name = '', '', ' ' || p.family_name), p.phone,
    a.planned_start, a.planned_end, a.original_end, a.recurrence, a.place, a.target_people,
    a.budget_baht, a.state, a.state IN ('PLANNED', 'POSTPONED') AND a.planned_end < ?3, a.version
FROM activity a JOIN plan n ON n.id = a.plan JOIN organisation o ON o.id = n.organisation
LEFT JOIN village v ON v.id = a.village
LEFT JOIN tambon t ON t.id = coalesce(a.tambon, v.tambon)
LEFT JOIN person p ON p.id = a.responsible
WHERE a.id > ?1 AND a.id <= ?2 AND ?4 <= ?5 ORDER BY a.id)sql"};

// org_kind, fy, code, title, revision, counts, result, done_on, headcount, new_day, reason, note,
// answered by, channel, photos, at
constexpr Sql kOutcomes{"export.outcomes", R"sql(
SELECT x.id, x.updated_at, o.kind, n.fy, a.code, a.title, x.revision,
    x.revision = (SELECT max(y.revision) FROM outcome y WHERE y.activity = x.activity AND y.id <= ?2),
    x.result, x.done_on, x.headcount, x.new_day, x.reason, x.note,
    p.prefix || p.given_name || iif(p.family_name = '', '', ' ' || p.family_name), x.channel,
    (SELECT count(*) FROM outcome_attachment t WHERE t.outcome = x.id), x.created_at
FROM outcome x JOIN activity a ON a.id = x.activity JOIN plan n ON n.id = a.plan
JOIN organisation o ON o.id = n.organisation
LEFT JOIN person p ON p.id = x.answered_by
WHERE x.id > ?1 AND x.id <= ?2 AND ?3 <> '' AND ?4 <= ?5 ORDER BY x.id)sql"};

// household_id, village_code, house_no, head, is_poor, fund_kind, fund_name, fund's village,
// access, date, amount
constexpr Sql kFundAccess{"export.fund_access", R"sql(
SELECT x.id, x.updated_at, h.id, v.code, h.house_no,
    p.prefix || p.given_name || iif(p.family_name = '', '', ' ' || p.family_name),
    EXISTS (SELECT 1 FROM household_flag f WHERE f.household = h.id AND f.kind = 'POOR'
        AND f.from_day <= x.on_day AND coalesce(f.to_day, '9999') > x.on_day),
    f.kind, f.name_th, fv.code, x.kind, x.on_day, x.amount
FROM fund_access x JOIN household h ON h.id = x.household JOIN village v ON v.id = h.village
JOIN fund f ON f.id = x.fund
LEFT JOIN village fv ON fv.id = f.village
LEFT JOIN person p ON p.id = h.head
WHERE x.id > ?1 AND x.id <= ?2 AND ?3 <> '' AND v.code BETWEEN ?4 AND ?5 ORDER BY x.id)sql"};

// household_id, village_code, house_no, head, fy, nominated by, date, five criteria, stage, agreed
// at, score, members of the committee who scored, confirmed by the officer, the house's consent to
// be named in public
constexpr Sql kNominations{"export.nominations", R"sql(
SELECT x.id, max(x.updated_at,
        coalesce((SELECT max(s.updated_at) FROM nomination_score s WHERE s.nomination = x.id), '')),
    h.id, v.code, h.house_no,
    p.prefix || p.given_name || iif(p.family_name = '', '', ' ' || p.family_name), x.fy,
    n.prefix || n.given_name || iif(n.family_name = '', '', ' ' || n.family_name), x.nominated_on,
    (SELECT met FROM nomination_criterion c WHERE c.nomination = x.id AND c.criterion = 'INCOME'),
    (SELECT met FROM nomination_criterion c WHERE c.nomination = x.id AND c.criterion = 'OCCUPATION'),
    (SELECT met FROM nomination_criterion c WHERE c.nomination = x.id AND c.criterion = 'SAVING'),
    (SELECT met FROM nomination_criterion c WHERE c.nomination = x.id AND c.criterion = 'LEARNING'),
    (SELECT met FROM nomination_criterion c WHERE c.nomination = x.id AND c.criterion = 'SHARING'),
    x.stage, substr(x.agreed_by_household_at, 1, 10),
    (SELECT sum(score) FROM nomination_score s WHERE s.nomination = x.id),
    (SELECT count(DISTINCT member) FROM nomination_score s WHERE s.nomination = x.id),
    substr(x.confirmed_at, 1, 10),
    EXISTS (SELECT 1 FROM consent c WHERE c.household = h.id AND c.purpose = 'PUBLISH'
        AND c.given_at IS NOT NULL AND c.withdrawn_at IS NULL)
FROM nomination x JOIN household h ON h.id = x.household JOIN village v ON v.id = h.village
LEFT JOIN person p ON p.id = h.head
LEFT JOIN person n ON n.id = x.nominated_by
WHERE x.id > ?1 AND x.id <= ?2 AND ?3 <> '' AND v.code BETWEEN ?4 AND ?5 ORDER BY x.id)sql"};

// One line a tambon plan, with the day and reference of each of the four adoptions: tambon_code,
// tambon_th, fy, title, integrated_on, 4 × (day, reference), how many
constexpr Sql kPlanAdoptions{"export.plan_adoptions", R"sql(
SELECT x.id, max(x.updated_at, coalesce((SELECT max(a.updated_at) FROM tambon_plan_adoption a
        WHERE a.plan = x.id), '')), t.code, t.name_th, x.fy, x.title, x.integrated_on, l.on_day, l.reference, s.on_day,
    s.reference, o.on_day, o.reference, c.on_day, c.reference,
    (l.id IS NOT NULL) + (s.id IS NOT NULL) + (o.id IS NOT NULL) + (c.id IS NOT NULL)
FROM tambon_plan x JOIN tambon t ON t.id = x.tambon
LEFT JOIN tambon_plan_adoption l ON l.plan = x.id AND l.into_plan = 'LOCAL_PLAN'
LEFT JOIN tambon_plan_adoption s ON s.plan = x.id AND s.into_plan = 'STRATEGIC_PLAN'
LEFT JOIN tambon_plan_adoption o ON o.plan = x.id AND o.into_plan = 'ORDINANCE'
LEFT JOIN tambon_plan_adoption c ON c.plan = x.id AND c.into_plan = 'PROVINCE_PLAN'
WHERE x.id > ?1 AND x.id <= ?2 AND ?3 <> '' AND ?4 <= ?5 ORDER BY x.id)sql"};

// village_code, village_th, name, topics, keeper, phone, opened_on, closed_on, visits, visitors
constexpr Sql kLearningCentres{"export.learning_centres", R"sql(
SELECT x.id, max(x.updated_at, coalesce((SELECT max(w.updated_at) FROM learning_visit w
        WHERE w.centre = x.id), '')), v.code, v.name_th, x.name_th, x.topics,
    p.prefix || p.given_name || iif(p.family_name = '', '', ' ' || p.family_name), p.phone,
    x.opened_on, x.closed_on, (SELECT count(*) FROM learning_visit w WHERE w.centre = x.id),
    (SELECT coalesce(sum(people), 0) FROM learning_visit w WHERE w.centre = x.id)
FROM learning_centre x JOIN village v ON v.id = x.village
LEFT JOIN person p ON p.id = x.keeper
WHERE x.id > ?1 AND x.id <= ?2 AND ?3 <> '' AND v.code BETWEEN ?4 AND ?5 ORDER BY x.id)sql"};

// at, actor, action, subject, detail
constexpr Sql kAudit{"export.audit", R"sql(
SELECT a.id, a.at, a.at, a.actor, a.action, a.subject, a.detail FROM audit a
WHERE a.id > ?1 AND a.id <= ?2 AND ?3 <> '' AND ?4 <= ?5 ORDER BY a.id)sql"};

// What came in and went out, without a word of it: direction, channel, at, state, kind or way,
// attempts, reason, address. The ids of both tables come from one source, so they are in order of
// time.
constexpr Sql kMessages{"export.messages", R"sql(
SELECT i.id, i.received_at, 'IN', i.channel, i.received_at, i.state, i.kind, NULL, i.reason,
    (SELECT d.address FROM address d WHERE d.contact = i.contact AND d.channel = i.channel LIMIT 1)
FROM inbox i WHERE i.id > ?1 AND i.id <= ?2 AND ?3 <> '' AND ?4 <= ?5
UNION ALL
SELECT o.id, o.updated_at, 'OUT', o.channel, o.created_at, o.state, o.way, o.attempts, o.reason,
    o.address
FROM outbox o WHERE o.id > ?1 AND o.id <= ?2
ORDER BY 1)sql"};

constexpr Sql kCountAudit{"export.count_audit", "SELECT count(*), max(id) FROM audit"};
constexpr Sql kCountMessages{"export.count_messages", R"sql(
SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM outbox),
    max(coalesce((SELECT max(id) FROM inbox), 0), coalesce((SELECT max(id) FROM outbox), 0)))sql"};
constexpr Sql kCountHouseholds{"export.count_households",
                               "SELECT count(*), max(id) FROM household"};
constexpr Sql kCountRoles{"export.count_roles", "SELECT count(*), max(id) FROM role"};
constexpr Sql kCountActivities{"export.count_activities", "SELECT count(*), max(id) FROM activity"};
constexpr Sql kCountOutcomes{"export.count_outcomes", "SELECT count(*), max(id) FROM outcome"};
constexpr Sql kCountFundAccess{"export.count_fund_access",
                               "SELECT count(*), max(id) FROM fund_access"};
constexpr Sql kCountNominations{"export.count_nominations",
                                "SELECT count(*), max(id) FROM nomination"};
constexpr Sql kCountTambonPlans{"export.count_tambon_plans",
                                "SELECT count(*), max(id) FROM tambon_plan"};
constexpr Sql kCountCentres{"export.count_centres",
                            "SELECT count(*), max(id) FROM learning_centre"};

struct Queries {
    const Sql& lines;
    const Sql& count;
};

Queries queries_of(ExportTable table) {
    switch (table) {
        case ExportTable::Households:
            return {kHouseholds, kCountHouseholds};
        case ExportTable::People:
            return {kPeople, kCountRoles};
        case ExportTable::Activities:
            return {kActivities, kCountActivities};
        case ExportTable::Outcomes:
            return {kOutcomes, kCountOutcomes};
        case ExportTable::FundAccess:
            return {kFundAccess, kCountFundAccess};
        case ExportTable::Nominations:
            return {kNominations, kCountNominations};
        case ExportTable::PlanAdoptions:
            return {kPlanAdoptions, kCountTambonPlans};
        case ExportTable::Audit:
            return {kAudit, kCountAudit};
        case ExportTable::Messages:
            return {kMessages, kCountMessages};
        case ExportTable::LearningCentres:
            break;
    }
    return {kLearningCentres, kCountCentres};
}

}  // namespace

struct ExportCursor::State {
    Connection& reader;
    const Sql& lines;
    Day today;
    std::string first_village;
    std::string last_village;
    std::int64_t total = 0;
    std::int64_t newest = 0;
    std::int64_t last = 0;
    int read = 0;
    std::optional<Statement> rows{};
};

ExportCursor::ExportCursor(
    Connection& reader, ExportTable table, Day today, std::string_view area, std::int64_t after) {
    const Queries queries = queries_of(table);
    state_.reset(new State{.reader = reader,
                           .lines = queries.lines,
                           .today = today,
                           .first_village = std::string(area),
                           .last_village = std::string(area) + "99999999",
                           .last = after});
    auto row = reader.query(queries.count);
    if (row.step()) {
        state_->total = row.integer(0);
        state_->newest = row.integer(1);
    }
}

ExportCursor::~ExportCursor() = default;

bool ExportCursor::next() {
    State& state = *state_;
    if (state.rows && state.read >= kPageLines) {
        state.rows.reset();
    }
    if (!state.rows) {
        state.rows.emplace(state.reader.query(state.lines,
                                              state.last,
                                              state.newest,
                                              state.today,
                                              state.first_village,
                                              state.last_village));
        state.read = 0;
    }
    if (!state.rows->step()) {
        return false;
    }
    ++state.read;
    state.last = state.rows->integer(0);
    return true;
}

std::string_view ExportCursor::text(int column) const {
    return state_->rows->view(column + kOwnColumns);
}

std::int64_t ExportCursor::integer(int column) const {
    return state_->rows->integer(column + kOwnColumns);
}

bool ExportCursor::is_null(int column) const {
    return state_->rows->is_null(column + kOwnColumns);
}

std::int64_t ExportCursor::id() const {
    return state_->last;
}

std::string_view ExportCursor::changed_at() const {
    return state_->rows->view(1);
}

std::int64_t ExportCursor::total() const {
    return state_->total;
}

}  // namespace storage
