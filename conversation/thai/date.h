#pragma once
#include "conversation/calendar.h"

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

// Dates and times of day as people type them in Thai and English. Years from 2400 up are Buddhist;
// of the two meanings of a two-digit year the one nearer to the reference day is taken, and beyond
// ten years it is asked. Every date is checked against the calendar (31 เม.ย. is None). Pure
// functions.
namespace conversation {

struct DateReading {
    enum class Kind { Value, Ask, None };

    Kind kind = Kind::None;
    Day date{};  // Value of one day
    std::optional<std::pair<Day, Day>>
        span;  // Value of a span (สัปดาห์หน้า, ม.ค. 2569): first, last day
    std::vector<Day> candidates;  // Ask: what buttons may offer
    bool echo = false;  // the day was worked out (วันจันทร์หน้า, a guessed year): show it back
};

// For birth dates a two-digit year is Buddhist and not in the future.
enum class YearGuess { Nearest, Birth };

// `reference` is today in Bangkok: for relative words, missing and two-digit years.
[[nodiscard]] DateReading read_date(std::string_view text,
                                    Day reference,
                                    YearGuess guess = YearGuess::Nearest);

struct TimeReading {
    enum class Kind { Value, Ask, None };

    Kind kind = Kind::None;
    std::chrono::minutes time{};                   // since midnight
    std::vector<std::chrono::minutes> candidates;  // Ask: หกโมง is 06:00 or 18:00
};

[[nodiscard]] TimeReading read_time(std::string_view text);

}  // namespace conversation
