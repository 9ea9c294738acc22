#include "conversation/thai/date_arithmetic.h"

#include <cstdlib>
#include <utility>

namespace conversation::date_arithmetic {

namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::weekday;

constexpr int kBuddhistOffset = 543;
constexpr int kFirstBuddhistYear = 2400;  // a year from here on is Buddhist
constexpr int kEarliestYear = 1850;
constexpr int kLatestYear = 2300;
constexpr int kSurelyMeant = 10;  // years from today within which a two-digit year is not asked

}  // namespace

Day day_of(int year, unsigned month, unsigned day) {
    return Day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

DateReading one_day(Day day, bool echo) {
    DateReading reading;
    if (day.ok()) {
        reading.kind = DateReading::Kind::Value;
        reading.date = day;
        reading.echo = echo;
    }
    return reading;
}

DateReading ask(std::vector<Day> candidates) {
    DateReading reading;
    std::erase_if(candidates, [](Day day) { return !day.ok(); });
    if (!candidates.empty()) {
        reading.kind = DateReading::Kind::Ask;
        reading.candidates = std::move(candidates);
    }
    return reading;
}

DateReading span_of(Day first, Day last) {
    DateReading reading;
    reading.kind = DateReading::Kind::Value;
    reading.span = std::pair{first, last};
    reading.echo = true;
    return reading;
}

Day last_of_month(int year, unsigned month) {
    return Day{std::chrono::year{year} / std::chrono::month{month} / std::chrono::last};
}

DateReading month_span(int year, unsigned month) {
    return span_of(day_of(year, month, 1), last_of_month(year, month));
}

// The same day of another month, or its last day (31 January + 1 month).
Day plus_months(Day day, int count) {
    const Day moved = day + months{count};
    return moved.ok() ? moved : Day{moved.year() / moved.month() / std::chrono::last};
}

Day plus(Day day, int count, date_words::Unit unit) {
    switch (unit) {
        case date_words::Unit::Days:
            return Day{sys_days{day} + days{count}};
        case date_words::Unit::Weeks:
            return Day{sys_days{day} + days{count * 7}};
        case date_words::Unit::Months:
            return plus_months(day, count);
        case date_words::Unit::Years:
            return plus_months(day, count * 12);
    }
    return day;
}

unsigned weekday_of(Day day) {
    return weekday{sys_days{day}}.c_encoding();
}

Day monday_of(Day day) {
    return Day{sys_days{day} - days{(weekday_of(day) + 6) % 7}};
}

// A year as typed, in the Common Era. Two years, the nearer first, when it must be asked; none when
// it is no year.
std::vector<int> years_meant(Figures typed, Era era, int today, YearGuess guess) {
    const int value = static_cast<int>(typed.value);
    if (typed.digits == 4) {
        const bool buddhist =
            era == Era::Buddhist || (era == Era::Unsaid && value >= kFirstBuddhistYear);
        const int year = buddhist ? value - kBuddhistOffset : value;
        return year >= kEarliestYear && year <= kLatestYear ? std::vector{year}
                                                            : std::vector<int>{};
    }
    if (typed.digits != 2) {
        return {};
    }
    const int buddhist = 2500 - kBuddhistOffset + value;
    const int common = 2000 + value;
    if (guess == YearGuess::Birth && era != Era::Common) {
        return {buddhist <= today ? buddhist : buddhist - 100};
    }
    if (era != Era::Unsaid) {
        return {era == Era::Buddhist ? buddhist : common};
    }
    const bool first = std::abs(buddhist - today) < std::abs(common - today);
    const int nearer = first ? buddhist : common;
    if (std::abs(nearer - today) <= kSurelyMeant) {
        return {nearer};
    }
    return {nearer, first ? common : buddhist};
}

}  // namespace conversation::date_arithmetic
