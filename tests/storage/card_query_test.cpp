#include "storage/card_query.h"

#include "storage/invites.h"
#include "storage/people.h"
#include "storage/roles.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <algorithm>

using storage::CardQuery;
using storage::house_no_before;
using support::kNow;
using support::TempDatabase;

namespace {

std::vector<std::string> numbers(const std::vector<CardQuery::House>& houses) {
    std::vector<std::string> all;
    for (const auto& house : houses) {
        all.push_back(house.house_no);
    }
    return all;
}

}  // namespace

TEST_CASE("house numbers stand as people count them", "[storage]") {
    std::vector<std::string> numbers = {"100", "14/10", "10", "14", "2", "14/2", "14ก", "ไม่มีเลขที่"};
    std::ranges::sort(numbers, house_no_before);
    CHECK(numbers ==
          std::vector<std::string>{"2", "10", "14", "14/2", "14/10", "14ก", "100", "ไม่มีเลขที่"});
    CHECK_FALSE(house_no_before("14", "14"));
}

TEST_CASE("houses that left get no card, linked ones are known, an expired code is none",
          "[storage]") {
    TempDatabase db;
    auto& connection = db.connection;
    const auto open = support::add_house(connection, "10");
    const auto linked = support::add_house(connection, "2");
    const auto gone = support::add_house(connection, "3");
    const auto late = support::add_house(connection, "4");
    storage::Households(connection).set_status(gone, "WITHDRAWN", kNow);
    storage::Invites invites(connection);
    const std::string code = invites.create(open, std::chrono::days(30), kNow, "test");
    (void)invites.create(late, std::chrono::days(1), kNow - std::chrono::days(2), "test");
    const auto contact = storage::Contacts(connection).find_or_create("line", "U1", kNow).id;
    storage::Contacts(connection).link(contact, linked, kNow);

    const auto houses = CardQuery(connection).houses("60030403", kNow);
    REQUIRE(numbers(houses) == std::vector<std::string>{"2", "4", "10"});
    CHECK(houses[0].linked);
    CHECK_FALSE(houses[1].open);
    REQUIRE(houses[2].open);
    CHECK(houses[2].open->code == code);
    CHECK_FALSE(houses[2].open->printed);

    invites.printed(code, kNow);
    CHECK(CardQuery(connection).houses("60030403", kNow)[2].open->printed);
    CHECK(CardQuery(connection).houses("60030403", kNow)[2].open->printed_at == kNow);
    const auto used = invites.create(linked, std::chrono::days(30), kNow, "test");
    CHECK(invites.use(used, contact, kNow));
    const auto villages = CardQuery(connection).villages("6003", kNow);
    REQUIRE(villages.size() == 1);
    CHECK(villages[0].houses == 3);
    CHECK(villages[0].linked == 1);
    CHECK(villages[0].used == 1);
    CHECK(villages[0].open == 1);
    CHECK(villages[0].printed == 1);
    CHECK(CardQuery(connection).villages("6004", kNow).empty());
    CHECK(CardQuery(connection).houses("60030499", kNow).empty());
}

TEST_CASE("people have a card while a role of theirs is in term", "[storage]") {
    TempDatabase db;
    auto& connection = db.connection;
    support::add_village(connection);
    const auto village = storage::Places(connection).village_id("60030403");
    storage::People people(connection);
    const auto day = [](int number) {
        return conversation::Day(std::chrono::sys_days(conversation::bangkok_day(kNow)) +
                                 std::chrono::days(number));
    };
    const auto add = [&](const std::string& given, const std::string& role, int to) {
        storage::People::Record record;
        record.given_name = given;
        const auto id = people.put(record, kNow, "test").id;
        storage::Roles(connection)
            .put({.person = id, .role = role, .village = village, .from = day(-30), .to = day(to)},
                 kNow,
                 "test");
        return id;
    };
    const auto trainer = add("บุญมา", "TRAINER", 0);
    add("สมหมาย", "VOLUNTEER", -1);
    storage::Roles(connection)
        .put({.person = trainer, .role = "SAGE", .village = village, .from = day(0)}, kNow, "test");

    const auto found = CardQuery(connection).people(kNow);
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "บุญมา");
    REQUIRE(found[0].roles.size() == 2);
    CHECK(found[0].roles[0].role == "TRAINER");
    CHECK(found[0].roles[0].moo == 3);
    CHECK_FALSE(found[0].linked);
}
