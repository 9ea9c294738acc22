#pragma once
#include "conversation/thai/date.h"

#include <string>
#include <string_view>
#include <vector>

namespace conversation {

struct TimeAnswer {
    TimeReading::Kind kind = TimeReading::Kind::None;
    std::string value;                    // Value: "13:30"
    std::vector<std::string> candidates;  // Ask: as `value`
};

[[nodiscard]] TimeAnswer read_time_answer(std::string_view text);

// 13 h 30 min after midnight → "13:30".
[[nodiscard]] std::string to_text(std::chrono::minutes time_of_day);

}  // namespace conversation
