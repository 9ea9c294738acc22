#include "storage/reports.h"

#include "storage/imports.h"
#include "storage/report_queries.h"
#include "tests/support/import_rows.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <vector>

using conversation::FieldAnswer;
using conversation::HouseholdId;
using conversation::Period;
using conversation::UnknownReason;
using storage::ReportCursor;
using storage::Reports;
using support::kNow;
using support::TempDatabase;

namespace {

using Fields = std::map<std::string, FieldAnswer>;

Reports::Source source() {
    Reports::Source all;
    all.channel = "line";
    all.language = "th";
    all.form_version = "3";
    return all;
}

Fields income(const std::string& baht) {
    return {{"income_total", {baht, {}, ""}}};
}

Reports::Added report(TempDatabase& db,
                      HouseholdId house,
                      Period period,
                      const Fields& fields,
                      conversation::Instant now = kNow) {
    return Reports(db.connection).revise(house, period, fields, {}, source(), now);
}

struct Line {
    std::string period;
    std::string house_no;
    std::optional<std::int64_t> income;
    std::int64_t revision = 0;

    bool operator==(const Line&) const = default;
};

std::vector<Line> lines(storage::Connection& reader, const storage::ReportFilter& filter = {}) {
    std::vector<Line> all;
    ReportCursor cursor(reader, filter);
    while (cursor.next()) {
        const auto& line = cursor.line();
        all.push_back({conversation::to_text(line.period),
                       std::string(line.house_no),
                       line.income_total,
                       line.revision});
    }
    return all;
}

}  // namespace

TEST_CASE("a report is never overwritten: the highest revision that is not void counts",
          "[storage]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    Reports reports(db.connection);
    const Period november{2025, 11};
    CHECK_FALSE(reports.find(house, november));
    const auto first = report(db, house, november, income("8500"));
    const auto second = report(db, house, november, income("85000"));
    CHECK(first.report == second.report);
    CHECK(second.revision == 2);
    CHECK(reports.find(house, november)->values.at("income_total") == "85000");
    reports.set_status(second.id, "VOID", kNow);
    CHECK(reports.find(house, november)->values.at("income_total") == "8500");
    // A number is not used again.
    CHECK(report(db, house, november, income("9000")).revision == 3);
    CHECK(db.value("SELECT group_concat(income_total) FROM report_revision") == "8500,85000,9000");
    reports.set_status(first.id, "VOID", kNow);
    reports.set_status(
        Reports(db.connection).revise(house, november, {}, {}, source(), kNow).id, "VOID", kNow);
    CHECK(reports.find(house, november)->revision == 3);
}

TEST_CASE("value, zero and unknown are three things", "[storage]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    report(db,
           house,
           {2025, 11},
           {{"income_total", {"0", {}, "ไม่มี"}},
            {"saving_amount", {{}, UnknownReason::Refused, "ไม่บอก"}},
            {"expense_total", {{}, {}, ""}}});
    const auto view = Reports(db.connection).find(house, {2025, 11});
    CHECK(view->values.at("income_total") == "0");
    CHECK(view->unknown.at("saving_amount") == UnknownReason::Refused);
    CHECK(view->unknown.at("expense_total") == UnknownReason::NotAsked);
    CHECK(view->values.count("expense_total") == 0);
}

TEST_CASE("an amount that cannot be read is flagged, never guessed", "[storage]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    const auto added = report(db, house, {2025, 11}, income("many"));
    CHECK(added.status == "NEEDS_CHECK");
    CHECK(db.value("SELECT check_flags FROM report_revision") == "UNREADABLE");
    CHECK(db.value("SELECT income_total IS NULL FROM report_revision") == "1");
}

