#include "conversation/answer/line_month.h"

#include <catch2/catch.hpp>

#include <string>

using conversation::Day;
using conversation::take_line_month;
using conversation::to_text;

namespace {

constexpr Day kToday{std::chrono::year{2025}, std::chrono::month{12}, std::chrono::day{5}};

// "2025-10|8500 300", "|8500 300" for "this month", "none"
std::string read(const std::string& text) {
    const auto month = take_line_month(text, kToday);
    if (!month) {
        return "none";
    }
    return (month->period ? to_text(*month->period) : std::string{}) + "|" + month->rest;
}

}  // namespace

TEST_CASE("a month may stand before, behind or within a line", "[conversation][line]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"ต.ค. 8500 300", "2025-10|8500 300"},
        {"ต.ค.8500 300", "2025-10|8500 300"},
        {"ตค 8500 300", "2025-10|8500 300"},
        {"ตค8500 300", "2025-10|8500 300"},
        {"ตุลาคม 8500 300 ค่ะ", "2025-10|8500 300"},
        {"เดือนตุลา 8500 300", "2025-10|8500 300"},
        {"8500 300 เมษา", "2025-04|8500 300"},
        {"8500 300 ของเดือน ต.ค.", "2025-10|8500 300"},
        {"8500 300 ประจำเดือน ตุลาคม", "2025-10|8500 300"},
        {"รด 8500 ออม 300 เดือนตุลาคม", "2025-10|รด 8500 ออม 300"},
        {"รายได้เดือนตุลาคม 8500 ออม 300", "2025-10|รายได้ 8500 ออม 300"},
        {"เดือนตุลาคมได้ 8500", "2025-10|ได้ 8500"},
        {"oct 8500 300", "2025-10|8500 300"},
        {"8500 300 Oct.", "2025-10|8500 300"},
        {"for October IN 8500 OM 300", "2025-10|in 8500 om 300"},
        {"14 8500 300 ต.ค.", "2025-10|14 8500 300"},
        {"ต.ค.\n8500 300", "2025-10|8500 300"},
    }));
    CAPTURE(text);
    CHECK(read(text) == expected);
}

TEST_CASE("a month that is said by its distance", "[conversation][line]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"เดือนที่แล้ว รด 8500", "2025-11|รด 8500"},
        {"เดือนก่อน 8500 300", "2025-11|8500 300"},
        {"8500 300 เดือนที่ผ่านมา", "2025-11|8500 300"},
        {"last month 8500 300", "2025-11|8500 300"},
        {"8500 300 เดือนหน้า", "2026-01|8500 300"},
        {"next month 8500 300", "2026-01|8500 300"},
        {"8500 300 เดือนนี้", "|8500 300"},  // whichever is asked about
        {"this month 8500 300", "|8500 300"},
        {"รายได้เดือนนี้ 8500", "none"},  // belongs to the key
    }));
    CAPTURE(text);
    CHECK(read(text) == expected);
}

TEST_CASE("a number behind a month is its year only where it is no amount",
          "[conversation][line]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"พ.ย. 68 8500 300", "2025-11|8500 300"},
        {"พ.ย. 2568 8500 300", "2025-11|8500 300"},
        {"พ.ย. 67 8500 300", "2024-11|8500 300"},
        {"8500 300 พ.ย. พ.ศ. 2567", "2024-11|8500 300"},
        {"8500 300 พ.ย. ปี 68", "2025-11|8500 300"},
        {"พ.ย. 2560 8500 300", "2017-11|8500 300"},
        {"พ.ย. 2560 รด 8500", "2017-11|รด 8500"},
        {"Nov 2025 8500 300", "2025-11|8500 300"},
        {"Nov 24 8500 300", "2024-11|8500 300"},
        {"พ.ย. 2568 300", "2025-11|2568 300"},        // two amounts
        {"พ.ย. 14 8500 300", "2025-11|14 8500 300"},  // a house
        {"พ.ย. 24 8500 300", "2025-11|24 8500 300"},  // ditto: Thai years are Buddhist
        {"พ.ย. 8500 300", "2025-11|8500 300"},
    }));
    CAPTURE(text);
    CHECK(read(text) == expected);
}

TEST_CASE("without a year it is the month that was last, or the next one", "[conversation][line]") {
    CHECK(read("ธ.ค. 8500 300") == "2025-12|8500 300");
    CHECK(read("ม.ค. 8500 300") == "2026-01|8500 300");
    CHECK(read("ก.พ. 8500 300") == "2025-02|8500 300");
}

TEST_CASE("what only looks like a month is none", "[conversation][line]") {
    const auto* text = GENERATE("8500 300",
                                "14 ม.3 8500 300",
                                "8500 300 maybe",
                                "marigold 300",
                                "8500 300 กันยาก",
                                "รด 8500 ออม 300 ทำนา",
                                "",
                                "\xE0\xB8");
    CAPTURE(text);
    CHECK(read(text) == "none");
}
