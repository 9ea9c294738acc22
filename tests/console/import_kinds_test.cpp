#include "storage/activities.h"
#include "storage/household_care.h"
#include "storage/household_moves.h"
#include "storage/invites.h"
#include "storage/nominations.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/plans.h"
#include "storage/roles.h"
#include "storage/tombstones.h"
#include "tests/support/import_office.h"

#include <catch2/catch.hpp>

using support::ImportOffice;
using support::kNow;

namespace {

const std::string kPlanHead =
    "org_kind,fy,activity_code,title,kind,village_code,tambon_th,responsible_phone,start,end,place,"
    "target_people,budget\n";

conversation::Day today() {
    return conversation::bangkok_day(kNow);
}

}  // namespace

TEST_CASE("the five files fill the register, and the same files again change nothing",
          "[console][import]") {
    ImportOffice office;
    CHECK(office.result("villages", support::kVillagesCsv) == "3 0 0");
    CHECK(office.result("households", support::kHouseholdsCsv) == "2 0 0");
    CHECK(office.result("organisations", support::kOrganisationsCsv) == "2 0 0");
    CHECK(office.result("people", support::kPeopleCsv) == "1 1 0");  // the chair had no name yet
    const std::string plan =
        kPlanHead +
        "กพสอ.,2569,W-01,อบรมอาชีพ,อบรม,60030403,,0800000010,10/1/2569,11/1/2569,ศาลา,30,\"5,000\"\n"
        "VOL,2569,V-01,ประชุม,,,ต.เกยไชย,,15 ก.พ. 2569,,,,\n";
    CHECK(office.result("plan", plan) == "2 0 0");
    const auto digest = office.db.value("SELECT count(*) || max(id) FROM audit");
    for (const auto& [kind, csv] : {std::pair("villages", support::kVillagesCsv),
                                    {"households", support::kHouseholdsCsv},
                                    {"organisations", support::kOrganisationsCsv},
                                    {"people", support::kPeopleCsv},
                                    {"plan", plan}}) {
        const auto again = office.import(kind, csv);
        CAPTURE(kind);
        CHECK(again.faults.none());
        CHECK(again.result.created == 0);
        CHECK(again.result.changed == 0);
        CHECK(again.report.changes().empty());
    }
    CHECK(office.db.value("SELECT count(*) || max(id) FROM audit") == digest);
}

TEST_CASE("imported households have a card's code and their trainer", "[console][import]") {
    ImportOffice office;
    support::fill(office);
    auto& connection = office.db.connection;
    const auto house = storage::Households(connection).find("60030403", "14/2")->id;
    CHECK(storage::Invites(connection).open_of(house, kNow));
    CHECK(storage::Invites(connection).count_open(kNow) == 2);
    const auto trainer = storage::People(connection).only_with_phone("+66800000009");
    CHECK(storage::HouseholdCare(connection).of(house) == trainer);
    CHECK(storage::HouseholdCare(connection).houses_of(trainer, today()).size() == 2);
    const auto chair = storage::People(connection).only_with_phone("+66800000010");
    CHECK(storage::full_name(*storage::People(connection).find(chair)) == "นางสมพร ดีงาม");
    CHECK(storage::Roles(connection).history(chair).size() == 1);
    CHECK(storage::Roles(connection).support_team(today()).size() == 1);
}

TEST_CASE("a changed file says what it changes, before and after", "[console][import]") {
    ImportOffice office;
    support::fill(office);
    const auto outcome = office.import("households",
                                       "village_code,house_no,head_given,members,poor\n"
                                       "60030403,14/2,บุญใจ,5,ไม่\n"
                                       "60030403,16,สมศรี,2,ไม่\n");
    CHECK(outcome.result.changed == 1);
    CHECK(outcome.result.created == 1);
    REQUIRE(outcome.report.changes().size() == 1);
    CHECK(outcome.report.changes()[0].line == 2);
    CHECK(outcome.report.changes()[0].subject == "60030403 14/2");
    CHECK(outcome.report.changes()[0].fields ==
          std::vector<storage::FieldChange>{{"members", "4", "5"}, {"poor", "1", "0"}});
}