TEST_CASE("baht are whole, half up", "[storage]") {
    struct Case {
        std::string text;
        std::optional<std::int64_t> baht;
    };

    const std::vector<Case> cases = {{"0", 0},
                                     {"8500", 8500},
                                     {"8500.4", 8500},
                                     {"8500.5", 8501},
                                     {"8500.49", 8500},
                                     {"999999999999", 999'999'999'999},
                                     {"1000000000000", {}},
                                     {"99999999999999999999", {}},
                                     {"-1", {}},
                                     {"-0", {}},
                                     {"+1", {}},
                                     {"", {}},
                                     {" 1", {}},
                                     {"1 ", {}},
                                     {"1.", {}},
                                     {".5", {}},
                                     {"1e3", {}},
                                     {"NaN", {}},
                                     {"๘", {}}};
    for (const auto& [text, baht] : cases) {
        CAPTURE(text);
        CHECK(storage::baht_of(text) == baht);
    }
}

TEST_CASE("the median is of known incomes of the last twelve months", "[storage]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    Reports reports(db.connection);
    CHECK_FALSE(reports.median_income(house, {2025, 12}));
    report(db, house, {2024, 12}, income("1"));
    report(db, house, {2025, 1}, income("100"));
    CHECK(reports.median_income(house, {2025, 12}) == 100);
    report(db, house, {2025, 2}, income("300"));
    CHECK(reports.median_income(house, {2025, 12}) == 200);
    report(db, house, {2025, 3}, {{"income_total", {{}, UnknownReason::DontKnow, ""}}});
    report(db, house, {2025, 4}, income("9000"));
    CHECK(reports.median_income(house, {2025, 12}) == 300);
}

TEST_CASE("savings are summed over the Thai fiscal year", "[storage]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    const auto save = [&](Period period, const std::string& baht) {
        report(db, house, period, {{"saving_amount", {baht, {}, ""}}});
    };
    save({2025, 9}, "1");
    report(db, house, {2025, 11}, {{"saving_amount", {{}, UnknownReason::DontKnow, ""}}});
    CHECK_FALSE(Reports(db.connection).saved_in_year(house, 2569));  // unknown is not zero
    save({2025, 10}, "10");
    save({2026, 9}, "100");
    save({2026, 10}, "1000");
    CHECK(Reports(db.connection).saved_in_year(house, 2569) == 110);
    CHECK(Reports(db.connection).recent(house, 2).at(0).period == Period{2026, 10});
}

TEST_CASE("the export has one line a household and month, whole", "[storage]") {
    TempDatabase db;
    support::add_village(db.connection);
    storage::HouseholdRow row;
    row.household.village_code = "60030403";
    row.household.house_no = "14/2";
    row.household.members = 3;
    row.household.head = {"นาง", "สมศรี", "ใจดี", ""};
    row.poor = true;
    row.base_income = 8000;
    const auto before = support::bangkok("2025-10-01T09:00");
    CHECK(support::import_households(db.connection, {row}, before).created == 1);
    const auto house = storage::Households(db.connection).find("60030403", "14/2")->id;
    report(db, house, {2025, 11}, income("8500"));
    auto reader = db.reader();
    ReportCursor cursor(reader, {});
    CHECK(cursor.total() == 1);
    REQUIRE(cursor.next());
    const auto& line = cursor.line();
    CHECK(line.fiscal_year == 2569);
    CHECK(line.period == Period{2025, 11});
    CHECK(line.tambon_code == "600304");
    CHECK(line.tambon_th == "เกยไชย");
    CHECK(line.village_code == "60030403");
    CHECK(line.moo == 3);
    CHECK(line.village_th == "บ้านกลาง");
    CHECK(line.household_id == house.value);
    CHECK(line.house_no == "14/2");
    CHECK(line.head_given == "สมศรี");
    CHECK(line.members == 3);
    CHECK(line.is_target);
    CHECK(line.is_poor);
    CHECK(line.income_total == 8500);
    CHECK(line.base_income == 8000);
    CHECK(line.income_diff == 500);
    CHECK_FALSE(line.saving_amount);
    CHECK(line.saving_unknown == "NOT_ASKED");
    CHECK(line.channel == "line");
    CHECK(line.status == "CONFIRMED");
    CHECK(line.revision == 1);
    CHECK(line.reported_at == conversation::to_text(kNow));
    CHECK_FALSE(cursor.next());
    CHECK_FALSE(cursor.next());
}

