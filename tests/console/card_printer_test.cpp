#include "console/card_printer.h"

#include "storage/audit_log.h"
#include "storage/card_query.h"
#include "storage/invites.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <optional>

using Catch::Matchers::Contains;
using console::CardError;
using console::CardOffice;
using console::CardWish;
using support::kNow;
using support::TempDatabase;

namespace {

struct Village {
    TempDatabase db;
    conversation::HouseholdId first = support::add_house(db.connection, "1");
    conversation::HouseholdId second = support::add_house(db.connection, "2");
    CardOffice office{"สพอ.ชุมแสง", "056-000-000", "@1234abcd", ""};

    console::PrintedCards print(const CardWish& wish = {}) {
        return console::print_cards(db.connection, office, wish, kNow, "officer:สมใจ");
    }

    std::string open_code(conversation::HouseholdId house) {
        const auto invite = storage::Invites(db.connection).open_of(house, kNow);
        return invite ? invite->code : "";
    }
};

}  // namespace

TEST_CASE("printing draws a code where none is open, and says how many", "[console]") {
    Village village;
    const std::string before = storage::Invites(village.db.connection)
                                   .create(village.first, std::chrono::days(30), kNow, "import");
    const auto printed = village.print();
    CHECK(printed.words == "2 cards, 1 with new codes");
    CHECK(village.open_code(village.first) == before);
    CHECK_THAT(printed.page, Contains("บ้านเลขที่ 2"));
    CHECK(storage::AuditLog(village.db.connection)
              .of("household:" + std::to_string(village.first.value), 5)
              .front()
              .action == "code.printed");
}

TEST_CASE("what is on paper is not printed twice; printing it again makes the old card void",
          "[console]") {
    Village village;
    (void)village.print();
    const std::string old = village.open_code(village.first);
    CHECK_THROWS_WITH(village.print(), Contains("2 left out: printed already"));

    CardWish wish;
    wish.households = {"60030403/1"};
    wish.again = true;
    CHECK(village.print(wish).words == "1 cards, 1 with new codes");
    CHECK(village.open_code(village.first) != old);
    CHECK(storage::Invites(village.db.connection).find(old, kNow)->state ==
          storage::Invites::State::Void);
}

TEST_CASE("a linked house is left out until it is asked for by name", "[console]") {
    Village village;
    const auto contact =
        storage::Contacts(village.db.connection).find_or_create("line", "U1", kNow).id;
    storage::Contacts(village.db.connection).link(contact, village.first, kNow);
    CHECK(village.print().words == "1 cards, 1 with new codes; 1 left out: linked already");
    CardWish wish;
    wish.households = {std::to_string(village.first.value)};
    CHECK(village.print(wish).words == "1 cards, 1 with new codes");
}

TEST_CASE("a village or house that is not there is refused before anything is drawn", "[console]") {
    Village village;
    CardWish wrong_village;
    wrong_village.villages = {"60030499"};
    CHECK_THROWS_WITH(village.print(wrong_village), Contains("no village 60030499"));
    CardWish wrong_house;
    wrong_house.households = {"60030403/9"};
    CHECK_THROWS_WITH(village.print(wrong_house), Contains("60030403/14"));
    CHECK(village.open_code(village.first).empty());
}

TEST_CASE("a list draws no code and names nobody unasked", "[console]") {
    Village village;
    storage::Households::Record record;
    record.village_code = "60030403";
    record.house_no = "1";
    record.head.given_name = "บุญใจ";
    (void)storage::Households(village.db.connection).put(record, kNow, "test");
    CardWish wish;
    const auto plain =
        console::print_lists(village.db.connection, village.office, wish, kNow, "command");
    CHECK_THAT(plain.page, !Contains("บุญใจ"));
    CHECK(village.open_code(village.first).empty());
    wish.names = true;
    wish.reason = "แจกบัตร";
    CHECK_THAT(
        console::print_lists(village.db.connection, village.office, wish, kNow, "command").page,
        Contains("บุญใจ"));
    CHECK(storage::AuditLog(village.db.connection).latest(1).front().detail ==
          "houses=2 names: แจกบัตร");
}

TEST_CASE("cards of a round are shown again, and only those that can still be used", "[console]") {
    Village village;
    const auto round = kNow - std::chrono::minutes(5);
    CardWish wish;
    wish.round = round;
    (void)village.print(wish);
    const console::CardRound which{.village = "60030403", .round = round};
    const auto show = [&](const console::CardRound& one) {
        return console::show_cards(
            village.db.connection, village.office, one, kNow, "officer:สมใจ");
    };
    const auto shown = show(which);
    REQUIRE(shown);
    CHECK_THAT(shown->page, Contains("บ้านเลขที่ 1") && Contains("บ้านเลขที่ 2"));
    CHECK(show({.village = "60030403", .household = village.second}));
    CHECK_FALSE(show({.village = "60030403", .round = kNow}));
    CHECK_FALSE(show({.village = "60030499", .round = round}));

    CardWish again;
    again.households = {"60030403/1"};
    again.again = true;
    (void)village.print(again);
    const auto left = show(which);
    REQUIRE(left);
    CHECK_THAT(left->page, !Contains("บ้านเลขที่ 1") && Contains("บ้านเลขที่ 2"));
    CHECK(storage::AuditLog(village.db.connection).latest(1).front().action == "codes.shown");
}

TEST_CASE("a card page carries its styles in a file, and links them in the console", "[console]") {
    Village village;
    CHECK_THAT(village.print().page, Contains("<style>") && Contains("@page { size: A4"));
    village.office.back = "/codes/60030403";
    const auto page =
        console::print_lists(village.db.connection, village.office, {}, kNow, "officer:สมใจ").page;
    CHECK_THAT(page, !Contains("<style>") && Contains("href=\"/static/card_lists.css\""));
    CHECK_THAT(page, Contains("href=\"/codes/60030403\""));
}
