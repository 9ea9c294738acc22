#include "conversation/holidays.h"

#include <catch2/catch.hpp>

#include <string>

using conversation::Day;
using conversation::Holidays;
using conversation::parse_day;
using conversation::to_text;

namespace {

Day day(const std::string& text) {
    const auto parsed = parse_day(text);
    REQUIRE(parsed);
    return *parsed;
}

}  // namespace

TEST_CASE("the built-in calendar knows the days off of four years", "[holidays]") {
    const auto all = Holidays::built_in();
    const auto [on, name] = GENERATE(table<std::string, std::string>({
        {"2025-02-12", "วันมาฆบูชา"},  // announced dates, not computed ones
        {"2026-03-03", "วันมาฆบูชา"},
        {"2026-04-13", "วันสงกรานต์"},
        {"2026-05-31", "วันวิสาขบูชา"},
        {"2026-06-01", "วันหยุดชดเชยวันวิสาขบูชา"},
        {"2026-07-29", "วันอาสาฬหบูชา"},  // the year with a second eighth month
        {"2026-07-30", "วันเข้าพรรษา"},
        {"2026-12-07", "วันหยุดชดเชยวันพ่อแห่งชาติ"},
        {"2026-11-26", ""},
    }));
    CAPTURE(on);
    CHECK(all.holiday(day(on), "th") == name);
    CHECK(all.is_working_day(day(on)) == name.empty());
}

TEST_CASE("holy days are the quarters of the Thai lunar month", "[holidays]") {
    const auto all = Holidays::built_in();
    const auto march = all.holy_days({2026, 3});
    REQUIRE(march.size() == 4);
    CHECK(to_text(march[0]) == "2026-03-03");  // Makha Bucha: the full moon
    CHECK(all.remark(day("2026-03-11"), "th") == "วันพระ (แรม 8 ค่ำ เดือน 4)");
    CHECK(all.remark(day("2026-03-03"), "th") == "วันมาฆบูชา");
    CHECK(all.remark(day("2026-03-14"), "en") == "Saturday");
    CHECK(all.remark(day("2026-03-12"), "th").empty());
    CHECK(all.covers(2028));
    CHECK_FALSE(all.covers(2029));
}

TEST_CASE("working days step over Songkran and its weekends", "[holidays]") {
    const auto all = Holidays::built_in();
    CHECK(to_text(all.next_working_day(day("2026-04-13"))) == "2026-04-16");
    CHECK(to_text(all.next_working_day(day("2026-04-18"))) == "2026-04-20");
    CHECK(to_text(all.previous_working_day(day("2026-04-13"))) == "2026-04-10");
    CHECK(to_text(all.next_working_day(day("2026-04-16"))) == "2026-04-16");
}

TEST_CASE("a calendar file of the office replaces the years it holds, and no other", "[holidays]") {
    auto all = Holidays::built_in();
    CHECK(all.read("holidays.csv", "date,name_th,name_en\n2026-01-01,วันขึ้นปีใหม่,New Year\n").empty());
    CHECK(all.holiday(day("2026-04-13"), "th").empty());
    CHECK(all.holiday(day("2027-04-13"), "en") == "Songkran Festival");
    CHECK(all.is_holy_day(day("2026-03-03")));
}

TEST_CASE("faults of a calendar file name row and column, and nothing of it is taken",
          "[holidays]") {
    auto all = Holidays::built_in();
    const auto [csv, row, column] = GENERATE(table<std::string, std::size_t, std::string>({
        {"day,name\n", 1, ""},
        {"date,name_th,name_en\n2569-13-01,a,b\n", 2, "date"},
        {"date,name_th,name_en\n2026-05-01,a,b\n13/4/2569,a,b\n", 3, "date"},
        {"date,name_th,name_en\n2026-05-01,,b\n", 2, "name_th"},
        {"date,name_th,name_en\n2026-05-01,a\n", 2, "name_en"},
        {"date,name_th,name_en\n2026-05-01,a,b\n2026-05-01,a,b\n", 3, "date"},
    }));
    CAPTURE(csv);
    const auto faults = all.read("holidays.csv", csv);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].row == row);
    CHECK(faults[0].column == column);
    CHECK(all.holiday(day("2026-04-13"), "en") == "Songkran Festival");
}
