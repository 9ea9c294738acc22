#include "storage/team_activities.h"

#include "storage/activity_days.h"
#include "storage/attachments.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/plans.h"
#include "storage/reminders.h"
#include "storage/roles.h"
#include "storage/turn_commit.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <span>
#include <stdexcept>
#include <string>

using conversation::parse_day;
using conversation::TeamActivity;
using storage::Activities;
using storage::TeamActivities;
using support::bangkok;
using support::kNow;
using support::TempDatabase;

namespace {

using By = conversation::ActivityAnswer::By;

struct Team : TempDatabase {
    Team() {
        team = organisation("WOM");
        other = organisation("SAV");
        member = person("สมศรี", "MEMBER", team);
        chair = person("ประธาน", "CHAIR", team);
        stranger = person("คนนอก", "CHAIR", other);
    }

    storage::OrganisationId organisation(const std::string& kind) {
        return storage::Organisations(connection)
            .put({.kind = kind, .name_th = kind}, kNow, "test")
            .id;
    }

    storage::PersonId person(const std::string& name,
                             const std::string& role,
                             storage::OrganisationId of,
                             const char* to = "") {
        const auto id = storage::People(connection)
                            .put({.given_name = name, .family_name = "ทดสอบ"}, kNow, "test")
                            .id;
        (void)storage::Roles(connection)
            .put({.person = id,
                  .role = role,
                  .organisation = of,
                  .from = parse_day("2025-01-01"),
                  .to = parse_day(to)},
                 kNow,
                 "test");
        return id;
    }

    storage::ActivityId activity(const std::string& code,
                                 const char* start,
                                 const char* end,
                                 const std::string& recurrence = {}) {
        const auto plan = storage::Plans(connection).open(team, 2569, kNow, "test").id;
        return Activities(connection)
            .put({.plan = plan,
                  .code = code,
                  .title = code,
                  .kind = "TRAIN",
                  .responsible = member,
                  .start = parse_day(start),
                  .end = parse_day(end),
                  .recurrence = recurrence},
                 kNow,
                 "test")
            .id;
    }

    void answer(storage::ActivityId id, Activities::Outcome outcome) {
        outcome.activity = id;
        (void)Activities(connection).record(outcome, kNow, "test");
    }

    std::string waiting(storage::PersonId who, conversation::Instant now = kNow) {
        std::string text;
        for (const auto& one : TeamActivities(connection, who, now).waiting(20)) {
            text += one.title + " " + conversation::to_text(one.first) + "; ";
        }
        return text;
    }

    storage::OrganisationId team;
    storage::OrganisationId other;
    storage::PersonId member;
    storage::PersonId chair;
    storage::PersonId stranger;
};

}  // namespace

TEST_CASE("who is responsible and the team's chair see an activity, nobody else",
          "[storage][activity]") {
    Team office;
    const auto id = office.activity("A1", "2025-12-03", "2025-12-04");
    office.activity("A2", "2026-01-10", "2026-01-10");
    office.activity("LATE", "2026-09-10", "2026-09-10");
    CHECK(office.waiting(office.member) == "A1 2025-12-03; A2 2026-01-10; ");
    CHECK(office.waiting(office.chair) == "A1 2025-12-03; A2 2026-01-10; ");
    CHECK(office.waiting(office.stranger).empty());
    const auto day = *parse_day("2025-12-03");
    CHECK(TeamActivities(office.connection, office.chair, kNow).find(id, day));
    CHECK_FALSE(TeamActivities(office.connection, office.stranger, kNow).find(id, day));
}

TEST_CASE("the day after a term's end an activity is nobody's any more", "[storage][activity]") {
    Team office;
    office.member = office.person("เก่า", "MEMBER", office.team, "2025-12-05");
    const auto id = office.activity("A1", "2025-12-03", "2025-12-03");
    const auto day = *parse_day("2025-12-03");
    CHECK(TeamActivities(office.connection, office.member, kNow).find(id, day));
    const auto later = bangkok("2025-12-06T00:01");
    CHECK_FALSE(TeamActivities(office.connection, office.member, later).find(id, day));
}

