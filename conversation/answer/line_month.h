#pragma once
#include "conversation/calendar.h"

#include <optional>
#include <string>
#include <string_view>

// The month that a one-line report says it is about: "ต.ค. 8500 300", "เดือนที่แล้ว รด 8500", "8500
// 300 เมษา", "พ.ย. 68 8500 300", "Oct 8500 300". Pure, linear, takes any bytes.
namespace conversation {

struct LineMonth {
    std::optional<Period> period;  // nothing: "เดือนนี้", which is whatever month is asked about
    std::string rest;  // normalised, without the month
};

// Nothing when no month is named. A month without a year is the one that was last, or the next one;
// a number behind it is a year only where it can be no amount. `today` is Bangkok's.
[[nodiscard]] std::optional<LineMonth> take_line_month(std::string_view text, Day today);

}  // namespace conversation
