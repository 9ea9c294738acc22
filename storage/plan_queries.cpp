#include "storage/plan_queries.h"

namespace storage {

namespace {

constexpr Sql kProgress{"plan_queries.progress", R"sql(
SELECT count(*), coalesce(sum(a.planned_end <= ?3), 0),
    coalesce(sum(a.planned_end <= ?3 AND a.state = 'DONE'), 0),
    coalesce(sum(a.planned_end <= ?3 AND a.state = 'DONE' AND a.original_end >= (
        SELECT o.done_on FROM outcome o WHERE o.activity = a.id ORDER BY o.revision DESC LIMIT 1)),
        0),
    coalesce(sum(a.planned_end <= ?3 AND a.state = 'CANCELLED'), 0),
    coalesce(sum(a.planned_end <= ?3 AND a.state IN ('PLANNED', 'POSTPONED')), 0)
FROM activity a JOIN plan p ON p.id = a.plan
WHERE p.organisation = ?1 AND p.fy = ?2)sql"};

constexpr Sql kSteps{"plan_queries.steps", R"sql(
SELECT coalesce(max(p.status <> 'DRAFT'), 0), count(a.id),
    coalesce(sum(a.state = 'DONE' AND a.kind = 'PREP'), 0), coalesce(sum(a.state = 'DONE'), 0),
    coalesce(sum(a.state IN ('PLANNED', 'POSTPONED') AND a.planned_end < ?3), 0),
    coalesce(sum(a.state = 'DONE'
        AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.activity = a.id)), 0),
    coalesce(sum(a.state = 'DONE' AND a.kind = 'MONITOR'), 0),
    EXISTS (SELECT 1 FROM cycle_step c WHERE c.organisation = ?1 AND c.fy = ?2 AND c.step = 5
        AND c.state = 'DONE') OR EXISTS (SELECT 1 FROM summary s WHERE s.fy = ?2)
FROM plan p LEFT JOIN activity a ON a.plan = p.id WHERE p.organisation = ?1 AND p.fy = ?2)sql"};

constexpr Sql kBoardDone{"plan_queries.board_done", R"sql(
SELECT count(*), coalesce(sum(a.state = 'DONE'), 0)
FROM activity a JOIN plan p ON p.id = a.plan
WHERE p.organisation = ?1 AND a.planned_end >= ?2 AND a.planned_end < ?3)sql"};

constexpr Sql kBoardVillages{"plan_queries.board_villages", R"sql(
SELECT count(*), coalesce(sum(has), 0) FROM (
    SELECT max(EXISTS (SELECT 1 FROM report r JOIN report_revision v ON v.report = r.id
        WHERE r.household = h.id AND r.period = ?1 AND v.status <> 'VOID')) AS has
    FROM household h WHERE h.status IN ('ACTIVE', 'PAUSED') GROUP BY h.village))sql"};

}  // namespace

PlanQueries::Progress PlanQueries::progress(OrganisationId organisation,
                                            int fiscal_year_be,
                                            Day as_of) {
    auto row = connection_.query(kProgress, organisation, fiscal_year_be, as_of);
    if (!row.step()) {
        return {};
    }
    return {row.integer(0),
            row.integer(1),
            row.integer(2),
            row.integer(3),
            row.integer(4),
            row.integer(5)};
}

PlanQueries::StepFacts PlanQueries::step_facts(OrganisationId organisation,
                                               int fiscal_year_be,
                                               Day as_of) {
    auto row = connection_.query(kSteps, organisation, fiscal_year_be, as_of);
    if (!row.step()) {
        return {};
    }
    return {.approved = row.flag(0),
            .activities = row.integer(1),
            .prepared = row.integer(2),
            .done = row.integer(3),
            .waiting_past = row.integer(4),
            .done_unanswered = row.integer(5),
            .monitored = row.integer(6),
            .summary_frozen = row.flag(7)};
}

PlanQueries::Board PlanQueries::board(OrganisationId organisation, Period month) {
    Board board;
    {
        auto row = connection_.query(kBoardDone,
                                     organisation,
                                     conversation::first_day(month),
                                     conversation::first_day(conversation::next(month)));
        if (row.step()) {
            board.due = row.integer(0);
            board.done = row.integer(1);
        }
    }
    auto row = connection_.query(kBoardVillages, month);
    if (row.step()) {
        board.villages_in = row.integer(1);
        board.villages_waiting = row.integer(0) - board.villages_in;
    }
    return board;
}

std::array<PlanQueries::StepState, 5> five_steps(const PlanQueries::StepFacts& facts) {
    using State = PlanQueries::StepState;
    const auto either = [](bool done, bool begun) {
        return done ? State::Done : begun ? State::InProgress : State::NotStarted;
    };
    return {either(facts.prepared > 0, false),
            either(facts.approved && facts.activities > 0, facts.activities > 0),
            either(facts.done > 0 && facts.waiting_past == 0, facts.done > 0),
            either(facts.done > 0 && facts.done_unanswered == 0 && facts.monitored > 0,
                   facts.monitored > 0),
            either(facts.summary_frozen, false)};
}

}  // namespace storage
