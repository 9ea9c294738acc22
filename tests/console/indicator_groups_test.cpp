#include "console/indicator_groups.h"

#include "storage/activities.h"
#include "storage/household_moves.h"
#include "storage/learning.h"
#include "storage/nominations.h"
#include "storage/organisations.h"
#include "storage/plans.h"
#include "storage/reports.h"
#include "tests/support/import_office.h"

#include <catch2/catch.hpp>

// The indicators out of a real register: what the queries must not do.

using console::GroupKind;
using conversation::HouseholdId;
using conversation::Period;
using support::kNow;

namespace {

constexpr Period kOctober{2025, 10};
constexpr console::MonthWindow kWindow{kOctober, {2025, 12}};
const conversation::Instant kLater = support::bangkok("2026-02-20T09:00");

struct Office {
    support::ImportOffice office;

    Office() { support::fill(office); }

    storage::Connection& db() { return office.db.connection; }

    HouseholdId target(const std::string& village,
                       const std::string& house_no,
                       const char* status = "ACTIVE") {
        storage::Households households(db());
        storage::Households::Record record;
        record.village_code = village;
        record.house_no = house_no;
        const auto id = households.put(record, kNow, "test").id;
        households.set_status(id, status, kNow);
        (void)households.set_flag(
            id, "TARGET", true, "OFFICER", kNow - std::chrono::days(100), "test");
        return id;
    }

    void report(HouseholdId house,
                Period month,
                const char* income,
                const std::string& who = "a",
                conversation::Instant at = kNow) {
        storage::Reports::Source source;
        source.reporter = storage::Contacts(db()).find_or_create("line", who, kNow).id;
        source.channel = "line";
        source.language = "th";
        source.form_version = "3";
        (void)storage::Reports(db()).revise(
            house, month, {{"income_total", {income, {}, ""}}}, {}, source, at);
    }

    console::IndicatorTable table(console::MonthWindow window = kWindow,
                                  std::string_view area = "") {
        return console::read_indicators(db(), window, kLater, area);
    }

    console::IndicatorSums sums(GroupKind kind, std::string_view code) {
        const auto read = table();
        const auto* const group = read.find(kind, code);
        REQUIRE(group != nullptr);
        return group->sums;
    }
};

}  // namespace

