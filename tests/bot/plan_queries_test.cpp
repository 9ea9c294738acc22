#include "storage/plan_queries.h"

#include "storage/activities.h"
#include "storage/plans.h"
#include "tests/support/reminder_office.h"

#include <catch2/catch.hpp>

using conversation::parse_day;
using storage::Activities;
using storage::five_steps;
using storage::PlanQueries;
using State = storage::PlanQueries::StepState;
using support::kNow;

TEST_CASE("the golden example: ten due, seven done, five in time, two cancelled, one overdue",
          "[storage][plan]") {
    support::TempDatabase db;
    support::ReminderOffice office(db.connection);
    Activities activities(db.connection);
    for (int i = 0; i < 10; ++i) {
        const auto id = office.activity("A" + std::to_string(i), "2026-03-05", "2026-03-05");
        if (i < 7) {
            const auto day = parse_day(i < 5 ? "2026-03-05" : "2026-03-06");
            (void)activities.record({.activity = id, .result = "DONE", .done_on = day}, kNow, "t");
        } else if (i < 9) {
            (void)activities.record(
                {.activity = id, .result = "CANCELLED", .reason = "ฝน"}, kNow, "t");
        }
    }
    office.activity("LATER", "2026-05-05", "2026-05-05");
    PlanQueries queries(db.connection);
    const auto seen = queries.progress(office.team, 2569, *parse_day("2026-03-31"));
    CHECK(seen.activities == 11);
    CHECK(seen.due == 10);
    CHECK(seen.done == 7);
    CHECK(seen.on_time == 5);
    CHECK(seen.cancelled == 2);
    CHECK(seen.overdue == 1);
    CHECK(queries.progress(office.team, 2568, *parse_day("2026-03-31")).due == 0);
}

TEST_CASE("an activity postponed and then done is not in time", "[storage][plan]") {
    support::TempDatabase db;
    support::ReminderOffice office(db.connection);
    Activities activities(db.connection);
    const auto id = office.activity("A", "2026-03-05", "2026-03-05");
    (void)activities.record(
        {.activity = id, .result = "POSTPONED", .new_day = parse_day("2026-03-12")}, kNow, "t");
    (void)activities.record(
        {.activity = id, .result = "DONE", .done_on = parse_day("2026-03-12")}, kNow, "t");
    const auto seen =
        PlanQueries(db.connection).progress(office.team, 2569, *parse_day("2026-03-31"));
    CHECK(seen.done == 1);
    CHECK(seen.on_time == 0);
}

TEST_CASE("the five steps follow from the facts", "[storage][plan]") {
    using Facts = PlanQueries::StepFacts;
    using Steps = std::array<State, 5>;
    constexpr auto no = State::NotStarted;
    constexpr auto going = State::InProgress;
    constexpr auto done = State::Done;
    CHECK(five_steps(Facts{}) == Steps{no, no, no, no, no});
    CHECK(five_steps({.activities = 3}) == Steps{no, going, no, no, no});
    CHECK(five_steps({.approved = true}) == Steps{no, no, no, no, no});
    CHECK(five_steps(
              {.approved = true, .activities = 3, .prepared = 1, .done = 1, .waiting_past = 1}) ==
          Steps{done, done, going, no, no});
    CHECK(five_steps({.approved = true,
                      .activities = 3,
                      .prepared = 1,
                      .done = 2,
                      .done_unanswered = 1,
                      .monitored = 1}) == Steps{done, done, done, going, no});
    CHECK(five_steps({.approved = true,
                      .activities = 3,
                      .prepared = 1,
                      .done = 2,
                      .monitored = 1,
                      .summary_frozen = true}) == Steps{done, done, done, done, done});
}

TEST_CASE("the steps of a plan are read from its activities", "[storage][plan]") {
    support::TempDatabase db;
    support::ReminderOffice office(db.connection);
    PlanQueries queries(db.connection);
    const auto as_of = *parse_day("2026-03-31");
    const auto id = office.activity("A", "2026-03-05", "2026-03-05");
    CHECK(queries.step_facts(office.team, 2569, as_of).waiting_past == 1);
    CHECK_FALSE(queries.step_facts(office.team, 2569, as_of).approved);
    storage::Plans(db.connection).set_status(office.plan, "APPROVED", as_of, kNow);
    (void)Activities(db.connection)
        .record({.activity = id, .result = "DONE", .done_on = as_of}, kNow, "t");
    const auto facts = queries.step_facts(office.team, 2569, as_of);
    CHECK(facts.approved);
    CHECK(facts.done == 1);
    CHECK(facts.done_unanswered == 0);
    CHECK(facts.waiting_past == 0);
}
