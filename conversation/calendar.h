#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Time as the programme counts it. The conversation reads no clock: every function takes the
// instant or day it needs. Instants are UTC; days, months and displayed dates are Bangkok's (UTC+7,
// no daylight saving), shown in the Buddhist era (BE = CE + 543).
namespace conversation {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Day = std::chrono::year_month_day;

inline constexpr std::chrono::hours kBangkokOffset{7};

// A calendar month that a report is about.
struct Period {
    int year = 0;        // Common Era
    unsigned month = 0;  // 1-12

    auto operator<=>(const Period&) const = default;
};

[[nodiscard]] Day bangkok_day(Instant instant);
[[nodiscard]] std::chrono::minutes bangkok_time_of_day(Instant instant);
[[nodiscard]] Instant bangkok_instant(Day day, std::chrono::minutes time_of_day);

[[nodiscard]] Period period_of(Day day);
[[nodiscard]] Period next(Period period);
[[nodiscard]] Period previous(Period period);

[[nodiscard]] Day first_day(Period period);
[[nodiscard]] Day last_day(Period period);

// The last day on which a household may still report or correct `period`: the 10th of the next
// month (DOMAIN.md 1.4).
[[nodiscard]] Day closing_day(Period period);

// The month reports are about on that day: the last one until it closes, then the one under way.
[[nodiscard]] Period open_period(Day day);

// The Buddhist-era fiscal year (1 October to 30 September) a period belongs to: 2025-10 is 2569.
[[nodiscard]] int fiscal_year_be(Period period);
[[nodiscard]] int fiscal_year_be(Day day);
// Its last day, 30 September, of the one a day belongs to.
[[nodiscard]] Day fiscal_year_end(Day day);

// "2025-11"; empty when the text is not of that form.
[[nodiscard]] std::string to_text(Period period);
[[nodiscard]] std::optional<Period> parse_period(std::string_view text);

// "2025-11-30"
[[nodiscard]] std::string to_text(Day day);
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);

// "2025-11-30T02:05:00.123Z": how instants are stored.
[[nodiscard]] std::string to_text(Instant instant);
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

// What people are shown. `language` is "th" or another tag; all but Thai read as English.
[[nodiscard]] std::string month_name(Period period, std::string_view language);  // พฤศจิกายน 2568
[[nodiscard]] std::string short_month(Period period, std::string_view language);  // พ.ย. 68
[[nodiscard]] std::string short_date(Day day, std::string_view language);  // 10 ธ.ค. 2568

}  // namespace conversation
