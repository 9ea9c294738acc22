#pragma once
#include "conversation/register.h"

#include <chrono>
#include <optional>

// What follows when a contact tries codes that are none: after the third and the fourth within an
// hour it has to wait, longer each time, before the next is looked at; the fifth locks it, for an
// hour, and for a day when it was locked within a day before. Pure.
namespace conversation {

inline constexpr int kMostWrongCodes = 5;

// Until when no code is looked at; nothing when one may be tried now.
[[nodiscard]] std::optional<Instant> codes_closed_until(const CodeTries& tries, Instant now);

// One more wrong one at `now`: until when that locks; nothing when it does not.
[[nodiscard]] std::optional<Instant> lock_by_wrong_code(const CodeTries& tries, Instant now);

}  // namespace conversation