TEST_CASE("a household that moved is the same household", "[console][import]") {
    ImportOffice office;
    support::fill(office);
    auto& connection = office.db.connection;
    const auto house = storage::Households(connection).find("60030403", "14/2")->id;
    const std::string head =
        "village_code,house_no,head_given,head_family,phone,moved_from,moved_on\n";
    const std::string row = "60030404,7,บุญใจ,ทองเจริญ,0800000001,";
    CHECK(office.result("households", head + row + ",\n") == "2 house_no");
    const std::string moved = head + row + "60030403 14/2,1/11/2568\n";
    CHECK(office.result("households", moved) == "0 1 0");
    CHECK(storage::Households(connection).find("60030404", "7")->id == house);
    CHECK(storage::Households(connection).count() == 2);
    CHECK(storage::HouseholdMoves(connection).of(house).size() == 1);
    CHECK(office.result("households", moved) == "0 0 1");  // moved already
    CHECK(office.result("households", head + "60030404,8,บุญใจ,ทองเจริญ,0800000001,-,\n") == "1 0 0");
    // Two that change places, a house nobody lived in, and a move to where it is.
    CHECK(office.result("households",
                        head + "60030403,15,บุญใจ,ทองเจริญ,,60030404 7,\n"
                               "60030404,9,ก,ข,,60030403 99,\n"
                               "60030404,7,ก,ข,,60030404 7,\n"
                               "60030404,10,ก,ข,,ที่เดิม,\n") ==
          "2 moved_from, 3 moved_from, 4 moved_from, 5 moved_from");
}

TEST_CASE("what was erased is not imported again", "[console][import]") {
    ImportOffice office;
    support::fill(office);
    storage::Tombstones tombstones(office.db.connection);
    tombstones.bury_house("60030403", "20", kNow, "test");
    tombstones.bury_phone("+66800000077", kNow, "test");
    tombstones.bury_name("60030403", "สมหมาย", "ใจดี", kNow, "test");
    CHECK(office.result("households",
                        "village_code,house_no,head_given,head_family,phone\n"
                        "60030403,20,ก,ข,\n"
                        "60030403,21,ก,ข,0800000077\n"
                        "60030403,22,สมหมาย,ใจดี,\n"
                        "60030404,22,สมหมาย,ใจดี,\n") == "2 house_no, 3 house_no, 4 house_no");
    CHECK(office.result("people",
                        "given,family,phone,role,village_codes\n"
                        "ก,ข,0800000077,วิทยากร,60030404\n"
                        "สมหมาย,ใจดี,,วิทยากร,60030403\n") == "2 given, 3 given");
}

TEST_CASE("people in two organisations and terms that ended are told, not refused",
          "[console][import]") {
    ImportOffice office;
    support::fill(office);
    const auto outcome = office.import("people",
                                       "given,family,phone,org_kind,role,term_start,term_end\n"
                                       "สมพร,ดีงาม,0800000010,VOL,กรรมการ,,\n"
                                       "สมหญิง,ดีงาม,0800000011,VOL,,1/10/2560,30/9/2564\n");
    CHECK(outcome.faults.none());
    REQUIRE(outcome.report.notes().size() == 2);
    CHECK(outcome.report.notes()[0].english.find("two organisations") != std::string::npos);
    CHECK(outcome.report.notes()[1].english.find("ended on 2021-09-30") != std::string::npos);
    auto& connection = office.db.connection;
    const auto ended = storage::People(connection).only_with_phone("+66800000011");
    CHECK(storage::Roles(connection).of_person(ended, today()).empty());
    CHECK(storage::Roles(connection).history(ended).size() == 1);
    CHECK(office.db.value("SELECT count(*) FROM person WHERE phone = '+66800000010'") == "1");
}

TEST_CASE("every bad row of people is told", "[console][import]") {
    ImportOffice office;
    support::fill(office);
    CHECK(office.result("people",
                        "given,family,phone,org_kind,role,village_codes,term_start,term_end\n"
                        "วิชัย,แก้วดี,0800000010,,วิทยากร,60030403,,\n"  // another's telephone
                        "วิชัย,แก้วดี,,,วิทยากร,,,\n"                    // of which village?
                        "วิชัย,แก้วดี,0800000020,,ประธาน,,,\n"          // of which organisation?
                        "วิชัย,แก้วดี,0800000020,CCC,,,,\n"             // none of this kind
                        "วิชัย,แก้วดี,,VOL,,,,\n"                       // who is this?
                        "วิชัย,แก้วดี,0800000020,VOL,,,1/10/2569,30/9/2569\n"
                        "วิชัย,แก้วดี,0800000020,,นักบิน,60030499,2569,\n") ==
          "2 phone, 3 village_codes, 4 org_kind, 5 org_kind, 6 phone, 7 term_end, 8 role, "
          "8 term_start, 8 village_codes");
    CHECK(office.result("people",
                        "given,family,phone,org_kind\n"
                        "วิชัย,แก้วดี,0800000020,VOL\n"
                        "วิชัย,แก้วใส,0800000020,VOL\n") == "3 family");  // which of the two?
}

