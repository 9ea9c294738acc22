#include "conversation/answer/code.h"
#include "conversation/answer/date.h"
#include "conversation/answer/location.h"
#include "conversation/answer/national_id.h"
#include "conversation/answer/number.h"
#include "conversation/answer/phone.h"
#include "conversation/answer/time.h"
#include "conversation/answer/yes_no.h"
#include "conversation/thai/money.h"
#include "tests/conversation/thai/vectors.h"

#include <catch2/catch.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace conversation;

TEST_CASE("yes and no are understood in both languages and scripts", "[answer]") {
    for (const char* yes :
         {"ใช่", "ใช่ค่ะ", "ถูกต้อง", "ถูกค่ะ", "1", "๑", "OK", "Yes!", "y", "ครับ", "โอเคครับ 👍"}) {
        CAPTURE(yes);
        CHECK(read_yes_no(yes) == std::optional{true});
    }
    for (const char* no : {"ไม่", "ไม่ใช่", "ไม่ใช่ค่ะ", "ผิด", "2", "๒", "No", "n.", "ไม่ยินยอมครับ"}) {
        CAPTURE(no);
        CHECK(read_yes_no(no) == std::optional{false});
    }
    for (const char* neither :
         {"", "3", "12", "ใช่ไม่ใช่", "ไม่รู้", "8500", "ใช่ แต่แก้เงินออม", "มี", "\xFF"}) {
        CAPTURE(neither);
        CHECK(read_yes_no(neither) == std::nullopt);
    }
}

TEST_CASE("yes and no are understood among polite words, never where both are said", "[answer]") {
    for (const char* text :
         {"ใช่ค่ะถูกต้องแล้ว", "ถูกต้องแล้วค่ะ ขอบคุณค่ะ", "โอเคครับ ตามนี้เลย", "yes, correct"}) {
        CAPTURE(text);
        CHECK(read_yes_no(text) == true);
    }
    for (const char* text : {"ไม่ใช่ค่ะ ผิดหมดเลย", "ยังไม่ถูกต้องเลย", "no, wrong"}) {
        CAPTURE(text);
        CHECK(read_yes_no(text) != true);
    }
    for (const char* text : {"ใช่แต่ออมผิด", "ใช่ไหม", "ค่ะๆ", "ถูก 8000", "1 2", "เป็นหนี้"}) {
        CAPTURE(text);
        CHECK_FALSE(read_yes_no(text));
    }
}

TEST_CASE("a household's code is read and nothing else is taken for one", "[answer]") {
    for (const char* text : {"123456",
                             "๑๒๓๔๕๖",
                             "123 456",
                             "12-34-56",
                             "รหัส 123456 ค่ะ",
                             "ลงทะเบียน 123456",
                             "รหัสบ้าน: 123-456",
                             "Register 123456"}) {
        CAPTURE(text);
        CHECK(read_household_code(text) == std::optional<std::string>{"123456"});
    }
    for (const char* text : {"12345",
                             "1234567",
                             "รายได้ 123456",
                             "123456 บาท",
                             "123,456",
                             "123456 7",
                             "",
                             "บ้าน",
                             "0812345678",
                             "12--3456",
                             "123456-"}) {
        CAPTURE(text);
        CHECK(read_household_code(text) == std::nullopt);
    }
}

TEST_CASE("national ID numbers are found however they are typed", "[answer][privacy]") {
    const std::string masked = "X-XXXX-XXXXX-XX-X";
    for (const char* text :
         {"1101700230708", "1-1017-00230-70-8", "๑๑๐๑๗๐๐๒๓๐๗๐๘", "1 1017 00230 70 8"}) {
        CAPTURE(text);
        CHECK(has_national_id(text));
        CHECK(mask_national_ids("เลข " + std::string(text) + " ค่ะ") == "เลข " + masked + " ค่ะ");
    }
    CHECK(mask_national_ids("14 1101700230708") == "14 " + masked);
    CHECK(mask_national_ids("1101700230708,1101700230708") == masked + "," + masked);
    for (const char* text :
         {"1101700230709", "11017002307081", "110170023070", "0812345678", "", "0000000000000"}) {
        CAPTURE(text);
        CHECK_FALSE(has_national_id(text));
        CHECK(mask_national_ids(text) == text);
    }
}

TEST_CASE("phone numbers are read as libphonenumber reads them", "[answer][phone]") {
    const auto file = vectors::load("thai-phone.json");
    for (const auto& one : file.at("vectors")) {
        CAPTURE(one.at("input").get<std::string>());
        const PhoneReading reading = read_phone(one.at("input").get<std::string>());
        CHECK((reading.kind == PhoneReading::Kind::Mobile) == one.at("thai_mobile").get<bool>());
        if (one.at("country") == "US" || one.at("country").is_null()) {
            continue;  // of numbers abroad only the form is checked here
        }
        CHECK(reading.e164 == std::optional{one.at("e164").get<std::string>()});
    }
    CHECK(read_phone("1175").kind == PhoneReading::Kind::Short);
    CHECK(read_phone("AIS").kind == PhoneReading::Kind::Name);
    CHECK(read_phone("โทรมา").kind == PhoneReading::Kind::Invalid);
    CHECK(display_phone("+66800000001") == "080-000-0001");
    CHECK(display_phone("+6621234567") == "02-123-4567");
    CHECK(display_phone("+12025550123") == "+12025550123");
}

