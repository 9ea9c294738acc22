#include "conversation/expression/dates.h"
#include "conversation/expression/functions.h"

#include <array>
#include <cmath>
#include <limits>

// today now date date-time decimal-date-time decimal-time format-date format-date-time
namespace conversation {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

FunctionResult today(const Arguments& arguments) {
    return to_text(bangkok_day(arguments.host().now()));
}

FunctionResult now(const Arguments& arguments) {
    return date_time_text(arguments.host().now());
}

FunctionResult date(const Arguments& arguments) {
    return date_of_days(arguments.number(0));
}

FunctionResult date_time(const Arguments& arguments) {
    return date_time_of_days(arguments.number(0));
}

FunctionResult decimal_date_time(const Arguments& arguments) {
    return arguments.number(0);
}

FunctionResult decimal_time(const Arguments& arguments) {
    return day_fraction_of(arguments.text(0)).value_or(kNaN);
}

FunctionResult format_date(const Arguments& arguments) {
    return format_days(arguments.number(0), arguments.text(1), arguments.host().language(), false);
}

FunctionResult format_date_time(const Arguments& arguments) {
    const double time = day_fraction_of(arguments.text(0)).value_or(kNaN);
    const double days = arguments.number(0);
    return format_days(
        std::isnan(days) ? time : days, arguments.text(1), arguments.host().language(), true);
}

constexpr std::array kFunctions = {
    function<today>("today", 0, 0, ValueKind::Text),
    function<now>("now", 0, 0, ValueKind::Text),
    function<date>("date", 1, 1, ValueKind::Text),
    function<date_time>("date-time", 1, 1, ValueKind::Text),
    function<decimal_date_time>("decimal-date-time", 1, 1, ValueKind::Number),
    function<decimal_time>("decimal-time", 1, 1, ValueKind::Number),
    function<format_date>("format-date", 2, 2, ValueKind::Text),
    function<format_date_time>("format-date-time", 2, 2, ValueKind::Text),
};

}  // namespace

std::span<const Function> date_functions() {
    return kFunctions;
}

}  // namespace conversation
