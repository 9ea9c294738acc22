// Any bytes as a date or time: no throw, no reading past the end, and every day that comes out
// exists.
#include "conversation/answer/date.h"
#include "conversation/answer/time.h"
#include "conversation/thai/date.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace conversation;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const Day today{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}};
    for (const YearGuess guess : {YearGuess::Nearest, YearGuess::Birth}) {
        const DateReading reading = read_date(text, today, guess);
        const bool value = reading.kind == DateReading::Kind::Value;
        require(!value || reading.span || reading.date.ok());
        require(!reading.span || (reading.span->first.ok() && reading.span->second.ok() &&
                                  reading.span->first <= reading.span->second));
        require(std::all_of(reading.candidates.begin(), reading.candidates.end(), [](Day day) {
            return day.ok();
        }));
    }
    (void)read_date_answer(text, today, "month-year");
    (void)read_date_answer(text, today);
    const TimeReading time = read_time(text);
    require(time.time >= std::chrono::minutes{0} && time.time < std::chrono::hours{24});
    (void)read_time_answer(text);
    return 0;
}
