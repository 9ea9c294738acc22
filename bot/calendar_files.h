#pragma once
#include "conversation/holidays.h"

#include <string>
#include <vector>

namespace bot {

// Reads calendar/holidays.csv and calendar/holy_days.csv beside an office's forms, where they are,
// into `holidays`. Gives what is wrong, with file, row and column; a file with a fault is not
// taken.
[[nodiscard]] std::vector<std::string> read_calendar_files(
    const std::vector<std::string>& form_paths, conversation::Holidays& holidays);

}  // namespace bot
