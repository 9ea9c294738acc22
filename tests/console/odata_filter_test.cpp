#include "console/odata_filter.h"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <tuple>

using console::EdmType;
using console::EdmValue;
using console::FilterFault;
using console::FilterField;
using console::ODataFilter;

namespace {

constexpr std::array<FilterField, 8> kFields = {{{"period", EdmType::Text},
                                                 {"village_code", EdmType::Text},
                                                 {"income", EdmType::Whole},
                                                 {"percent", EdmType::Decimal},
                                                 {"is_target", EdmType::Truth},
                                                 {"date", EdmType::Day},
                                                 {"reported_at", EdmType::Moment},
                                                 {"debt", EdmType::Whole}}};

// The one row all filters of these tests are asked about. Its debt is not known.
EdmValue row(std::size_t field) {
    switch (field) {
        case 0:
            return std::string("2025-11");
        case 1:
            return std::string("60030403");
        case 2:
            return std::int64_t{12'000};
        case 3:
            return 42.5;
        case 4:
            return true;
        case 5:
            return std::string("2025-11-30");
        case 6:
            return *conversation::parse_instant("2025-11-30T18:05:00.123Z");
        default:
            return {};
    }
}

// "yes", "no" or "at <byte>".
std::string asked(std::string_view text) {
    const auto read = ODataFilter::read(text, kFields);
    if (const auto* fault = std::get_if<FilterFault>(&read)) {
        CHECK_FALSE(fault->english.empty());
        CHECK_FALSE(fault->thai.empty());
        return "at " + std::to_string(fault->at);
    }
    return std::get<ODataFilter>(read).holds(row) ? "yes" : "no";
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

}  // namespace

TEST_CASE("a filter says of a row whether it passes", "[console][odata]") {
    const auto [filter, result] = GENERATE(table<std::string, std::string>(
        {{"period eq '2025-11'", "yes"},
         {"period ne '2025-11'", "no"},
         {"'2025-11' eq period", "yes"},
         {"period ge '2025-10' and period le '2025-12'", "yes"},
         {"period gt '2025-11'", "no"},
         {"period lt '2025-12'", "yes"},
         {"income eq 12000", "yes"},
         {"income gt 11999.5", "yes"},
         {"income lt -1", "no"},
         {"percent eq 42.5", "yes"},
         {"percent ge 42", "yes"},
         {"percent lt 4.25e1", "no"},
         {"is_target", "yes"},
         {"is_target eq true", "yes"},
         {"not is_target", "no"},
         {"not (income gt 13000)", "yes"},
         {"not not is_target", "yes"},
         {"debt eq null", "yes"},
         {"debt ne null", "no"},
         {"income ne null", "yes"},
         {"debt gt 0", "no"},
         {"not (debt gt 0)", "yes"},
         {"debt gt 0 or income gt 0", "yes"},
         {"debt ne 5", "yes"},
         {"null eq debt", "yes"},
         {"null eq null", "yes"},
         {"date eq 2025-11-30", "yes"},
         {"date ge 2025-12-01", "no"},
         {"year(date) eq 2025 and month(date) eq 11 and day(date) eq 30", "yes"},
         {"reported_at ge 2025-11-30T18:05:00Z", "yes"},
         {"reported_at ge 2025-12-01T01:05:01+07:00", "no"},
         {"reported_at ge 2025-12-01T01:05:00 07:00", "yes"},
         {"reported_at eq 2025-11-30T18:05:00.123Z", "yes"},
         {"hour(reported_at) eq 18 and minute(reported_at) eq 5 and second(reported_at) eq 0",
          "yes"},
         {"date(reported_at) eq 2025-11-30", "yes"},
         // A day beside an instant begins at Bangkok's midnight, which is 17:00 of UTC.
         {"reported_at ge 2025-12-01", "yes"},
         {"reported_at lt 2025-12-02", "yes"},
         {"startswith(village_code,'6003')", "yes"},
         {"startswith(village_code, '6004')", "no"},
         {"endswith(village_code,'03')", "yes"},
         {"contains(village_code,'0304')", "yes"},
         {"contains(village_code,null)", "no"},
         {"not contains(village_code,'9')", "yes"},
         {"length(village_code) eq 8", "yes"},
         {"length('ข้าว') eq 4", "yes"},
         {"tolower('ABกก') eq 'abกก' and toupper('ab') eq 'AB'", "yes"},
         {"trim('  a b ') eq 'a b'", "yes"},
         {"concat(period,village_code) eq '2025-1160030403'", "yes"},
         {"'it''s' eq 'it''s'", "yes"},
         {"period eq 'a' or period eq 'b' or period eq '2025-11'", "yes"},
         // and binds more than or.
         {"is_target or is_target and false", "yes"},
         {"(is_target or is_target) and false", "no"},
         {"  period   eq  '2025-11'  ", "yes"},
         {"(((period eq '2025-11')))", "yes"}}));
    CAPTURE(filter);
    CHECK(asked(filter) == result);
}

TEST_CASE("what is no filter is refused with the place where it goes wrong", "[console][odata]") {
    const auto [filter, result] = GENERATE(table<std::string, std::string>(
        {{"", "at 0"},
         {"   ", "at 3"},
         {"period", "at 0"},
         {"period eq", "at 9"},
         {"period eq '2025-11", "at 10"},
         {"period eq 2025-11", "at 10"},
         {"period eq 5", "at 7"},
         {"income eq '5'", "at 7"},
         {"date eq '2025-11-30'", "at 5"},
         {"nothing eq 5", "at 0"},
         {"Period eq '2025-11'", "at 0"},
         {"(income gt 5", "at 12"},
         {"income gt 5)", "at 11"},
         {"income gt 5 income", "at 12"},
         {"income and is_target", "at 7"},
         {"is_target and income", "at 10"},
         {"not income", "at 0"},
         {"not income gt 5", "at 0"},
         {"null", "at 0"},
         {"income add 5 eq 6", "at 7"},
         {"floor(percent) eq 42", "at 0"},
         {"contains(period)", "at 15"},
         {"contains(income,'5')", "at 0"},
         {"year(period) eq 2025", "at 0"},
         {"hour(date) eq 1", "at 0"},
         {"year(date", "at 9"},
         {"income gt 99999999999999999999999999999999e999", "at 10"},
         {"income gt 5x", "at 10"},
         {"income gt nan", "at 10"},
         {"income eq 5 eq 6", "at 12"},
         {"period eq '\xff'", "at 10"},
         {"period eq \"a\"", "at 10"}}));
    CAPTURE(filter);
    CHECK(asked(filter) == result);
}

TEST_CASE("a filter may be nested and long only so far", "[console][odata]") {
    CHECK(asked(repeated("(", 39) + "is_target" + repeated(")", 39)) == "yes");
    CHECK(asked(repeated("(", 40) + "is_target" + repeated(")", 40)) == "at 40");
    CHECK(asked(repeated("(", 900) + "is_target" + repeated(")", 900)).starts_with("at "));
    CHECK(asked(repeated("not ", 400) + "is_target").starts_with("at "));
    CHECK(asked(repeated("trim(", 300) + "'a'" + repeated(")", 300)).starts_with("at "));
    const std::string one = "is_target or ";
    CHECK(asked(repeated(one, 150) + "false") == "yes");
    CHECK(asked(repeated(one, 160) + "false") == "at 2000");
}

TEST_CASE("the bounds of a field are never narrower than the filter", "[console][odata]") {
    const auto [filter, low, high, prefix] =
        GENERATE(table<std::string, std::string, std::string, std::string>(
            {{"period ge '2025-10' and period le '2025-12'", "2025-10", "2025-12", ""},
             {"period gt '2025-10' and income gt 5 and period ge '2025-11'", "2025-11", "", ""},
             {"period eq '2025-11'", "2025-11", "2025-11", "2025-11"},
             {"startswith(period,'2025')", "", "", "2025"},
             {"period ge '2025-10' or income gt 5", "", "", ""},
             {"not (period ge '2025-10')", "", "", ""},
             {"period ne '2025-10'", "", "", ""},
             {"endswith(period,'2025')", "", "", ""},
             {"village_code ge '6'", "", "", ""},
             {"tolower(period) ge '2025'", "", "", ""},
             {"is_target", "", "", ""}}));
    CAPTURE(filter);
    const auto read = ODataFilter::read(filter, kFields);
    REQUIRE(std::holds_alternative<ODataFilter>(read));
    const auto bounds = std::get<ODataFilter>(read).bounds(0);
    CHECK(bounds.low == low);
    CHECK(bounds.high == high);
    CHECK(bounds.prefix == prefix);
}
