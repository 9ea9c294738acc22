#pragma once
#include "conversation/calendar.h"

#include <optional>
#include <string_view>

namespace console {

// An instant as programs write one: "2026-01-31T10:00:00Z", with seconds' fractions (further than
// milliseconds are dropped), with "+07:00" for "Z", or without seconds. A "+" that became a blank
// in an address is taken. A day alone ("2026-01-31") is its beginning by Bangkok's clock. Nothing
// when it is none of these.
[[nodiscard]] std::optional<conversation::Instant> read_moment(std::string_view text);

}  // namespace console
