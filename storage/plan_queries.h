#pragma once
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <array>
#include <cstdint>

namespace storage {

// How far plans have come: the figures DONE and ONTIME and the five-step cycle (the founding
// document's steps), computed from activities and answers, never typed.
class PlanQueries {
  public:
    // Of an organisation's plan of a year, as of a day. Kept as numerators and denominators, so
    // that they add up.
    struct Progress {
        std::int64_t activities = 0;
        std::int64_t due = 0;      // planned to be over by that day, cancelled ones included
        std::int64_t done = 0;     // of these: DONE = done / due
        std::int64_t on_time = 0;  // done by the day first planned: ONTIME = on_time / done
        std::int64_t cancelled = 0;
        std::int64_t overdue = 0;  // neither done nor cancelled
    };

    enum class StepState { NotStarted, InProgress, Done };

    // What the steps are computed from.
    struct StepFacts {
        bool approved = false;
        std::int64_t activities = 0;
        std::int64_t prepared = 0;         // PREP activities done
        std::int64_t done = 0;             // all kinds
        std::int64_t waiting_past = 0;     // planned or postponed, and past
        std::int64_t done_unanswered = 0;  // done without an answer
        std::int64_t monitored = 0;        // MONITOR activities done
        bool summary_frozen = false;
    };

    // What a group may be shown: no household, no name, no amount.
    struct Board {
        std::int64_t done = 0;  // of the month's activities of the team
        std::int64_t due = 0;
        std::int64_t villages_in = 0;       // with at least one report of the month
        std::int64_t villages_waiting = 0;  // with households, and none
    };

    explicit PlanQueries(Connection& connection) : connection_(connection) {}

    [[nodiscard]] Progress progress(OrganisationId organisation, int fiscal_year_be, Day as_of);
    [[nodiscard]] StepFacts step_facts(OrganisationId organisation, int fiscal_year_be, Day as_of);
    [[nodiscard]] Board board(OrganisationId organisation, Period month);

  private:
    Connection& connection_;
};

// 1: a preparing activity is done. 2: the plan is approved and has an activity. 3: begun with the
// first activity done, done when nothing that waits is past. 4: everything done has its answer, and
// something was monitored. 5: the summary is frozen. Pure.
[[nodiscard]] std::array<PlanQueries::StepState, 5> five_steps(const PlanQueries::StepFacts& facts);

}  // namespace storage
