#include "console/code_words.h"
#include "console/model_announcement.h"
#include "console/page_words.h"
#include "console/slip_text.h"
#include "console/term_text.h"
#include "storage/audit_log.h"
#include "storage/model_choice.h"
#include "storage/nominations.h"
#include "storage/notices.h"
#include "storage/people.h"
#include "storage/reports.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

// What the office's pages say in words.

using Catch::Matchers::Contains;
using conversation::parse_day;
using support::kNow;
using support::TempDatabase;

TEST_CASE("money is said to the satang, half of one up", "[console]") {
    const auto [parts, text] = GENERATE(table<std::int64_t, std::string>({
        {0, "0.00"},
        {10'000, "1.00"},
        {7'000, "0.70"},
        {12'345'678, "1,234.57"},
        {49, "0.00"},
        {50, "0.01"},
    }));
    CHECK(console::money_text(parts) == text);
}

TEST_CASE("an address is told apart without being said", "[console]") {
    CHECK(console::address_text("line:Uabcdef") == "LINE");
    CHECK(console::address_text("tel:+66812345678") == "SMS ···5678");
    CHECK_THAT(console::address_text("tel:+66812345678"), !Contains("812345"));
}

TEST_CASE("a code is said in either language, an unknown one as it is", "[console]") {
    CHECK(console::code_word("TRAINER", console::role_words(), true) == "วิทยากร");
    CHECK(console::code_word("TRAINER", console::role_words(), false) == "trainer");
    CHECK(console::code_word("ELSE", console::role_words(), true) == "ELSE");
}

TEST_CASE("a term holds on its last day, and is over the day after", "[console]") {
    storage::PeopleSearch::Term term;
    term.role = "CHAIR";
    term.organisation_name = "กพสอ.ชุมแสง";
    term.from = *parse_day("2025-12-01");
    term.to = *parse_day("2025-12-05");
    CHECK(console::term_text(term, true) == "ประธาน · กพสอ.ชุมแสง");
    CHECK(console::is_in_term(term, *parse_day("2025-12-05")));
    CHECK_FALSE(console::is_in_term(term, *parse_day("2025-12-06")));
    CHECK(console::is_over(term, *parse_day("2025-12-06")));
    CHECK_FALSE(console::is_in_term(term, *parse_day("2025-11-30")));
    CHECK_FALSE(console::is_over(term, *parse_day("2025-11-30")));  // it has not begun
}

TEST_CASE("a slip says what was reported and whom to ask", "[console]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "14/2");
    storage::Reports::Source source;
    source.on_behalf = true;
    const auto report =
        storage::Reports(db.connection)
            .revise(house, {2025, 11}, {{"income_total", {"8500", {}, ""}}}, {}, source, kNow);
    storage::Tellings tellings(db.connection);
    tellings.add(house, report.id, *parse_day("2025-12-05"), kNow);
    const auto open = tellings.open(10);
    REQUIRE(open.size() == 1);
    const auto slip = console::slip_text(
        db.connection, conversation::Texts::built_in(), {"สพอ.ชุมแสง", "056-000-000"}, open.front());
    CHECK_THAT(slip, Contains("14/2") && Contains("8,500") && Contains("056-000-000"));
    auto gone = open.front();
    gone.revision = storage::RevisionId{1};
    CHECK(console::slip_text(db.connection, conversation::Texts::built_in(), {"a", "b"}, gone)
              .empty());
}

TEST_CASE("the announcement names who allowed it, of others it says the village", "[console]") {
    TempDatabase db;
    auto& connection = db.connection;
    storage::Notices(connection).put("1", "th", "ประกาศ", kNow - std::chrono::hours(1));
    storage::Nominations nominations(connection);
    const auto confirmed = [&](const char* number, const char* head, bool publish) {
        support::add_house(connection, number);
        storage::Households::Record record;
        record.village_code = "60030403";
        record.house_no = number;
        record.head.given_name = head;
        const auto house = storage::Households(connection).put(record, kNow, "test").id;
        const auto contact = storage::Contacts(connection)
                                 .find_or_create("line", std::string("line:U") + number, kNow)
                                 .id;
        storage::Contacts(connection).link(contact, house, kNow);
        if (publish) {
            storage::Notices(connection)
                .give({house, contact, "HEAD", "1", "line", {"DATA", "PUBLISH"}}, kNow);
        }
        storage::Nominations::Nomination fresh;
        fresh.household = house;
        fresh.fiscal_year_be = 2569;
        fresh.by = storage::People(connection).put({.given_name = "อาสา"}, kNow, "test").id;
        fresh.on = *parse_day("2025-12-01");
        const auto id = nominations.nominate(fresh, kNow, "test").id;
        (void)nominations.agree(id, kNow, kNow);
        (void)nominations.move_to(id, "CHOSEN", "", kNow, "test");
        nominations.confirm(id, kNow, "test");
    };
    const auto nothing =
        console::model_announcement(connection, "สพอ.ชุมแสง", 2569, kNow, "officer:a");
    CHECK(nothing.confirmed == 0);
    confirmed("1", "บุญใจ", true);
    confirmed("2", "สมศรี", false);
    const auto made = console::model_announcement(connection, "สพอ.ชุมแสง", 2569, kNow, "officer:a");
    CHECK(made.confirmed == 2);
    CHECK_THAT(made.text, Contains("บุญใจ บ้านเลขที่ 1") && !Contains("สมศรี"));
    CHECK_THAT(made.text, Contains("ไม่ประสงค์ให้ประกาศชื่อ") && Contains("หมู่ 3 บ้านกลาง"));
    CHECK(db.value("SELECT group_concat(detail) FROM audit WHERE action = 'model.announced'") ==
          "named,unnamed");
}
