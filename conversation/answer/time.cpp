#include "conversation/answer/time.h"

#include <fmt/format.h>

namespace conversation {

TimeAnswer read_time_answer(std::string_view text) {
    const TimeReading reading = read_time(text);
    TimeAnswer answer;
    answer.kind = reading.kind;
    if (reading.kind == TimeReading::Kind::Value) {
        answer.value = to_text(reading.time);
    }
    for (const std::chrono::minutes candidate : reading.candidates) {
        answer.candidates.push_back(to_text(candidate));
    }
    return answer;
}

std::string to_text(std::chrono::minutes time_of_day) {
    return fmt::format("{:02}:{:02}", time_of_day.count() / 60, time_of_day.count() % 60);
}

}  // namespace conversation
