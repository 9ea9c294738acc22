#include "storage/chat_groups.h"

#include "storage/organisations.h"
#include "storage/reminders.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using storage::ChatGroups;
using support::kNow;
using support::TempDatabase;

namespace {

struct Team {
    TempDatabase db;
    ChatGroups groups{db.connection};
    storage::OrganisationId women = storage::Organisations(db.connection)
                                        .put({.kind = "WOM", .name_th = "กพสอ."}, kNow, "test")
                                        .id;
    storage::ChatGroupId group = groups.joined("line", "line:C1", kNow).id;

    std::string code() { return groups.make_code(women, std::chrono::days(7), kNow, "test"); }
};

}  // namespace

TEST_CASE("codes that are void bind no group, the one made after them does", "[storage]") {
    Team team;
    const auto old = team.code();
    team.groups.void_codes(team.women, kNow);
    const auto fresh = team.code();
    CHECK_FALSE(team.groups.bind(team.group, old, {}, kNow + std::chrono::seconds(1)));
    CHECK(team.groups.bind(team.group, fresh, {}, kNow + std::chrono::seconds(1)) == team.women);
}

TEST_CASE("a group the office leaves is nobody's, and is known when we come back", "[storage]") {
    Team team;
    REQUIRE(team.groups.bind(team.group, team.code(), {}, kNow));
    (void)team.groups.joined("line", "line:R2", kNow);
    REQUIRE(team.groups.bound().size() == 1);
    team.groups.release(team.group, kNow);
    CHECK(team.groups.bound().empty());
    const auto all = team.groups.all();
    REQUIRE(all.size() == 2);
    CHECK(all[0].address == "line:R2");  // those we are in first
    CHECK_FALSE(all[1].active);
    CHECK_FALSE(all[1].organisation);
    CHECK(team.groups.joined("line", "line:C1", kNow).id == team.group);
}

TEST_CASE("what was said in a group lately is counted by its kind", "[storage]") {
    Team team;
    storage::Reminders reminders(team.db.connection);
    const auto say = [&](const char* kind, conversation::Instant at) {
        storage::Reminders::Row row;
        row.kind = kind;
        row.rank = 4;
        row.period = conversation::Period{2025, 11};
        row.day = conversation::bangkok_day(at);
        row.group = team.group;
        row.due = at;
        row.useful_until = at;
        reminders.put(row, at);
        CHECK(reminders.take(reminders.id_of(row), at));
    };
    say("GROUP_BOARD", kNow - std::chrono::days(100));
    say("GROUP_BOARD", kNow - std::chrono::days(1));
    say("GROUP_DAY", kNow - std::chrono::days(2));
    const auto said = team.groups.said(team.group, kNow - std::chrono::days(90));
    CHECK(said.boards == 1);
    CHECK(said.days_before == 1);
    CHECK(said.last == kNow - std::chrono::days(1));
}
