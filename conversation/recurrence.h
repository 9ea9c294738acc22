#pragma once
#include "conversation/calendar.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace conversation {

struct RecurrenceFault {
    std::string message;  // what is wrong and what to write instead
};

// The days on which something recurs, from `first` (always one of them) to `last`, by an iCalendar
// RRULE ("FREQ=MONTHLY;BYDAY=2TU;COUNT=12", with or without "RRULE:"); an empty rule is `first`
// alone. DAILY, WEEKLY, MONTHLY and YEARLY only: what recurs within a day is no activity. At most
// 400 days, in order. Pure.
[[nodiscard]] std::variant<std::vector<Day>, RecurrenceFault> recurring_days(std::string_view rule,
                                                                             Day first,
                                                                             Day last);

}  // namespace conversation
