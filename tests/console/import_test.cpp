#include "console/import_cell.h"
#include "console/import_households.h"
#include "console/import_villages.h"
#include "console/occupations.h"
#include "tests/support/csv_text.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <set>

using namespace console;  // NOLINT: a test of one room

namespace {

using support::CsvText;

template <class Row>
struct Checked {
    std::vector<Row> rows;
    RowFaults faults;
    std::vector<std::string> unknown_headers;
};

ImportTable::Open csv_of(const std::string& csv) {
    return [&csv] { return std::make_unique<CsvText>(csv); };
}

template <class Row, class Reader>
Checked<Row> checked(const std::string& csv, Reader reader, const ImportProgress& progress = {}) {
    ImportTable table(csv_of(csv), Reader::columns(), progress);
    Checked<Row> all;
    while (table.next()) {
        if (auto row = reader.read(table)) {
            all.rows.push_back(std::move(*row));
        }
    }
    all.faults = table.faults();
    all.unknown_headers = table.unknown_headers();
    return all;
}

Checked<storage::VillageRow> villages(const std::string& csv, const ImportProgress& progress = {}) {
    return checked<storage::VillageRow>(csv, VillageReader(), progress);
}

Checked<storage::HouseholdRow> households(const std::string& csv) {
    return checked<storage::HouseholdRow>(
        csv, HouseholdReader([](std::string_view code) { return code == "60030403"; }));
}

template <class T>
const CellFault& fault_of(const Read<T>& read) {
    return std::get<CellFault>(read);
}

// "line column" of each fault.
std::vector<std::string> places(const RowFaults& faults) {
    std::vector<std::string> all;
    for (const auto& fault : faults.kept()) {
        all.push_back(std::to_string(fault.line) + " " + fault.column);
        CHECK_FALSE(fault.english.empty());
        CHECK_FALSE(fault.thai.empty());
    }
    return all;
}

using Places = std::vector<std::string>;

}  // namespace

TEST_CASE("house numbers are taken as people write them", "[console][import]") {
    const auto [cell, expected] = GENERATE(table<std::string, std::string>({
        {"14", "14"},
        {"14/2", "14/2"},
        {"๑๔/๒", "14/2"},
        {"14 / 2", "14/2"},
        {"14/2-3", "14/2-3"},
        {"99ก", "99ก"},
        {"บ้านเลขที่ 14", "14"},
        {"เลขที่ 45292", "45292"},
        {"12/11", "12/11"},
    }));
    CAPTURE(cell);
    CHECK(std::get<std::string>(read_house_no(cell)) == expected);
}

TEST_CASE("a house number that Excel damaged is found, with a guess", "[console][import]") {
    const auto [cell, guess] = GENERATE(table<std::string, std::string>({
        {"2-Jan", "2/1"},
        {"Jan-14", "1/14"},
        {"14-ก.พ.", "14/2"},
        {"2-ม.ค.-69", "2/1"},
        {"1/2/2026", "1/2"},
        {"1/2/2569", "1/2"},
        {"2026-02-01", "1/2"},
        {"14.0", "14"},
        {"45337", "15/2"},
    }));
    CAPTURE(cell);
    const auto read = read_house_no(cell);
    REQUIRE(std::holds_alternative<CellFault>(read));
    CHECK(fault_of(read).english.find("perhaps " + guess) != std::string::npos);
    CHECK(fault_of(read).thai.find(guess) != std::string::npos);
}

TEST_CASE("what is no house number is refused", "[console][import]") {
    const auto cell = GENERATE(
        as<std::string>(), "-", "/2", "14/", "บ้านใหม่", "14.5", "14//2", "1/2/3/4", "½", "14ก/2");
    CAPTURE(cell);
    CHECK(std::holds_alternative<CellFault>(read_house_no(cell)));
}

