#pragma once
#include "conversation/calendar.h"

#include <optional>
#include <string>
#include <string_view>

// Dates and times as XForms writes them, in Bangkok's time: "2025-11-30", "13:30", "13:30:00.000",
// "2025-11-30T13:30:00.000+07:00". Their numbers are days since 1970-01-01.
namespace conversation {

// Of a date or a date with time: days since 1970-01-01 00:00 in Bangkok; a time of day becomes the
// fraction.
[[nodiscard]] std::optional<double> days_of(std::string_view text);
// Part of a day, 0.5 is noon; a zone after the time is not looked at.
[[nodiscard]] std::optional<double> day_fraction_of(std::string_view time);
[[nodiscard]] std::string date_of_days(double number);
[[nodiscard]] std::string date_time_of_days(double number);
[[nodiscard]] std::string date_time_text(Instant instant);

// ODK's %Y %y %m %n %b %d %e %a, and with `with_time` %H %h %M %S %3.
[[nodiscard]] std::string format_days(double number,
                                      std::string_view format,
                                      std::string_view language,
                                      bool with_time);

}  // namespace conversation
