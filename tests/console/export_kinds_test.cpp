#include "console/export_kind.h"
#include "storage/activities.h"
#include "storage/audit_log.h"
#include "storage/households.h"
#include "storage/organisations.h"
#include "storage/plans.h"
#include "tests/support/import_office.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <map>
#include <sstream>

using nlohmann::json;
using support::kNow;

namespace {

using Row = std::map<std::string, std::string>;

// An office with a little of everything.
struct Office {
    support::ImportOffice office;

    Office() {
        support::fill(office);
        take("plan",
             "org_kind,fy,activity_code,title,kind,village_code,responsible_phone,start\n"
             "WOM,2569,W-01,อบรม,TRAIN,60030403,0800000010,1/11/2568\n");
        take("fund_access",
             "village_code,house_no,fund_kind,access,date,amount\n"
             "60030403,14/2,กข.คจ.,ได้รับ,5/2/2569,20000\n");
        take("nominations",
             "village_code,house_no,fy,nominated_by_phone,date,income\n"
             "60030403,14/2,2569,0800000009,1/3/2569,ใช่\n");
        take("plan_adoptions",
             "tambon,fy,title,into,date,reference\n"
             "เกยไชย,2569,แผน,ข้อบัญญัติ,1/3/2569,=5\nเกยไชย,2569,แผน,LOCAL_PLAN,2/3/2569,\n");
        take("learning_centres", "village_code,name,keeper_phone\n60030403,ศูนย์ผ้าทอ,0800000009\n");
        auto& connection = office.db.connection;
        storage::Households households(connection);
        const auto house = households.find("60030403", "15").value().id;
        households.set_status(house, "ACTIVE", kNow);
        connection.run_script(
            "test",
            "UPDATE household_flag SET from_day = '2025-09-01';"
            "INSERT INTO inbox (id, channel, event_id, state, kind, received_at) "
            "VALUES (7, 'line', 'e', 'done', 'text', '2025-12-01T00:00:00.000Z')");
        const auto women = storage::Organisations(connection).only_of_kind("WOM");
        const auto plan = storage::Plans(connection).find(women, 2569)->id;
        storage::Activities activities(connection);
        activities.record({.activity = activities.find(plan, "W-01")->id,
                           .result = "POSTPONED",
                           .new_day = conversation::parse_day("2025-12-01"),
                           .reason = "ฝนตก"},
                          kNow,
                          "test");
    }

    void take(std::string_view kind, const std::string& csv) {
        REQUIRE(office.import(kind, csv).faults.none());
    }

    std::string exported(std::string_view kind, const console::ReportExport& wanted) {
        std::string out;
        rows = console::export_kind(office.db.connection,
                                    *console::find_export_kind(kind),
                                    wanted,
                                    kNow,
                                    [&out](std::string_view piece) { out += piece; });
        return out;
    }

    std::vector<Row> table(std::string_view kind, const std::string& reason = "") {
        support::CsvText reader(exported(kind, {.reason = reason}));
        const auto header = reader.next().value();
        std::vector<Row> all;
        while (const auto row = reader.next()) {
            all.emplace_back();
            for (std::size_t i = 0; i < row->cells.size(); ++i) {
                all.back()[header.cells.at(i)] = row->cells[i];
            }
        }
        return all;
    }

    std::int64_t rows = 0;
};

}  // namespace

TEST_CASE("each kind leaves as CSV and as JSON lines with the same rows", "[console][export]") {
    Office office;
    for (const auto& kind : console::export_kinds()) {
        CAPTURE(kind.key);
        CHECK_FALSE(kind.thai.empty());
        const auto rows = office.table(kind.key, "ตรวจ");
        const auto count = office.rows;
        CHECK(static_cast<std::int64_t>(rows.size()) == count);
        CHECK((count > 0 || kind.key == "reports"));
        std::istringstream lines(
            office.exported(kind.key, {.format = console::ExportFormat::Json, .reason = "ตรวจ"}));
        std::string line;
        for (const auto& row : rows) {
            REQUIRE(std::getline(lines, line));
            const auto object = json::parse(line);
            for (const auto& column : kind.columns) {
                CAPTURE(column.key);
                CHECK_FALSE(column.thai.empty());
                CHECK_FALSE(column.english.empty());
                CHECK(object.contains(column.key));
                CHECK(row.contains(std::string(column.key)));
            }
        }
    }
}

