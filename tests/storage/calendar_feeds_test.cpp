#include "storage/calendar_feeds.h"

#include "storage/activities.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/plans.h"
#include "storage/roles.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>

using conversation::parse_day;
using storage::CalendarFeeds;
using support::kNow;
using support::TempDatabase;

namespace {

const auto kToday = conversation::bangkok_day(kNow);

struct Office : TempDatabase {
    Office() {
        team = storage::Organisations(connection)
                   .put({.kind = "WOM", .name_th = "กพสอ.ชุมแสง"}, kNow, "test")
                   .id;
        person = storage::People(connection)
                     .put({.given_name = "สมศรี", .family_name = "ใจดี"}, kNow, "test")
                     .id;
        (void)storage::Roles(connection)
            .put({.person = person,
                  .role = "MEMBER",
                  .organisation = team,
                  .from = parse_day("2025-01-01"),
                  .to = parse_day("2025-12-31")},
                 kNow,
                 "test");
        const auto plan = storage::Plans(connection).open(team, 2569, kNow, "test").id;
        activity = storage::Activities(connection)
                       .put({.plan = plan,
                             .code = "A1",
                             .title = "อบรมทำขนม",
                             .kind = "TRAIN",
                             .responsible = person,
                             .start = parse_day("2025-12-10"),
                             .end = parse_day("2025-12-11"),
                             .place = "ศาลา",
                             .target_people = 30},
                            kNow,
                            "test")
                       .id;
        (void)storage::Activities(connection)
            .put({.plan = plan,
                  .code = "W",
                  .title = "ออมทุกเดือน",
                  .kind = "MEETING",
                  .start = parse_day("2025-12-05"),
                  .end = parse_day("2026-02-28"),
                  .recurrence = "FREQ=MONTHLY;BYMONTHDAY=5"},
                 kNow,
                 "test");
    }

    storage::OrganisationId team;
    storage::PersonId person;
    storage::ActivityId activity;
};

}  // namespace

TEST_CASE("a team's link shows its activities as they stand, a person's her own",
          "[storage][calendar]") {
    Office office;
    CalendarFeeds feeds(office.connection);
    const auto team = feeds.make(office.team, {}, kNow, "test");
    const auto hers = feeds.make({}, office.person, kNow, "test");
    CHECK(team.size() == 32);
    CHECK(team != hers);
    const auto feed = feeds.find(team, kToday);
    REQUIRE(feed);
    auto calendar = feeds.calendar(*feed, kToday);
    CHECK(calendar.name == "กพสอ.ชุมแสง");
    REQUIRE(calendar.events.size() == 4);
    const auto own = feeds.calendar(feeds.find(hers, kToday).value(), kToday);
    REQUIRE(own.events.size() == 1);
    CHECK(own.events[0].summary == "อบรมทำขนม");
    CHECK(own.events[0].place == "ศาลา");
    CHECK_THAT(own.events[0].description, Catch::Contains("30"));
    CHECK(own.events[0].description.find("สมศรี") == std::string::npos);

    // A moved day keeps its uid, and grows in sequence.
    (void)storage::Activities(office.connection)
        .record({.activity = office.activity,
                 .result = "POSTPONED",
                 .new_day = parse_day("2025-12-17")},
                kNow,
                "test");
    const auto moved = feeds.calendar(feeds.find(hers, kToday).value(), kToday).events.at(0);
    CHECK(moved.uid == own.events[0].uid);
    CHECK(moved.first == *parse_day("2025-12-17"));
    CHECK(moved.sequence > own.events[0].sequence);
}

TEST_CASE("a revoked link, a wrong one, and one whose owner's term is over open nothing",
          "[storage][calendar]") {
    Office office;
    CalendarFeeds feeds(office.connection);
    const auto team = feeds.make(office.team, {}, kNow, "test");
    const auto hers = feeds.make({}, office.person, kNow, "test");
    CHECK_FALSE(feeds.find(std::string(32, '0'), kToday));
    CHECK(feeds.find(hers, *parse_day("2025-12-31")));
    CHECK_FALSE(feeds.find(hers, *parse_day("2026-01-01")));
    const auto id = feeds.find(team, kToday)->id;
    CHECK(feeds.revoke(id, kNow, "test"));
    CHECK_FALSE(feeds.revoke(id, kNow, "test"));
    CHECK_FALSE(feeds.find(team, kToday));
    CHECK(office.value("SELECT group_concat(action, ' ') FROM audit") ==
          "calendar.link_made calendar.link_made calendar.link_revoked");
    CHECK(office.value("SELECT count(*) FROM calendar_feed WHERE instr(digest, '" + team + "')") ==
          "0");
}

TEST_CASE("fetching leaves one row a day in the audit log", "[storage][calendar]") {
    Office office;
    CalendarFeeds feeds(office.connection);
    const auto feed = feeds.find(feeds.make(office.team, {}, kNow, "test"), kToday).value();
    feeds.note_fetch(feed, kNow);
    feeds.note_fetch(feed, kNow + std::chrono::hours(1));
    feeds.note_fetch(feed, kNow + std::chrono::days(1));
    CHECK(office.value("SELECT count(*) FROM audit WHERE action = 'calendar.fetched'") == "2");
}
