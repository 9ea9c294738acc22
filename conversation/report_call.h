#pragma once
#include "conversation/calendar.h"

#include <chrono>
#include <optional>
#include <string_view>

// Which of the households that have not reported an officer's reminder goes to, besides those that
// come by themselves. Pure.
namespace conversation {

// A house that was reminded within these days is left in peace …
inline constexpr std::chrono::days kCallPause{3};
// … and one whose reminder comes by itself within these hours.
inline constexpr std::chrono::hours kCallComesSoon{24};

struct CallFacts {
    bool paused = false;
    bool linked = false;                // somebody speaks for it by LINE or SMS
    std::optional<Instant> reminded{};  // last of this month's report or of one before
    std::optional<Instant> planned{};   // the reminder that waits
};

// What becomes of a house; the first two are reminded.
enum class CallFate {
    Line,
    Sms,
    Reminded,     // lately
    Planned,      // soon, by itself
    Volunteer,    // nobody speaks for it: somebody goes there
    Paused,       // it asked to be left out for a while
    NoConsent,    // it wants no messages
    Stopped,      // silence was asked for
    Unreachable,  // blocked, left, or messages failed lately
    NothingLeft,  // neither LINE's month nor the money for SMS has room
    Closed,       // the month is over, or the report came in meanwhile
};

// Why the house is left out, however it can be reached; nothing: its addresses decide.
[[nodiscard]] std::optional<CallFate> left_out(const CallFacts& facts, Instant now);

// What a reminder was not sent for, in the words of table reminder (docs/REMINDERS.md).
[[nodiscard]] CallFate call_fate(std::string_view reason);

}  // namespace conversation
