#include "storage/plans.h"

namespace storage {

namespace {

constexpr int kSteps = 5;

constexpr Sql kFind{"plans.find", R"sql(
SELECT id, organisation, fy, status, approved_on FROM plan WHERE id = ?1)sql"};

constexpr Sql kFindOf{"plans.find_of", R"sql(
SELECT id, organisation, fy, status, approved_on FROM plan
WHERE organisation = ?1 AND fy = ?2)sql"};

constexpr Sql kOfYear{"plans.of_year", R"sql(
SELECT p.id, p.organisation, p.fy, p.status, p.approved_on
FROM plan p JOIN organisation o ON o.id = p.organisation
WHERE p.fy = ?1 ORDER BY o.kind, o.name_th)sql"};

constexpr Sql kAdd{"plans.add", R"sql(
INSERT INTO plan (id, organisation, fy, status, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, 'DRAFT', ?4, ?4, ?5))sql"};

constexpr Sql kSetStatus{"plans.set_status", R"sql(
UPDATE plan SET status = ?2, approved_on = coalesce(?3, approved_on), updated_at = ?4
WHERE id = ?1)sql"};

constexpr Sql kSteps1To5{"plans.steps", R"sql(
SELECT step, state, done_on, evidence FROM cycle_step
WHERE organisation = ?1 AND fy = ?2 ORDER BY step)sql"};

constexpr Sql kPutStep{"plans.put_step", R"sql(
INSERT INTO cycle_step (id, organisation, fy, step, state, done_on, evidence, created_at,
    updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)
ON CONFLICT (organisation, fy, step) DO UPDATE SET state = excluded.state,
    done_on = excluded.done_on, evidence = excluded.evidence, updated_at = excluded.updated_at)sql"};

Plans::Plan plan_of(const Statement& row) {
    return {.id = row.id<PlanId>(0),
            .organisation = row.id<OrganisationId>(1),
            .fiscal_year_be = static_cast<int>(row.integer(2)),
            .status = row.text(3),
            .approved_on = optional_day(row, 4)};
}

}  // namespace

std::optional<Plans::Plan> Plans::find(PlanId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(plan_of(row)) : std::nullopt;
}

std::optional<Plans::Plan> Plans::find(OrganisationId organisation, int fiscal_year_be) {
    auto row = connection_.query(kFindOf, organisation, fiscal_year_be);
    return row.step() ? std::optional(plan_of(row)) : std::nullopt;
}

std::vector<Plans::Plan> Plans::of_year(int fiscal_year_be) {
    std::vector<Plan> all;
    auto rows = connection_.query(kOfYear, fiscal_year_be);
    while (rows.step()) {
        all.push_back(plan_of(rows));
    }
    return all;
}

Put<PlanId> Plans::open(OrganisationId organisation,
                        int fiscal_year_be,
                        Instant now,
                        std::string_view by) {
    if (const auto known = find(organisation, fiscal_year_be)) {
        return {known->id, Change::Unchanged};
    }
    const auto id = connection_.new_id<PlanId>(now);
    connection_.run(kAdd, id, organisation, fiscal_year_be, now, by);
    return {id, Change::Created};
}

void Plans::set_status(PlanId id, std::string_view status, std::optional<Day> day, Instant now) {
    connection_.run(kSetStatus, id, status, day, now);
}

Change Plans::put_step(OrganisationId organisation,
                       int fiscal_year_be,
                       const Step& step,
                       Instant now,
                       std::string_view by) {
    bool known = false;
    {
        auto rows = connection_.query(kSteps1To5, organisation, fiscal_year_be);
        while (rows.step()) {
            if (rows.integer(0) == step.step) {
                known = true;
                if (rows.view(1) == step.state && optional_day(rows, 2) == step.done_on &&
                    rows.view(3) == step.evidence) {
                    return Change::Unchanged;
                }
            }
        }
    }
    connection_.run(kPutStep,
                    connection_.new_id<RowId>(now),
                    organisation,
                    fiscal_year_be,
                    step.step,
                    step.state,
                    step.done_on,
                    step.evidence,
                    now,
                    by);
    return known ? Change::Changed : Change::Created;
}

std::vector<Plans::Step> Plans::steps(OrganisationId organisation, int fiscal_year_be) {
    std::vector<Step> steps;
    for (int number = 1; number <= kSteps; ++number) {
        steps.push_back({.step = number, .state = "NOT_STARTED"});
    }
    auto rows = connection_.query(kSteps1To5, organisation, fiscal_year_be);
    while (rows.step()) {
        Step& step = steps.at(static_cast<std::size_t>(rows.integer(0) - 1));
        step.state = rows.text(1);
        step.done_on = optional_day(rows, 2);
        step.evidence = rows.text(3);
    }
    return steps;
}

}  // namespace storage