TEST_CASE("what is personal leaves with a reason only", "[console][export]") {
    Office office;
    for (const auto& kind : console::export_kinds()) {
        CAPTURE(kind.key);
        const std::string without = office.exported(kind.key, {});
        for (const char* secret : {"บุญใจ", "ทองเจริญ", "สมพร", "ดีเลิศ", "+6680"}) {
            CAPTURE(secret);
            CHECK(without.find(secret) == std::string::npos);
        }
        CHECK(without.find("is_poor") == std::string::npos);
    }
    CHECK(office.table("households", "ตรวจ")[0].at("head_given") == "บุญใจ");
    CHECK(office.table("households", "ตรวจ")[0].at("is_poor") == "1");
    CHECK(office.table("households", "ตรวจ")[0].at("trainer") == "นายชัยชนะ ดีเลิศ");
    CHECK(office.table("people", "ตรวจ").size() == 3);  // the trainer has two villages
}

TEST_CASE("the register's exports say what is there", "[console][export]") {
    Office office;
    const auto house = office.table("households")[0];
    CHECK(house.at("house_no") == "14/2");
    CHECK(house.at("status") == "INVITED");
    CHECK(house.at("status_th") == "ยังไม่ลงทะเบียน");
    CHECK(house.at("base_income").empty());
    const auto activity = office.table("activities")[0];
    CHECK(activity.at("org_kind_th") == "กพสอ.");
    CHECK(activity.at("original_end") == "2025-11-01");
    CHECK(activity.at("end") == "2025-12-01");
    CHECK(activity.at("state") == "POSTPONED");
    CHECK(activity.at("overdue") == "1");
    CHECK(activity.at("tambon_code") == "600304");
    const auto outcome = office.table("outcomes")[0];
    CHECK(outcome.at("counts") == "1");
    CHECK(outcome.at("reason") == "ฝนตก");
    CHECK(outcome.at("headcount").empty());
    const auto access = office.table("fund_access")[0];
    CHECK(access.at("fund_kind_th") == "กข.คจ.");
    CHECK(access.at("amount") == "20000");
    const auto nomination = office.table("nominations")[0];
    CHECK(nomination.at("income") == "1");
    CHECK(nomination.at("saving").empty());  // not asked is not no
    const auto plan = office.table("plan_adoptions")[0];
    CHECK(plan.at("adoptions") == "2");
    CHECK(plan.at("ordinance_reference") == "'=5");  // no formula
    CHECK(plan.at("province_plan_on").empty());
    CHECK(office.table("learning_centres")[0].at("visitors") == "0");
}

TEST_CASE("an export of the register leaves its trace", "[console][export]") {
    Office office;
    console::log_export(office.office.db.connection,
                        *console::find_export_kind("people"),
                        {.format = console::ExportFormat::Json, .reason = "ตรวจ"},
                        kNow);
    const auto entry = storage::AuditLog(office.office.db.connection).latest(1).at(0);
    CHECK(entry.action == "export");
    CHECK(entry.subject == "people");
    CHECK(entry.detail == "format=json names=yes reason=ตรวจ");
}

TEST_CASE("an export longer than a page misses no line and has none twice", "[console][export]") {
    support::TempDatabase db;
    support::add_village(db.connection);
    constexpr int kHouses = 9'000;
    {
        storage::Transaction transaction(db.connection);
        for (int i = 0; i < kHouses; ++i) {
            support::add_house(db.connection, std::to_string(i + 1));
        }
        transaction.commit();
    }
    auto reader = db.reader();
    std::string out;
    const auto rows = console::export_kind(
        reader, *console::find_export_kind("households"), {}, kNow, [&out](std::string_view piece) {
            out += piece;
        });
    CHECK(rows == kHouses);
    CHECK(std::count(out.begin(), out.end(), '\n') == kHouses + 1);
}

TEST_CASE("indicators leave with numerators and denominators, villages before nothing",
          "[console][export]") {
    Office office;
    bool district = false;
    for (const auto& row : office.table("indicators")) {
        CAPTURE(row.at("group_kind"), row.at("group_code"), row.at("indicator"));
        CHECK(row.at("from") == "2025-10");
        CHECK(row.at("to") == "2025-10");
        CHECK_FALSE(row.contains("trainer"));
        if (row.at("group_kind") == "DISTRICT" && row.at("indicator") == "COVER") {
            district = true;
            CHECK(row.at("numerator") == "0");
            CHECK(row.at("denominator") == "1");
            CHECK(row.at("value") == "0.0");
        }
        if (row.at("indicator") == "GROWTH") {
            CHECK(row.at("denominator") == "0");
            CHECK(row.at("value").empty());
            CHECK(row.at("target") == "3.0");
        }
    }
    CHECK(district);
    const auto coverage = office.table("coverage");
    REQUIRE(coverage.size() == 2);  // October and the month that is open
    CHECK(coverage[1].at("period") == "2025-11");
    CHECK(coverage[1].at("households") == "1");
    CHECK(coverage[1].at("percent") == "0.0");
}
