#pragma once
#include "conversation/calendar.h"
#include "conversation/thai/date.h"

#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// A typed answer to a date question: a single day, or the days to ask about.
struct DateAnswer {
    DateReading::Kind kind = DateReading::Kind::None;
    std::string value;                    // Value: "2026-01-15"
    std::vector<std::string> candidates;  // Ask: as `value`
    bool echo = false;                    // show it back before it is kept
};

// `appearance` as XLSForm has it: "month-year" and "year" take a month or year and answer with its
// first day, anything else needs one day (a span such as สัปดาห์หน้า is asked, with its days as
// candidates).
[[nodiscard]] DateAnswer read_date_answer(std::string_view text,
                                          Day reference,
                                          std::string_view appearance = {});

}  // namespace conversation
