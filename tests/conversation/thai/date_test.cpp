#include "conversation/thai/date.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace conversation;

namespace {

const Day kToday = *parse_day("2026-11-23");  // a Monday

std::string date(const char* text) {
    const DateReading reading = read_date(text, kToday);
    return reading.kind == DateReading::Kind::Value && !reading.span ? to_text(reading.date) : "";
}

}  // namespace

TEST_CASE("days are read in both eras, scripts and languages", "[thai][date]") {
    for (const char* text : {"15 ม.ค. 2569",
                             "15 มค 69",
                             "15มกราคม2569",
                             "15/1/69",
                             "๑๕/๑/๒๕๖๙",
                             "15-01-2026",
                             "วันพฤหัสบดีที่ 15 มกราคม พ.ศ. 2569",
                             "2026-01-15",
                             "15 Jan 2026",
                             "January 15, 2026",
                             "วันที่ 15 ม.ค. 2569 ค่ะ",
                             "15 เดือนมกราคม ปี 2569",
                             "15 มกรา 26"}) {
        CAPTURE(text);
        CHECK(date(text) == "2026-01-15");
    }
    CHECK(date("พรุ่งนี้ค่ะ") == "2026-11-24");
    CHECK(date("อีกสองวัน") == "2026-11-25");
    CHECK(date("สามวันก่อน") == "2026-11-20");
    CHECK(date("วันจันทร์") == "2026-11-30");
    CHECK(date("วันจันทร์นี้") == "2026-11-23");
    CHECK(date("วันศุกร์ที่แล้ว") == "2026-11-20");
    CHECK(date("สิ้นเดือนหน้า") == "2026-12-31");
    CHECK(date("next friday") == "2026-12-04");
    CHECK(date("วันที่ 25") == "2026-11-25");
}

TEST_CASE("a day that does not exist or is not one is none", "[thai][date]") {
    for (const char* text : {"31 เม.ย. 2569",
                             "29/2/2569",
                             "32/1/2569",
                             "15/13/2569",
                             "0/1/2569",
                             "12345",
                             "8500",
                             "1/2/3/2569",
                             "วันที่ 32",
                             "ไม่รู้",
                             "จันทร์เพ็ญ",
                             "",
                             "\xFF",
                             "15/1/569",
                             "อีก -1 วัน",
                             "081-234-5678"}) {
        CAPTURE(text);
        CHECK(read_date(text, kToday).kind == DateReading::Kind::None);
    }
}

TEST_CASE("what may be two days is asked", "[thai][date]") {
    const auto days = [](const char* text) {
        std::vector<std::string> candidates;
        const DateReading reading = read_date(text, kToday);
        CHECK(reading.kind == DateReading::Kind::Ask);
        for (const Day day : reading.candidates) {
            candidates.push_back(to_text(day));
        }
        return candidates;
    };
    using Days = std::vector<std::string>;
    CHECK(days("15/1/40") == Days{"2040-01-15", "1997-01-15"});
    CHECK(days("วันศุกร์ที่ 15 มกราคม 2569") == Days{"2026-01-15"});
    CHECK(days("วันที่ 10") == Days{"2026-11-10", "2026-12-10"});
    CHECK(days("วันนี้ไม่ว่าง ขอเป็นพรุ่งนี้") == Days{"2026-11-23", "2026-11-24"});
}

TEST_CASE("a birth date's two-digit year is Buddhist and past", "[thai][date]") {
    CHECK(to_text(read_date("1/1/02", kToday, YearGuess::Birth).date) == "1959-01-01");
    CHECK(to_text(read_date("1/1/85", kToday, YearGuess::Birth).date) == "1942-01-01");
}

TEST_CASE("times are read by both clocks", "[thai][date]") {
    const auto [text, expected] = GENERATE(table<const char*, int>({
        {"13:30", 13 * 60 + 30},
        {"13.30 น.", 13 * 60 + 30},
        {"๙.๐๐ น.", 9 * 60},
        {"9 น.", 9 * 60},
        {"1:30 pm", 13 * 60 + 30},
        {"12am", 0},
        {"สองโมงเช้า", 8 * 60},
        {"แปดโมง", 8 * 60},
        {"สามโมง", 15 * 60},
        {"5 โมงเย็น", 17 * 60},
        {"บ่ายโมงครึ่ง", 13 * 60 + 30},
        {"ตีสี่สิบห้านาที", 4 * 60 + 15},
        {"ทุ่มครึ่ง", 19 * 60 + 30},
        {"หกทุ่ม", 0},
        {"เที่ยง", 12 * 60},
        {"เวลาประมาณ 9 โมงครึ่งค่ะ", 9 * 60 + 30},
    }));
    CAPTURE(text);
    const TimeReading reading = read_time(text);
    CHECK(reading.kind == TimeReading::Kind::Value);
    CHECK(reading.time.count() == expected);
}

TEST_CASE("what is no time is none", "[thai][date]") {
    for (const char* text : {"25:00",
                             "13:60",
                             "9.3",
                             "นาฬิกา",
                             "โมง",
                             "99",
                             "9.00-12.00 น.",
                             "ตีเจ็ด",
                             "ไม่รู้",
                             "",
                             "\xE0\xB8"}) {
        CAPTURE(text);
        CHECK(read_time(text).kind == TimeReading::Kind::None);
    }
}
