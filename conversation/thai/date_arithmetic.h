#pragma once
#include "conversation/thai/cursor.h"
#include "conversation/thai/date.h"
#include "conversation/thai/date_words.h"

#include <vector>

// The calendar behind read_date. Internal to it.
namespace conversation::date_arithmetic {

enum class Era { Unsaid, Buddhist, Common };

// Not checked: ok() says whether there is such a day.
[[nodiscard]] Day day_of(int year, unsigned month, unsigned day);
[[nodiscard]] Day last_of_month(int year, unsigned month);
[[nodiscard]] unsigned weekday_of(Day day);  // 0 is Sunday
[[nodiscard]] Day monday_of(Day day);        // of its week

// The same day of another month, or that month's last day (31 January + 1 month).
[[nodiscard]] Day plus_months(Day day, int count);
[[nodiscard]] Day plus(Day day, int count, date_words::Unit unit);

// Readings: of a day (None when there is no such day), of several to choose from (those that
// exist), of a span.
[[nodiscard]] DateReading one_day(Day day, bool echo);
[[nodiscard]] DateReading ask(std::vector<Day> candidates);
[[nodiscard]] DateReading span_of(Day first, Day last);
[[nodiscard]] DateReading month_span(int year, unsigned month);

// A year as typed, in the Common Era. Two years, the nearer first, when it must be asked; none when
// it is no year.
[[nodiscard]] std::vector<int> years_meant(Figures typed, Era era, int today, YearGuess guess);

}  // namespace conversation::date_arithmetic