TEST_CASE("coordinates are taken from text and map links", "[answer]") {
    for (const char* text : {"15.896, 100.315",
                             "15.896 100.315",
                             "๑๕.๘๙๖,๑๐๐.๓๑๕",
                             "15.896° N, 100.315° E",
                             "https://maps.google.com/?q=15.896,100.315",
                             "https://www.google.com/maps/@15.896,100.315,17z"}) {
        CAPTURE(text);
        const auto location = read_location(text);
        REQUIRE(location);
        CHECK(geopoint(*location) == "15.896 100.315 0 0");
    }
    for (const char* text : {"15 100",
                             "8500",
                             "95.1, 100.2",
                             "15.896",
                             "ที่บ้าน",
                             "15.896,100.315 ครับ แถวนี้",
                             "",
                             "https://example.org/"}) {
        CAPTURE(text);
        CHECK_FALSE(read_location(text));
    }
    CHECK(read_location("-15.5 -0.25")->latitude == -15.5);
    CHECK(read_location("15.5S 0.25W")->longitude == -0.25);
}

TEST_CASE("numbers are read for integer and decimal questions", "[answer]") {
    CHECK(read_integer("4").value == "4");
    CHECK(read_integer("มี 4 คนค่ะ").value == "4");
    CHECK(read_integer("สี่คน").value == "4");
    CHECK(read_integer("อายุ 67 ปี").value == "67");
    CHECK(read_integer("12,500 บาท").value == "12500");
    CHECK(read_integer("50.50").value == "51");
    CHECK(read_integer("50.50").rounded);
    CHECK_FALSE(read_integer("50.00").rounded);
    CHECK(read_integer("-3").value == "-3");
    CHECK(read_integer("สองร้อยห้า").kind == AmountReading::Kind::Ask);
    CHECK(read_integer("สามีค่ะ").kind == AmountReading::Kind::None);
    CHECK(read_decimal("15.896").value == "15.896");
    CHECK(read_decimal("-0.50").value == "-0.5");
    CHECK(read_decimal("ศูนย์จุดห้า").value == "0.5");
    CHECK(read_decimal("2.5 ไร่").value == "2.5");
    CHECK(read_decimal("12345678901234567890123").kind != AmountReading::Kind::Value);
}

TEST_CASE("what is counted is never taken for money", "[answer]") {
    for (const std::string_view counted : {"20 วัน",
                                           "ประมาณ 20 วัน",
                                           "5 ไร่",
                                           "3 คน",
                                           "10 ตัว",
                                           "3 ครั้ง",
                                           "12 เดือน",
                                           "500 วัน",
                                           "มี 4 คนค่ะ",
                                           "20 days"}) {
        CAPTURE(counted);
        CHECK(read_integer(counted, "income_total", Asked::Money).kind ==
              AmountReading::Kind::None);
        CHECK(read_decimal(counted, "income_total", Asked::Money).kind ==
              AmountReading::Kind::None);
        CHECK(read_integer(counted).kind == AmountReading::Kind::Value);
    }
    CHECK(read_integer("8500 บาท", "income_total", Asked::Money).value == "8500");
}

TEST_CASE("date and time questions get a value or the days to ask about", "[answer]") {
    const Day today = *parse_day("2026-11-23");
    CHECK(read_date_answer("พรุ่งนี้", today).value == "2026-11-24");
    CHECK(read_date_answer("๒๕ ธ.ค.", today).value == "2026-12-25");
    CHECK(read_date_answer("สัปดาห์หน้า", today).candidates.size() == 7);
    CHECK(read_date_answer("พ.ย. 2568", today, "month-year").value == "2025-11-01");
    CHECK(read_date_answer("2569", today, "year").value == "2026-01-01");
    CHECK(read_date_answer("ไม่รู้", today).kind == DateReading::Kind::None);
    CHECK(read_time_answer("บ่ายสองครึ่ง").value == "14:30");
    CHECK(read_time_answer("หกโมง").candidates == std::vector<std::string>{"06:00", "18:00"});
}

TEST_CASE("money is shown with commas", "[answer]") {
    CHECK(with_commas(0) == "0");
    CHECK(with_commas(999) == "999");
    CHECK(with_commas(12500) == "12,500");
    CHECK(with_commas(-1234567) == "-1,234,567");
    CHECK(with_commas(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
    CHECK(display_baht(1250050) == "12,500.50");
    CHECK(plain_baht(-5025) == "-50.25");
    CHECK(whole_baht(5050) == 51);
    CHECK(whole_baht(5049) == 50);
    CHECK(whole_baht(-5050) == -51);
}
