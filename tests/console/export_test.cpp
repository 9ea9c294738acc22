#include "console/csv_reader.h"
#include "console/export_kind.h"
#include "console/output_file.h"
#include "console/progress_bar.h"
#include "storage/audit_log.h"
#include "storage/households.h"
#include "storage/imports.h"
#include "storage/migrations.h"
#include "storage/places.h"
#include "storage/reports.h"
#include "tests/support/import_rows.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

using conversation::FieldAnswer;
using conversation::Period;
using nlohmann::json;
using storage::Connection;

namespace {

const conversation::Instant kNow = conversation::bangkok_instant(
    conversation::Day(std::chrono::year(2025), std::chrono::month(12), std::chrono::day(1)),
    std::chrono::hours(9));

class Folder {
  public:
    Folder() : path(std::filesystem::temp_directory_path() / ("export_" + storage::new_uuid())) {
        std::filesystem::create_directory(path);
    }

    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    Folder(Folder&&) = delete;
    Folder& operator=(Folder&&) = delete;

    std::filesystem::path path;
};

FieldAnswer said(const std::string& value) {
    return {.value = value, .unknown = std::nullopt, .raw = value};
}

FieldAnswer unknown() {
    return {.value = std::nullopt, .unknown = conversation::UnknownReason::DontKnow, .raw = ""};
}

const console::ExportKind& kind() {
    return *console::find_export_kind("reports");
}

// A village with one poor household that reported two months.
class Office {
  public:
    Office() : writer(Connection::open_writer(folder.path / "office.db")) {
        (void)storage::migrate(writer, kNow);
        const std::vector<storage::VillageRow> villages = {
            {"60030403", "เกยไชย", 3, "บ้าน \"ใหม่\"", 2569}};
        (void)support::import_villages(writer, villages, kNow - std::chrono::days(90));
        storage::HouseholdRow row;
        row.household.village_code = "60030403";
        row.household.house_no = "14/2";
        row.household.head = {"นาง", "บุญใจ", "=cmd", "+66800000001"};
        row.household.members = 4;
        row.poor = true;
        row.base_income = 8'000;
        (void)support::import_households(writer, {row}, kNow - std::chrono::days(90));
        const auto house = storage::Households(writer).find("60030403", "14/2").value().id;
        storage::Reports reports(writer);
        storage::Reports::Source by;
        by.channel = "line";
        reports.revise(house,
                       {2025, 10},
                       {{"occ_main", said("RICE")},
                        {"income_total", said("7500")},
                        {"saving_amount", said("0")}},
                       {},
                       by,
                       kNow - std::chrono::days(30));
        reports.revise(house,
                       {2025, 11},
                       {{"occ_main", said("RICE")},
                        {"income_total", said("85000")},
                        {"saving_amount", unknown()}},
                       {"TENFOLD"},
                       by,
                       kNow - std::chrono::days(1));
        reports.revise(house,
                       {2025, 11},
                       {{"occ_main", said("RICE")},
                        {"income_total", said("8500")},
                        {"saving_amount", unknown()}},
                       {},
                       by,
                       kNow);
    }

    std::string exported(const console::ReportExport& wanted) {
        std::string out;
        rows = console::export_kind(
            writer, kind(), wanted, kNow, [&out](std::string_view piece) { out += piece; });
        return out;
    }

    // The CSV as column → cell, a map a row.
    std::vector<std::map<std::string, std::string>> table(const console::ReportExport& wanted) {
        std::istringstream in(exported(wanted));
        console::CsvReader reader(in);
        const auto header = reader.next().value();
        std::vector<std::map<std::string, std::string>> all;
        while (const auto row = reader.next()) {
            all.emplace_back();
            for (std::size_t i = 0; i < row->cells.size(); ++i) {
                all.back()[header.cells[i]] = row->cells[i];
            }
        }
        return all;
    }

    Folder folder;
    Connection writer;
    std::int64_t rows = 0;
};

}  // namespace

TEST_CASE("reports leave as CSV with the columns of the dictionary", "[console][export]") {
    Office office;
    const std::string csv = office.exported({});
    CHECK(csv.starts_with(
        "\xEF\xBB\xBF\"fy\",\"period\",\"period_th\",\"tambon_code\",\"tambon_th\",\"village_"
        "code\","
        "\"moo\",\"village_th\",\"household_id\",\"house_no\",\"members\",\"is_target\",\"occ_"
        "main\","
        "\"occ_main_th\",\"occ_second\",\"income_total\",\"expense_total\",\"saving_amount\","
        "\"base_income\",\"income_diff\",\"on_behalf\",\"channel\",\"status\",\"revision\","
        "\"reported_at\",\"flags\"\r\n"));
    CHECK(office.rows == 2);
    CHECK(csv.find("บุญใจ") == std::string::npos);
}