TEST_CASE("every bad row of organisations and plans is told", "[console][import]") {
    ImportOffice office;
    support::fill(office);
    CHECK(office.result("organisations",
                        "ประเภท,ชื่อ,ระดับ,chair_phone\n"
                        "ชมรมว่าว,ก,,\n"
                        "SAV,ข,โลก,12\n"
                        "SAV,ค,,\n"
                        "SAV,ค,,\n") == "2 ประเภท, 3 ระดับ, 3 chair_phone, 5 ชื่อ");
    CHECK(office.result("plan",
                        kPlanHead + "WOM,2569,W-01,ก,TRAIN,60030499,,,1/1/2569,,,,\n"
                                    "WOM,2569,W-02,ก,เต้น,,ไม่มี,,1/1/69,,,,\n"
                                    "WOM,2569,W-03,ก,,,,0800000099,2/1/2569,1/1/2569,,,\n"
                                    "SAV,2569,S-01,ก,,,,,1/1/2569,,,,\n"
                                    "WOM,2569,W-04,ก,,,,,1/1/2569,,,,\n"
                                    "WOM,2569,W-04,ข,,,,,1/1/2569,,,,\n") ==
          "2 village_code, 3 kind, 3 start, 3 tambon_th, 4 responsible_phone, 4 end, 5 org_kind, "
          "7 activity_code");
    CHECK(office.db.value("SELECT count(*) FROM plan") == "0");  // nothing half-imported
}

TEST_CASE("a plan's file makes drafts, and a moved activity keeps its first day",
          "[console][import]") {
    ImportOffice office;
    support::fill(office);
    CHECK(office.result("plan", kPlanHead + "WOM,2569,W-01,ก,TRAIN,60030403,,,10/1/2569,,,,\n") ==
          "1 0 0");
    const auto moved =
        office.import("plan", kPlanHead + "WOM,2569,W-01,ก,TRAIN,60030403,,,10/1/2570,,,,\n");
    CHECK(moved.result.changed == 1);
    CHECK(moved.report.notes().size() == 1);  // not in fiscal year 2569
    auto& connection = office.db.connection;
    const auto women = storage::Organisations(connection).only_of_kind("WOM");
    const auto plan = storage::Plans(connection).find(women, 2569).value();
    CHECK(plan.status == "DRAFT");
    const auto activity = storage::Activities(connection).find(plan.id, "W-01").value();
    CHECK(conversation::to_text(*activity.original_end) == "2026-01-10");
    CHECK(conversation::to_text(*activity.end) == "2027-01-10");
    CHECK(activity.version == 2);
}

TEST_CASE("results are imported with the same machinery", "[console][import]") {
    ImportOffice office;
    support::fill(office);
    const auto [kind, csv] = GENERATE(table<std::string, std::string>(
        {{"fund_access",
          "รหัสหมู่บ้าน,บ้านเลขที่,แหล่งทุน,ชื่อแหล่งทุน,ผล,วันที่,จำนวนเงิน\n"
          "60030403,14/2,กองทุนหมู่บ้าน,กองทุนบ้านหนองบัว,ได้รับ,5 ก.พ. 2569,20000\n"
          "60030403,15,กข.คจ.,,MEMBER,2026-02-05,\n"},
         {"nominations",
          "village_code,house_no,fy,nominated_by_phone,date,income,occupation,saving,learning,"
          "sharing,agreed_on,stage\n"
          "60030403,14/2,2569,0800000009,1/3/2569,ใช่,ใช่,ใช่,ไม่,ใช่,2/3/2569,ได้รับคัดเลือก\n"
          "60030403,15,2569,,1/3/2569,ใช่,,,,,,\n"},
         {"plan_adoptions",
          "ตำบล,ปีงบประมาณ,ชื่อแผน,บรรจุในแผน,วันที่บรรจุ,อ้างอิง\n"
          "เกยไชย,2569,แผนสัมมาชีพ,ข้อบัญญัติ,1/3/2569,ข้อ 5\n"
          "600301,2569,,,,\n"},
         {"learning_centres",
          "village_code,name,topics,keeper_phone,opened_on\n"
          "60030403,ศูนย์ผ้าทอ,ทอผ้า,0800000009,1/1/2568\n60030404,สวนลุงชัย,,,\n"},
         {"trainer_sessions",
          "trainer_phone,village_code,date,topic,people\n"
          "0800000009,60030403,1/2/2569,ปุ๋ยหมัก,25\n0800000009,,2/2/2569,บัญชีครัวเรือน,\n"},
         {"occ_groups",
          "village_code,name,occ,members_hh,formed_on,houses\n"
          "60030403,กลุ่มจักสาน,จักสาน,9,1/1/2568,14/2; 15\n60030404,กลุ่มเลี้ยงปลา,FISH,,,\n"}}));
    CAPTURE(kind);
    CHECK(office.result(kind, csv) == "2 0 0");
    CHECK(office.result(kind, csv) == "0 0 2");
    CHECK(office.db.value("SELECT count(*) FROM import_batch WHERE kind = '" + kind + "'") == "1");
}

