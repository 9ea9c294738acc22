#include "storage/coverage.h"

#include "storage/household_care.h"
#include "storage/household_search.h"
#include "storage/people.h"
#include "storage/reminders.h"
#include "storage/reports.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using conversation::HouseholdId;
using conversation::Period;
using storage::Coverage;
using storage::HouseholdSearch;
using support::kNow;
using support::TempDatabase;

namespace {

constexpr Period kNovember{2025, 11};

HouseholdId target(TempDatabase& db, const std::string& house_no, const char* status = "ACTIVE") {
    const auto house = support::add_house(db.connection, house_no);
    storage::Households households(db.connection);
    households.set_status(house, status, kNow);
    (void)households.set_flag(house, "TARGET", true, "OFFICER", kNow - std::chrono::days(60), "t");
    return house;
}

void report(TempDatabase& db, HouseholdId house, Period period, const char* event) {
    storage::Reports::Source source;
    source.reporter = storage::Contacts(db.connection).find_or_create("line", event, kNow).id;
    source.channel = "line";
    source.language = "th";
    source.form_version = "3";
    (void)storage::Reports(db.connection)
        .revise(house, period, {{"income_total", {"1", {}, ""}}}, {}, source, kNow);
}

}  // namespace

TEST_CASE("coverage counts targets that take part, and reports that are not void", "[storage]") {
    TempDatabase db;
    const auto in = target(db, "1");
    const auto taken_back = target(db, "2");
    (void)target(db, "10", "PAUSED");
    (void)target(db, "4", "WITHDRAWN");
    support::add_house(db.connection, "5");  // no target
    report(db, in, kNovember, "a");
    report(db, in, conversation::previous(kNovember), "a");
    report(db, taken_back, kNovember, "b");
    const auto contact = storage::Contacts(db.connection).find_or_create("line", "b", kNow).id;
    (void)storage::Reports(db.connection).take_back(taken_back, kNovember, contact, kNow);

    Coverage coverage(db.connection);
    const auto villages = coverage.villages("", kNovember);
    REQUIRE(villages.size() == 1);
    CHECK(villages[0].households == 3);
    CHECK(villages[0].reported == 1);
    CHECK(villages[0].reported_before == 1);
    const auto missing = coverage.missing("60030403", kNovember);
    REQUIRE(missing.size() == 2);
    CHECK(missing[0].house_no == "2");
    CHECK(missing[1].house_no == "10");
    CHECK(missing[0].last.empty());
}

TEST_CASE("an area sees its own villages only", "[storage]") {
    TempDatabase db;
    (void)target(db, "1");
    Coverage coverage(db.connection);
    CHECK(coverage.villages("6003", kNovember).size() == 1);
    CHECK(coverage.villages("600304", kNovember).size() == 1);
    CHECK(coverage.villages("600305", kNovember).empty());
    CHECK(HouseholdSearch(db.connection).find({.area = "600305"}).empty());
    CHECK(HouseholdSearch(db.connection).find({.area = "60030403"}).size() == 1);
}

TEST_CASE("households are found by name, house number and telephone, page by page", "[storage]") {
    TempDatabase db;
    storage::Households::Record record;
    record.village_code = "60030403";
    support::add_village(db.connection);
    for (int number = 1; number <= 5; ++number) {
        record.house_no = std::to_string(number);
        record.head.given_name = number == 3 ? "บุญใจ" : "สมชาย";
        record.head.family_name = "ทองเจริญ";
        record.head.phone = "+6680000000" + std::to_string(number);
        (void)storage::Households(db.connection).put(record, kNow, "test");
    }
    HouseholdSearch search(db.connection);
    CHECK(search.find({.text = " บุญ "}).size() == 1);
    CHECK(search.find({.text = "บุญใจ ทอง"}).size() == 1);
    CHECK(search.find({.text = "4"}).size() == 1);
    CHECK(search.find({.text = "080-000-0005"}).size() == 1);
    CHECK(search.find({.text = "%"}).empty());
    CHECK(search.find({.status = "ACTIVE"}).empty());
    const auto first = search.find({.limit = 3});
    REQUIRE(first.size() == 3);
    CHECK(search.find({.after = first.back().id, .limit = 3}).size() == 2);
}

TEST_CASE("who reminds the silent ones knows who is meant, linked, and reminded", "[storage]") {
    TempDatabase db;
    const auto first = target(db, "1");
    const auto second = target(db, "2", "PAUSED");
    const auto in = target(db, "3");
    report(db, in, kNovember, "a");
    const auto contact = storage::Contacts(db.connection).find_or_create("line", "x", kNow).id;
    storage::Contacts(db.connection).link(contact, first, kNow);
    storage::Reminders reminders(db.connection);
    storage::Reminders::Row row;
    row.kind = "REPORT";
    row.period = kNovember;
    row.day = conversation::closing_day(kNovember);
    row.household = first;
    row.due = kNow;
    row.useful_until = kNow + std::chrono::days(3);
    reminders.put(row, kNow);
    CHECK(reminders.take(reminders.id_of(row), kNow));
    row.due = kNow + std::chrono::days(1);
    reminders.put(row, kNow);

    Coverage coverage(db.connection);
    const auto silent = coverage.silent({.period = kNovember}, {}, 10);
    REQUIRE(silent.size() == 2);
    CHECK(silent[0].id == first);
    CHECK(silent[0].facts.linked);
    CHECK(silent[0].facts.reminded == kNow);
    CHECK(silent[0].facts.planned == kNow + std::chrono::days(1));
    CHECK(silent[1].id == second);
    CHECK(silent[1].facts.paused);
    CHECK_FALSE(silent[1].facts.reminded);
    CHECK(coverage.silent({.period = kNovember}, first, 10).size() == 1);
    CHECK(coverage.silent({.period = kNovember}, {}, 1).size() == 1);
    CHECK(coverage.silent({.area = "6004", .period = kNovember}, {}, 10).empty());
}

TEST_CASE("those who look after houses see how many of theirs are in", "[storage]") {
    TempDatabase db;
    const auto in = target(db, "1");
    const auto not_yet = target(db, "2");
    (void)target(db, "3");  // nobody looks after it
    report(db, in, kNovember, "a");
    const auto trainer = storage::People(db.connection)
                             .put({.given_name = "บุญใจ", .family_name = "ทองเจริญ"}, kNow, "t")
                             .id;
    for (const auto house : {in, not_yet}) {
        storage::HouseholdCare(db.connection)
            .assign(house, trainer, *conversation::parse_day("2025-01-01"), kNow, "t");
    }
    const auto carers = Coverage(db.connection).carers("6003", kNovember);
    REQUIRE(carers.size() == 1);
    CHECK(carers[0].id == trainer);
    CHECK(carers[0].name == "บุญใจ ทองเจริญ");
    CHECK(carers[0].households == 2);
    CHECK(carers[0].reported == 1);
    CHECK(Coverage(db.connection).carers("6004", kNovember).empty());
    const auto silent =
        Coverage(db.connection).silent({.carer = trainer, .period = kNovember}, {}, 10);
    REQUIRE(silent.size() == 1);
    CHECK(silent[0].id == not_yet);
}
