#pragma once
#include "conversation/calendar.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// iCalendar texts (RFC 5545), as calendar programs exchange them. Pure.
namespace conversation {

// Something that takes whole days.
struct CalendarEvent {
    std::string uid{};  // the same for ever, whatever changes
    Day first{};
    Day last{};  // both days belong to it
    std::string summary{};
    std::string place{};
    std::string description{};
    std::string recurrence{};   // an RRULE without its name; empty: once
    std::int64_t sequence = 0;  // grows with every change
    bool cancelled = false;
    Instant stamp{};  // when it was as it stands here
    // Read only: days its recurrence leaves out; and of an event that stands for one day of another
    // with the same uid, which day that was.
    std::vector<Day> left_out{};
    std::optional<Day> instead_of{};
};

// A calendar of that name, for Google's and Apple's calendars alike.
[[nodiscard]] std::string write_calendar(std::string_view name,
                                         std::span<const CalendarEvent> events);

struct CalendarFault {
    std::string english;  // what is wrong and what to do
    std::string thai;
};

// The events of a calendar, in order of their first day. Times of day are left out: a time in UTC
// counts as Bangkok's day, any other as it is written. At most 5,000 events.
[[nodiscard]] std::variant<std::vector<CalendarEvent>, CalendarFault> read_calendar(
    std::string_view text);

}  // namespace conversation