TEST_CASE("amounts, years, phones and yes or no are read", "[console][import]") {
    CHECK(std::get<std::int64_t>(read_baht("๑๕,๐๐๐ บาท")) == 15'000);
    CHECK(std::get<std::int64_t>(read_baht("8500.50")) == 8'501);
    CHECK(std::get<std::int64_t>(read_baht("8500.49")) == 8'500);
    for (const char* cell : {"หมื่นสอง", "-5", "1e4", "12.", "999999999999999999999"}) {
        CAPTURE(cell);
        CHECK(std::holds_alternative<CellFault>(read_baht(cell)));
    }
    CHECK(std::get<std::int64_t>(read_year_be("2569")) == 2569);
    CHECK(std::get<std::int64_t>(read_year_be("2026")) == 2569);
    CHECK(fault_of(read_year_be("69")).english == "write the whole year, 2569");
    CHECK(std::holds_alternative<CellFault>(read_year_be("2399")));
    CHECK(std::get<bool>(read_yes_no_cell("ใช่")));
    CHECK_FALSE(std::get<bool>(read_yes_no_cell("No")));
    CHECK(std::holds_alternative<CellFault>(read_yes_no_cell("อาจจะ")));
    CHECK(std::get<std::int64_t>(read_whole("4.0", 1, 30)) == 4);
    CHECK(std::holds_alternative<CellFault>(read_whole("31", 1, 30)));
}

TEST_CASE("telephones get back the zero that Excel took", "[console][import]") {
    CHECK(std::get<std::string>(read_phone_cell("080-000-0001")) == "+66800000001");
    CHECK(std::get<std::string>(read_phone_cell("800000001")) == "+66800000001");
    CHECK(std::get<std::string>(read_phone_cell("800000001.0")) == "+66800000001");
    CHECK(std::holds_alternative<CellFault>(read_phone_cell("8E+08")));
    CHECK(std::holds_alternative<CellFault>(read_phone_cell("ไม่มี")));
}

TEST_CASE("village codes keep eight digits", "[console][import]") {
    CHECK(std::get<std::string>(read_village_code("๖๐๐๓๐๔๐๓")) == "60030403");
    CHECK(fault_of(read_village_code("6003043")).english.find("60030403") != std::string::npos);
    CHECK(fault_of(read_village_code("60030403.0")).english == "write 60030403");
    CHECK(fault_of(read_village_code("6.00304E+07")).english.find("Text") != std::string::npos);
    CHECK(std::holds_alternative<CellFault>(read_village_code("600304")));
}

TEST_CASE("occupations are known by code, name or half a name", "[console][import]") {
    CHECK(occupation_code("ทำนา") == "RICE");
    CHECK(occupation_code("rice") == "RICE");
    CHECK(occupation_code("ปลูกผัก") == "GARDEN");
    CHECK(occupation_code("ทำสวน/ปลูกผัก") == "GARDEN");
    CHECK(occupation_code("ไม่ได้ทำงาน") == "NONE_ELDER");
    CHECK_FALSE(occupation_code("นักบิน"));
    CHECK_FALSE(occupation_code(""));
    CHECK(occupation_thai("RICE") == "ทำนา");
    std::set<std::string_view> codes;
    for (const auto& known : occupations()) {
        CHECK(codes.insert(known.code).second);
    }
}

TEST_CASE("tidying joins what typing tore apart", "[console][import]") {
    CHECK(tidy("  บ้าน \t ใหม่\xC2\xA0") == "บ้าน ใหม่");
    CHECK(tidy("\xE0\xB8\x97\xE0\xB9\x8D\xE0\xB8\xB2") == "ทำ");
    CHECK(tidy("\xEF\xBB\xBFก\xE2\x80\x8Bข") == "กข");
}

TEST_CASE("villages are read by Thai or English headers in any order", "[console][import]") {
    const auto csv = GENERATE(
        as<std::string>(),
        "village_code,tambon_th,moo,village_th,target_fy\n60030403,เกยไชย,3,บ้านหนองบัว,2569\n",
        "หมู่ที่;ชื่อหมู่บ้าน;รหัสหมู่บ้าน;ปีเป้าหมาย;ตำบล\r\n๓;บ้านหนองบัว;60030403;2026;เกยไชย\r\n",
        "\xEF\xBB\xBFVillage Code,ตำบล,moo,หมู่บ้าน,ปีเป้าหมาย (พ.ศ.)\n"
        "60030403,เกยไชย,3, บ้านหนองบัว ,2569\n");
    CAPTURE(csv);
    const auto checked = villages(csv);
    CHECK(places(checked.faults) == Places{});
    REQUIRE(checked.rows.size() == 1);
    CHECK(checked.rows[0].village_code == "60030403");
    CHECK(checked.rows[0].tambon_th == "เกยไชย");
    CHECK(checked.rows[0].moo == 3);
    CHECK(checked.rows[0].village_th == "บ้านหนองบัว");
    CHECK(checked.rows[0].target_fy == 2569);
}

TEST_CASE("every bad row of villages is told with its line and column", "[console][import]") {
    const auto checked = villages(
        "รหัสหมู่บ้าน,ตำบล,หมู่ที่,ชื่อหมู่บ้าน,ปีเป้าหมาย,หมายเหตุ\n"
        "60030403,เกยไชย,3,บ้านหนองบัว,2569,\n"
        "6003040,เกยไชย,4,บ้านดอน,69,\n"
        "60030405,เกยไชย,6,,2569,\n"
        "60030403,เกยชัย,3,บ้านหนองบัว,2569,\n"
        "60030407,เกยไชย,7,บ้านวัง,2569,a,b\n");
    CHECK(places(checked.faults) ==
          Places{"3 รหัสหมู่บ้าน", "3 ปีเป้าหมาย", "4 ชื่อหมู่บ้าน", "4 หมู่ที่", "5 รหัสหมู่บ้าน", "5 ตำบล", "6 "});
    CHECK(checked.faults.bad_rows() == 4);
    CHECK(checked.rows.size() == 1);
    CHECK(checked.unknown_headers == Places{"หมายเหตุ"});
}

TEST_CASE("a file without its columns, twice the same column or nothing is refused",
          "[console][import]") {
    CHECK(places(villages("").faults) == Places{"0 "});
    CHECK(places(villages("village_code,moo,village_th\n1,2,3\n").faults) == Places{"1 tambon_th"});
    CHECK(places(villages("village_code,รหัสหมู่บ้าน,ตำบล,moo,village_th\n").faults) ==
          Places{"1 รหัสหมู่บ้าน"});
    CHECK(places(villages("village_code,ตำบล,moo,village_th\n60030403,\"ก\n").faults) ==
          Places{"2 "});
}

TEST_CASE("a household's row becomes a record", "[console][import]") {
    const auto checked = households(
        "village_code,house_no,head_prefix,head_given,head_family,phone,members,poor,occ_main,"
        "base_income,base_saving,trainer_phone\n"
        "60030403,14/2,นาง,บุญใจ,ทองเจริญ,080-000-0001,4,ใช่,ทำนา,\"8,500\",300,0800000002\n"
        "60030403,15,,สมชัย,,,,,,,,\n");
    CHECK(places(checked.faults) == Places{});
    REQUIRE(checked.rows.size() == 2);
    const auto& row = checked.rows[0];
    CHECK(row.household.house_no == "14/2");
    CHECK(row.household.head.family_name == "ทองเจริญ");
    CHECK(row.household.head.phone == "+66800000001");
    CHECK(row.household.members == 4);
    CHECK(row.poor == true);
    CHECK(row.household.occ_main == "RICE");
    CHECK(row.base_income == 8'500);
    CHECK(row.base_saving == 300);
    CHECK(row.household.trainer_phone == "+66800000002");
    CHECK_FALSE(checked.rows[1].poor.has_value());
    CHECK_FALSE(checked.rows[1].base_income.has_value());
}

TEST_CASE("every bad row of households is told", "[console][import]") {
    const auto checked = households(
        "รหัสหมู่บ้าน,บ้านเลขที่,ชื่อ,สกุล,โทรศัพท์,สมาชิก,ยากจน,อาชีพหลัก,รายได้ต่อเดือนก่อนเข้าร่วม\n"
        "60030403,2-Jan,บุญใจ,ทองเจริญ,12,40,บางที,นักบิน,หมื่นสอง\n"
        "60030499,14,สมชัย,ศรีคง,,,,,\n"
        "60030403,15,สมศรี,,,,,,\n"
        "60030403,15,สมใจ,,,,,,\n"
        "60030403,16,,,,,,,\n");
    CHECK(places(checked.faults) == Places{"2 บ้านเลขที่",
                                           "2 โทรศัพท์",
                                           "2 สมาชิก",
                                           "2 ยากจน",
                                           "2 อาชีพหลัก",
                                           "2 รายได้ต่อเดือนก่อนเข้าร่วม",
                                           "3 รหัสหมู่บ้าน",
                                           "5 บ้านเลขที่",
                                           "6 ชื่อ"});
    CHECK(checked.rows.size() == 1);
}

TEST_CASE("a thousand faults are kept, all are counted", "[console][import]") {
    std::string csv = "village_code,tambon_th,moo,village_th\n";
    for (int i = 0; i < 1500; ++i) {
        csv += "x,ก,1,ข\n";
    }
    const auto checked = villages(csv);
    CHECK(checked.faults.kept().size() == 1000);
    CHECK(checked.faults.bad_rows() == 1500);
}

TEST_CASE("progress tells bytes of all bytes", "[console][import]") {
    std::string csv = "village_code,tambon_th,moo,village_th\n";
    for (int i = 0; i < 1000; ++i) {
        csv += "x,ก,1,ข\n";
    }
    std::vector<std::int64_t> seen;
    (void)villages(csv, [&](std::int64_t read, std::int64_t all) {
        seen.push_back(read);
        CHECK(all == static_cast<std::int64_t>(csv.size()));
    });
    CHECK(seen.size() == 3);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
}