TEST_CASE("a closed plan waits for nothing", "[storage][activity]") {
    Team office;
    const auto id = office.activity("A1", "2025-12-03", "2025-12-03");
    const auto plan = storage::Plans(office.connection).find(office.team, 2569)->id;
    storage::Plans(office.connection).set_status(plan, "CLOSED", {}, kNow);
    CHECK(office.waiting(office.member).empty());
    CHECK_FALSE(
        TeamActivities(office.connection, office.member, kNow).find(id, *parse_day("2025-12-03")));
}

TEST_CASE("an answer is shown with who gave it, and how often there was one",
          "[storage][activity]") {
    Team office;
    const auto id = office.activity("A1", "2025-12-03", "2025-12-03");
    office.answer(
        id,
        {.result = "POSTPONED", .new_day = parse_day("2025-12-08"), .answered_by = office.chair});
    office.answer(id,
                  {.result = "DONE",
                   .done_on = parse_day("2025-12-08"),
                   .headcount = 12,
                   .answered_by = office.member});
    const auto day = *parse_day("2025-12-03");
    const auto hers = TeamActivities(office.connection, office.member, kNow).find(id, day);
    REQUIRE(hers);
    CHECK(hers->state == "DONE");
    CHECK(hers->first == *parse_day("2025-12-08"));
    CHECK(hers->answers == 2);
    REQUIRE(hers->answer);
    CHECK(hers->answer->by == By::You);
    CHECK(hers->answer->headcount == 12);
    const auto chairs = TeamActivities(office.connection, office.chair, kNow).find(id, day);
    CHECK(chairs->answer->by == By::Responsible);
}

TEST_CASE("of an activity that recurs each day is answered for itself", "[storage][activity]") {
    Team office;
    const auto id = office.activity("W", "2025-11-20", "2026-02-28", "FREQ=WEEKLY;BYDAY=TH");
    // The past ones that wait, and the next one.
    CHECK(office.waiting(office.member) ==
          "W 2025-11-20; W 2025-11-27; W 2025-12-04; W 2025-12-11; ");
    office.answer(id,
                  {.result = "DONE",
                   .done_on = parse_day("2025-11-20"),
                   .occurrence = parse_day("2025-11-20")});
    office.answer(id,
                  {.result = "POSTPONED",
                   .new_day = parse_day("2025-12-09"),
                   .occurrence = parse_day("2025-12-04")});
    CHECK(office.waiting(office.member) == "W 2025-11-27; W 2025-12-09; ");
    TeamActivities team(office.connection, office.member, kNow);
    const auto moved = team.find(id, *parse_day("2025-12-09"));
    REQUIRE(moved);
    CHECK(moved->occurrence == parse_day("2025-12-04"));
    CHECK(moved->state == "POSTPONED");
    CHECK(team.find(id, *parse_day("2025-12-04"))->first == *parse_day("2025-12-09"));
    CHECK_FALSE(team.find(id, *parse_day("2025-12-05")));
}

TEST_CASE("calling off what recurs calls off all days nobody answered", "[storage][activity]") {
    Team office;
    const auto id = office.activity("W", "2025-11-20", "2026-02-28", "FREQ=WEEKLY;BYDAY=TH");
    office.answer(id, {.result = "CANCELLED", .reason = "งบหมด"});
    CHECK(office.waiting(office.member).empty());
    CHECK(TeamActivities(office.connection, office.member, kNow)
              .find(id, *parse_day("2025-12-11"))
              ->state == "CANCELLED");
}

TEST_CASE("the reminder that came last is what a number answers, for three days",
          "[storage][activity]") {
    Team office;
    const auto id = office.activity("A1", "2025-12-04", "2025-12-04");
    storage::Reminders reminders(office.connection);
    storage::Reminders::Row row;
    row.kind = "ASK";
    row.activity = id;
    row.day = *parse_day("2025-12-04");
    row.person = office.member;
    row.due = row.useful_until = kNow;
    reminders.put(row, kNow);
    const auto asked = [&](storage::PersonId who, conversation::Instant now) {
        return TeamActivities(office.connection, who, now).asked().has_value();
    };
    CHECK_FALSE(asked(office.member, kNow));  // not sent yet
    const auto due = reminders.due(row.rank, kNow, 1).at(0);
    REQUIRE(reminders.take(due.id, kNow));
    reminders.link(due.id, {}, kNow);
    CHECK(asked(office.member, kNow));
    CHECK_FALSE(asked(office.chair, kNow));
    CHECK_FALSE(asked(office.member, kNow + std::chrono::days(4)));
    office.answer(id, {.result = "DONE", .done_on = parse_day("2025-12-04")});
    CHECK_FALSE(asked(office.member, kNow));
}

