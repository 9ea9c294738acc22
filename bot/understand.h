#pragma once
#include "conversation/calendar.h"

#include <optional>
#include <string>
#include <string_view>

namespace bot {

enum class Reader { Amount, Date, Time, Normalize, Occupation, Text, Sms, Phone };

struct UnderstandOptions {
    conversation::Day reference{};  // today, for relative dates
    std::string slot;               // what the one question that was asked is about; may be empty
};

// What a reader makes of one line, as one JSON object without a line end: what was read and why. A
// line that begins with a quotation mark is a JSON string (so that a text may hold line ends); if
// it is not one, it is taken as it stands. Never throws for any bytes.
[[nodiscard]] std::string understand_line(Reader reader,
                                          std::string_view line,
                                          const UnderstandOptions& options);

}  // namespace bot