TEST_CASE("a revision that was taken back is not counted", "[console][indicators]") {
    Office office;
    const auto house = office.target("60030403", "1");
    office.report(house, kOctober, "5000", "a");
    office.report(house, kOctober, "7000", "b");
    const auto contact = storage::Contacts(office.db()).find_or_create("line", "b", kNow).id;
    (void)storage::Reports(office.db()).take_back(house, kOctober, contact, kNow);
    const auto table = office.table();
    CHECK(table.all().reports == 1);
    REQUIRE(table.months().size() == 3);
    CHECK(table.months()[0].income == 5'000);
    CHECK(table.months()[1].incomes == 0);
}

TEST_CASE("only the highest revision counts, and only what was known by then",
          "[console][indicators]") {
    Office office;
    const auto house = office.target("60030403", "1");
    office.report(house, kOctober, "5000");
    office.report(house, kOctober, "9000", "a", kLater);
    CHECK(office.table().months()[0].income == 9'000);
    CHECK(office.table().months()[0].incomes == 1);
    const auto before =
        console::read_indicators(office.db(), kWindow, kLater - std::chrono::hours(1));
    CHECK(before.months()[0].income == 5'000);
}

TEST_CASE("a household that moved in mid-window is counted once, where it lived at its end",
          "[console][indicators]") {
    Office office;
    const auto house = office.target("60030403", "1");
    office.report(house, kOctober, "5000");
    const auto move = [&](const char* village, const char* day) {
        storage::HouseholdMoves(office.db())
            .move(house, {village, "9"}, conversation::parse_day(day).value(), kNow, "test");
    };
    move("60030404", "2025-11-15");
    CHECK(office.sums(GroupKind::Village, "60030403").households == 0);
    CHECK(office.sums(GroupKind::Village, "60030404").households == 1);
    CHECK(office.sums(GroupKind::District, "6003").households == 1);
    CHECK(office.sums(GroupKind::District, "6003").reports == 1);
    SECTION("a move after the window is not yet seen") {
        move("60030101", "2026-01-01");
        CHECK(office.sums(GroupKind::Village, "60030404").households == 1);
        CHECK(office.sums(GroupKind::Village, "60030101").households == 0);
    }
}

TEST_CASE("who pauses stays in H, who left does not", "[console][indicators]") {
    Office office;
    (void)office.target("60030403", "1");
    (void)office.target("60030403", "2", "PAUSED");
    (void)office.target("60030403", "3", "WITHDRAWN");
    (void)office.target("60030403", "4", "MOVED");
    const auto sums = office.sums(GroupKind::Village, "60030403");
    CHECK(sums.households == 2);
    CHECK(sums.household_months == 6);
}

TEST_CASE("months outside the window are not counted", "[console][indicators]") {
    Office office;
    const auto house = office.target("60030403", "1");
    office.report(house, {2025, 9}, "1");
    office.report(house, {2026, 1}, "1");
    office.report(house, {2025, 12}, "1");
    CHECK(office.table().all().reports == 1);
}

TEST_CASE("villages add up to tambons, tambons to the district", "[console][indicators]") {
    Office office;
    for (const char* village : {"60030403", "60030404", "60030101"}) {
        for (int number = 1; number <= 3; ++number) {
            const auto house = office.target(village, std::to_string(number));
            office.report(house, kOctober, "1000");
        }
    }
    const auto table = office.table();
    console::IndicatorSums villages;
    console::IndicatorSums tambons;
    for (const auto& group : table.groups) {
        if (group.kind == GroupKind::Village) {
            villages += group.sums;
        } else if (group.kind == GroupKind::Tambon) {
            tambons += group.sums;
        }
    }
    CHECK(villages.households == 9);
    CHECK(tambons.households == 9);
    CHECK(table.all().households == 9);
    CHECK(tambons.tambons == 2);
    CHECK(table.all().villages == 3);
    CHECK(table.months("60030101").at(0).reports == 3);
    CHECK(table.months("600304").at(0).reports == 6);
    CHECK(table.months("60030101").at(1).reports == 0);
    CHECK(office.table(kWindow, "600304").all().households == 6);
    CHECK(office.table(kWindow, "600304").find(GroupKind::Village, "60030101") == nullptr);
}

TEST_CASE("a trainer answers for the households in care, an organisation for its villages",
          "[console][indicators]") {
    Office office;
    auto& db = office.db();
    for (const char* house_no : {"14/2", "15"}) {  // in the care of the imported trainer
        const auto house = storage::Households(db).find("60030403", house_no).value().id;
        storage::Households(db).set_status(house, "ACTIVE", kNow);
        (void)storage::Households(db).set_flag(
            house, "TARGET", true, "OFFICER", kNow - std::chrono::days(100), "test");
    }
    (void)office.target("60030404", "1");  // in nobody's
    const auto table = office.table();
    std::int64_t in_care = 0;
    std::int64_t trainers = 0;
    for (const auto& group : table.groups) {
        if (group.kind == GroupKind::Trainer) {
            ++trainers;
            in_care += group.sums.households;
            CHECK(group.name.empty());
        }
        if (group.kind == GroupKind::Organisation) {
            CHECK(group.sums.households == 3);  // nobody is named for a village: all
        }
    }
    CHECK(trainers == 1);
    CHECK(in_care == 2);
    CHECK(table.all().trainers == 1);  // of two villages, one person
    CHECK(table.all().trainers_taught == 0);
}

TEST_CASE("plans, steps and results are read as of their days", "[console][indicators]") {
    Office office;
    auto& db = office.db();
    const auto take = [&](std::string_view kind, const std::string& csv) {
        REQUIRE(office.office.import(kind, csv).faults.none());
    };
    std::string plan = "org_kind,fy,activity_code,title,kind,village_code,start\n";
    for (int number = 1; number <= 10; ++number) {
        plan += "WOM,2569,W-" + std::to_string(number) + ",งาน," +
                (number == 1   ? "PREP"
                 : number == 2 ? "MONITOR"
                               : "TRAIN") +
                ",60030403,1/11/2568\n";
    }
    take("plan", plan + "WOM,2569,W-11,งาน,TRAIN,60030403,1/9/2569\n");
    take("plan_adoptions",
         "tambon,fy,title,into,date,reference\nเกยไชย,2569,แผน,LOCAL_PLAN,2/12/2568,\n"
         "เกยไชย,2569,แผน,ORDINANCE,2/3/2569,\n");
    take("learning_centres", "village_code,name\n60030403,ศูนย์ผ้าทอ\n");
    const auto women = storage::Organisations(db).only_of_kind("WOM");
    const auto id = storage::Plans(db).find(women, 2569)->id;
    storage::Activities activities(db);
    const auto answer = [&](int number, const char* result, const char* day) {
        activities.record({.activity = activities.find(id, "W-" + std::to_string(number))->id,
                           .result = result,
                           .done_on = day[0] == '\0' ? std::nullopt : conversation::parse_day(day),
                           .reason = "-"},
                          kNow,
                          "test");
    };
    for (int number = 1; number <= 7; ++number) {
        answer(number, "DONE", number <= 5 ? "2025-11-01" : "2025-11-02");
    }
    answer(8, "CANCELLED", "");
    answer(9, "CANCELLED", "");
    const auto group_of_women = [&] {
        const auto table = office.table();
        for (const auto& group : table.groups) {
            if (group.code.starts_with("WOM")) {
                return group.sums;
            }
        }
        return console::IndicatorSums{};
    };
    auto sums = group_of_women();
    CHECK(sums.due == 10);
    CHECK(sums.done == 7);
    CHECK(sums.on_time == 5);
    CHECK(sums.cancelled == 2);
    CHECK(sums.overdue == 1);
    // 1 readiness, 2 not approved, 3 one is past, 4 monitored and told, 5 no summary
    CHECK(sums.steps_done == std::array<std::int64_t, 5>{1, 0, 0, 1, 0});
    answer(10, "DONE", "2025-11-30");
    storage::Plans(db).set_status(id, "APPROVED", conversation::parse_day("2025-10-05"), kNow);
    sums = group_of_women();
    CHECK(sums.steps_done == std::array<std::int64_t, 5>{1, 1, 1, 1, 0});
    const auto district = office.sums(GroupKind::District, "6003");
    CHECK(district.due == 10);
    CHECK(district.tambons == 2);
    CHECK(district.tambons_adopted == 1);
    CHECK(district.centres == 1);
    CHECK(district.quota == 1);
    CHECK(district.organisations == 2);
    CHECK(office.sums(GroupKind::Village, "60030403").due == 10);
}