TEST_CASE("a proposal stands in the plan and on the officer's list; in a closed one only there",
          "[storage][activity]") {
    Team office;
    const conversation::ActivityProposed proposed{"ศึกษาดูงาน", "วัด", *parse_day("2026-01-21")};
    TeamActivities chair(office.connection, office.chair, kNow);
    CHECK(chair.propose(proposed, {}, {}, "test"));
    CHECK(office.value("SELECT title || ' ' || place || ' ' || planned_start FROM activity") ==
          "ศึกษาดูงาน วัด 2026-01-21");
    CHECK(office.value("SELECT kind || ' ' || text FROM request") ==
          "ACTIVITY_PROPOSED ศึกษาดูงาน (21 ม.ค. 2569)");
    const auto plan = storage::Plans(office.connection).find(office.team, 2569)->id;
    storage::Plans(office.connection).set_status(plan, "CLOSED", {}, kNow);
    CHECK(chair.propose(proposed, {}, {}, "test"));
    CHECK(office.value("SELECT count(*) FROM activity") == "1");
    CHECK(office.value("SELECT count(*) FROM request") == "2");
    CHECK_FALSE(
        TeamActivities(office.connection, office.member, kNow).propose(proposed, {}, {}, "test"));
}

TEST_CASE("a turn's answer is kept with its photos and an audit row; a stranger's is refused",
          "[storage][activity]") {
    Team office;
    const auto id = office.activity("A1", "2025-12-03", "2025-12-03");
    const auto picture = storage::Attachments(office.connection)
                             .put(std::as_bytes(std::span("jpeg")), "image/jpeg", kNow);
    const auto answered = [&](storage::PersonId who, const std::string& event_id) {
        storage::TurnCommit commit(office.connection);
        const auto message = support::say(event_id, "ถูกต้อง", "line:U" + event_id);
        auto start = commit.start(message, kNow);
        start.contact.person = who;
        conversation::TurnResult result;
        conversation::ActivityAnswered event;
        event.activity = id;
        event.result = "DONE";
        event.done_on = parse_day("2025-12-03");
        event.headcount = 20;
        event.photos = {picture};
        result.events.emplace_back(event);
        (void)commit.finish(start, message, result, result.messages, kNow);
    };
    answered(office.member, "e1");
    CHECK(office.value("SELECT result || ' ' || headcount || ' ' || answered_by FROM outcome") ==
          "DONE 20 " + std::to_string(office.member.value));
    CHECK(office.value("SELECT attachment FROM outcome_attachment") ==
          std::to_string(picture.value));
    CHECK(office.value("SELECT subject FROM audit WHERE action = 'activity.answered'") ==
          "activity:" + std::to_string(id.value));
    CHECK_THROWS_AS(answered(office.stranger, "e2"), std::logic_error);
    CHECK_THROWS_AS(answered({}, "e3"), std::logic_error);
}

TEST_CASE("what recurs is over with its last open day, and open again when that is corrected",
          "[storage][activity]") {
    Team office;
    const auto id = office.activity("W", "2025-12-01", "2025-12-15", "FREQ=WEEKLY");
    const auto state = [&] { return office.value("SELECT state FROM activity"); };
    const auto done = [&](const char* day) {
        office.answer(id,
                      {.result = "DONE", .done_on = parse_day(day), .occurrence = parse_day(day)});
    };
    done("2025-12-01");
    done("2025-12-08");
    CHECK(state() == "PLANNED");
    office.answer(id, {.result = "CANCELLED", .occurrence = parse_day("2025-12-15")});
    CHECK(state() == "DONE");
    office.answer(id,
                  {.result = "POSTPONED",
                   .new_day = parse_day("2025-12-16"),
                   .occurrence = parse_day("2025-12-15")});
    CHECK(state() == "PLANNED");
}