TEST_CASE("the export keeps to its months, its order and its beginning", "[storage]") {
    TempDatabase db;
    const auto first = support::add_house(db.connection, "1");
    const auto second = support::add_house(db.connection, "2");
    for (const Period period : {Period{2025, 12}, Period{2025, 10}, Period{2025, 11}}) {
        report(db, second, period, income("2"));
        report(db, first, period, income("1"));
    }
    auto reader = db.reader();
    storage::ReportFilter filter;
    filter.from = Period{2025, 11};
    CHECK(lines(reader, filter) == std::vector<Line>{{"2025-11", "1", 1, 1},
                                                     {"2025-11", "2", 2, 1},
                                                     {"2025-12", "1", 1, 1},
                                                     {"2025-12", "2", 2, 1}});
    filter.to = Period{2025, 11};
    ReportCursor cursor(reader, filter);
    CHECK(cursor.total() == 2);
    const auto later = report(db, second, {2025, 11}, income("9"));
    REQUIRE(cursor.next());
    REQUIRE(cursor.next());
    CHECK(cursor.line().income_total == 2);
    CHECK_FALSE(cursor.next());
    CHECK(lines(reader, filter).at(1).income == 9);
    Reports(db.connection).set_status(later.id, "VOID", kNow);
    CHECK(lines(reader, filter).at(1).income == 2);
}

TEST_CASE("a long export reads every line once and lets the log be moved", "[storage]") {
    TempDatabase db;
    constexpr int kLines = 9001;
    db.connection.run_script("test", "BEGIN");
    const auto house = support::add_house(db.connection, "1");
    Reports reports(db.connection);
    for (int i = 0; i < kLines; ++i) {
        reports.revise(house,
                       {1000 + i / 12, 1U + static_cast<unsigned>(i % 12)},
                       income("1"),
                       {},
                       source(),
                       kNow);
    }
    db.connection.run_script("test", "COMMIT");
    auto reader = db.reader();
    ReportCursor cursor(reader, {});
    CHECK(cursor.total() == kLines);
    int read = 0;
    bool moved = false;
    while (cursor.next()) {
        ++read;
        if (read == 4001) {
            report(db, house, {3000, 1}, income("2"));
            moved = !db.connection.checkpoint(false);
        }
        if (read == 8001) {
            moved = moved && db.connection.checkpoint(false);
        }
    }
    CHECK(read == kLines);
    CHECK(moved);
}

TEST_CASE("the same import again changes nothing and leaves no trace", "[storage]") {
    TempDatabase db;
    std::vector<storage::VillageRow> villages = {{"60030403", "เกยไชย", 3, "บ้านกลาง", 2569},
                                                 {"60030404", "เกยไชย", 4, "บ้านใต้", {}}};
    auto result = support::import_villages(db.connection, villages, kNow);
    CHECK(result.created == 2);
    CHECK(result.batch);
    result = support::import_villages(db.connection, villages, kNow);
    CHECK(result.unchanged == 2);
    CHECK_FALSE(result.batch);
    villages[1].village_th = "บ้านใหม่";
    villages[0].target_fy = 2570;
    CHECK(support::import_villages(db.connection, villages, kNow).changed == 2);
    CHECK(storage::Places(db.connection).village("60030404")->name_th == "บ้านใหม่");
    CHECK(db.value("SELECT group_concat(fy) FROM village_target") == "2569,2570");

    std::vector<storage::HouseholdRow> houses(1);
    houses[0].household.village_code = "60030403";
    houses[0].household.house_no = "14/2";
    houses[0].household.head.phone = "+66800000001";
    houses[0].poor = true;
    houses[0].base_saving = 100;
    CHECK(support::import_households(db.connection, houses, kNow).created == 1);
    CHECK(support::import_households(db.connection, houses, kNow).unchanged == 1);
    houses[0].household.members = 4;
    CHECK(support::import_households(db.connection, houses, kNow).changed == 1);
    houses[0].poor = false;
    CHECK(support::import_households(db.connection, houses, kNow).changed == 1);
    houses[0].household.head.given_name = "สมศรี";
    CHECK(support::import_households(db.connection, houses, kNow).changed == 1);
    // A blank cell takes nothing away.
    houses[0] = {};
    houses[0].household.village_code = "60030403";
    houses[0].household.house_no = "14/2";
    CHECK(support::import_households(db.connection, houses, kNow).unchanged == 1);
    CHECK(storage::Households(db.connection).find("60030403", "14/2")->head.phone ==
          "+66800000001");
    CHECK(db.value("SELECT count(*) FROM import_batch") == "6");
    CHECK(db.value("SELECT count(*) FROM audit WHERE action LIKE 'import.%'") == "6");
    houses[0].household.village_code = "99999999";
    CHECK_THROWS_AS(static_cast<void>(support::import_households(db.connection, houses, kNow)),
                    storage::StorageError);
}