TEST_CASE("every bad row of results is told", "[console][import]") {
    ImportOffice office;
    support::fill(office);
    CHECK(office.result("fund_access",
                        "village_code,house_no,fund_kind,access,date,amount\n"
                        "60030403,99,BAAC,ได้รับ,1/1/2569,5\n"
                        "60030403,15,หวย,ถูก,เมื่อวาน,มาก\n") ==
          "2 house_no, 3 access, 3 date, 3 amount, 3 fund_kind");
    CHECK(office.result("nominations",
                        "village_code,house_no,fy,date,stage\n"
                        "60030403,15,2569,1/3/2569,CHOSEN\n") == "2 agreed_on");
    CHECK(office.result("plan_adoptions",
                        "tambon,fy,into,date\nเกยไชย,2569,ORDINANCE,\nเมืองทอง,2569,,\n") ==
          "2 date, 3 tambon");
    CHECK(office.result("learning_centres",
                        "village_code,name,keeper_phone,opened_on,closed_on\n"
                        "60030403,ก,0800000099,2/1/2569,1/1/2569\n") ==
          "2 keeper_phone, 2 closed_on");
    CHECK(office.result("trainer_sessions", "trainer_phone,date,topic\n0800000099,,ก\n") ==
          "2 trainer_phone, 2 date");
    CHECK(office.result("occ_groups", "village_code,name,houses\n60030403,ก,14/2; 2-Jan; 99\n") ==
          "2 houses, 2 houses");
}

TEST_CASE("a Buddhist column takes no Gregorian year", "[console][import]") {
    ImportOffice office;
    const std::string row = "\n60030403,เกยไชย,3,บ้านหนองบัว,2026\n";
    CHECK(office.result("villages", "village_code,ตำบล,moo,village_th,ปีเป้าหมาย (พ.ศ.)" + row) ==
          "2 ปีเป้าหมาย (พ.ศ.)");
    CHECK(office.result("villages", "village_code,ตำบล,moo,village_th,ปีเป้าหมาย" + row) == "1 0 0");
    CHECK(office.db.value("SELECT fy FROM village_target") == "2569");
}

TEST_CASE("one tambon's name is not another's", "[console][import]") {
    ImportOffice office;
    CHECK(office.result("villages",
                        "village_code,tambon_th,moo,village_th\n"
                        "60030403,เกยไชย,3,ก\n60030501,เกยไชย,1,ข\n") == "3 tambon_th");
}

TEST_CASE("days are read as people write them, with whole years only", "[console][import]") {
    for (const char* cell : {"2026-01-15",
                             "15/1/2569",
                             "15/01/2026",
                             "15 ม.ค. 2569",
                             "๑๕/๑/๒๕๖๙",
                             "46037",
                             "46037.0",
                             "15 มกราคม 2569"}) {
        CAPTURE(cell);
        const auto day = console::read_day_cell(cell);
        REQUIRE(std::holds_alternative<conversation::Day>(day));
        CHECK(conversation::to_text(std::get<conversation::Day>(day)) == "2026-01-15");
    }
    for (const char* cell : {"15/1/69", "31/2/2569", "มกราคม 2569", "2569", "พรุ่งนี้", "15"}) {
        CAPTURE(cell);
        CHECK(std::holds_alternative<console::CellFault>(console::read_day_cell(cell)));
    }
}

TEST_CASE("every kind of import has columns in both languages", "[console][import]") {
    CHECK(console::import_kinds().size() == 11);
    for (const auto& kind : console::import_kinds()) {
        CAPTURE(kind.key);
        CHECK_FALSE(kind.thai.empty());
        CHECK(console::find_import_kind(kind.key)->english == kind.english);
        for (const auto& column : kind.columns()) {
            CAPTURE(column.key);
            CHECK_FALSE(column.thai.empty());
        }
    }
    CHECK(console::find_import_kind("cats") == nullptr);
}
