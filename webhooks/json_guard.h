#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace webhooks {

// Makes a JSON text from outside harmless before any parser sees it, so that one bad value does not
// spoil its neighbours:
//   - an array or object deeper than `max_depth` levels becomes null;
//   - a number that no double can hold becomes null;
//   - bytes that are no UTF-8, and escapes of half a surrogate pair, become U+FFFD.
// A text that is no JSON stays none; nothing else is changed. Runs once over the text, without
// recursion.
[[nodiscard]] std::string guard_json(std::string_view text, std::size_t max_depth = 32);

}  // namespace webhooks
