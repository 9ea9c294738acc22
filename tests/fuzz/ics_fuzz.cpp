// Any bytes as a calendar file: no throw, no reading past the end; what is read can be written, and
// reads back with the same days.
#include "conversation/ics.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>
#include <vector>

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
    const auto read = read_calendar(text);
    if (const auto* fault = std::get_if<CalendarFault>(&read)) {
        require(!fault->english.empty() && !fault->thai.empty());
        return 0;
    }
    std::vector<CalendarEvent> good;
    for (const auto& event : std::get<std::vector<CalendarEvent>>(read)) {
        const int year = int(event.first.year());
        const bool usual = event.first.ok() && event.last.ok() && year >= 1900 && year <= 2200 &&
                           int(event.last.year()) <= 2200;
        if (usual && event.recurrence.empty()) {
            good.push_back(event);
        }
    }
    const auto again = read_calendar(write_calendar("x", good));
    require(std::holds_alternative<std::vector<CalendarEvent>>(again));
    const auto& events = std::get<std::vector<CalendarEvent>>(again);
    require(events.size() == good.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
        require(events[i].first == good[i].first && events[i].last == good[i].last);
    }
    return 0;
}