TEST_CASE("a value, zero and unknown are three cells", "[console][export]") {
    Office office;
    const auto rows = office.table({});
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].at("period") == "2025-10");
    CHECK(rows[0].at("period_th") == "ตุลาคม 2568");
    CHECK(rows[0].at("fy") == "2569");
    CHECK(rows[0].at("saving_amount") == "0");
    CHECK(rows[0].at("income_diff") == "-500");
    CHECK(rows[0].at("village_th") == "บ้าน \"ใหม่\"");
    CHECK(rows[1].at("income_total") == "8500");
    CHECK(rows[1].at("saving_amount").empty());
    CHECK(rows[1].at("revision") == "2");
    CHECK(rows[1].at("occ_main_th") == "ทำนา");
}

TEST_CASE("the window takes the months it names", "[console][export]") {
    Office office;
    CHECK(office.table({.filter = {.from = Period{2025, 11}, .to = std::nullopt}}).size() == 1);
    CHECK(office.table({.filter = {.from = std::nullopt, .to = Period{2025, 10}}}).size() == 1);
    CHECK(office.table({.filter = {.from = Period{2026, 1}, .to = std::nullopt}}).empty());
}

TEST_CASE("names and poor flags leave with a reason only, and are no formula",
          "[console][export]") {
    Office office;
    const auto rows = office.table({.reason = "ตรวจเยี่ยม"});
    CHECK(rows[0].at("head_name") == "นางบุญใจ =cmd");
    CHECK(rows[0].at("is_poor") == "1");
    CHECK_FALSE(office.table({})[0].contains("is_poor"));
}

TEST_CASE("JSON lines say why a figure is missing", "[console][export]") {
    Office office;
    const std::string lines = office.exported({.format = console::ExportFormat::Json});
    std::istringstream in(lines);
    std::string line;
    std::vector<json> rows;
    while (std::getline(in, line)) {
        rows.push_back(json::parse(line));
    }
    REQUIRE(rows.size() == 2);
    CHECK(rows[1]["income_total"] == 8500);
    CHECK(rows[1]["saving_amount"].is_null());
    CHECK(rows[1]["unknown"]["saving_amount"] == "DONT_KNOW");
    CHECK(rows[0]["saving_amount"] == 0);
    CHECK(rows[0]["is_target"] == true);
    CHECK(rows[0]["household_id"].is_string());
}

TEST_CASE("an export leaves its trace with the reason", "[console][export]") {
    Office office;
    console::log_export(
        office.writer,
        kind(),
        {.filter = {.from = Period{2025, 10}, .to = std::nullopt}, .reason = "ตรวจเยี่ยม"},
        kNow);
    const auto entry = storage::AuditLog(office.writer).latest(1).at(0);
    CHECK(entry.action == "export");
    CHECK(entry.subject == "reports");
    CHECK(entry.detail == "format=csv from=2025-10 to=- names=yes reason=ตรวจเยี่ยม");
}

TEST_CASE("columns are chosen by key, in the order of the dictionary", "[console][export]") {
    Office office;
    const console::ReportExport wanted{.columns = {"income_total", "period"}};
    CHECK(office.exported(wanted).starts_with("\xEF\xBB\xBF\"period\",\"income_total\"\r\n"));
    CHECK_FALSE(console::column_fault(kind(), wanted, true).has_value());
    CHECK(console::column_fault(kind(), {.columns = {"colour"}}, false) ==
          "reports has no column colour");
    CHECK(console::column_fault(kind(), {.columns = {"is_poor"}}, false) ==
          "is_poor is personal: give a reason");
    CHECK_FALSE(console::column_fault(kind(), {.reason = "ตรวจ", .columns = {"is_poor"}}, true)
                    .has_value());
    console::log_export(office.writer, kind(), wanted, kNow);
    CHECK(storage::AuditLog(office.writer).latest(1).at(0).detail ==
          "format=csv from=- to=- columns=income_total,period names=no");
}

TEST_CASE("an area has its own reports only", "[console][export]") {
    Office office;
    CHECK(office.table({.area = "600304"}).size() == 2);
    CHECK(office.table({.area = "600305"}).empty());
}

TEST_CASE("a file takes its name only when it is whole", "[console][export]") {
    Folder folder;
    const auto path = folder.path / "reports.csv";
    const auto content = [&path] {
        std::ifstream in(path);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    {
        console::OutputFile out(path);
        out.write("first");
        out.finish();
    }
    CHECK(content() == "first");
    {
        console::OutputFile out(path);
        out.write("second, never finished");
    }
    CHECK(content() == "first");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
    CHECK_THROWS_AS(console::OutputFile(folder.path / "no" / "such" / "folder.csv"),
                    console::OutputError);
}

TEST_CASE("the progress bar tells parts in words too", "[console][export]") {
    CHECK(console::bar_text(3'500, 10'000) ==
          "[##########....................]  35 %  3,500 of 10,000");
    CHECK(console::bar_text(0, 0) == "[..............................]   0 %  0 of 0");
}
