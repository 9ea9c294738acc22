#pragma once
#include <string>
#include <string_view>

// Regular expressions as ODK's regex() has them (ICU's are Java's), bounded in time and memory.
namespace conversation {

// Does the whole text match? False as well for a pattern that is wrong or takes too long.
[[nodiscard]] bool matches_whole(std::string_view text, std::string_view pattern);

// What is wrong with a pattern; empty: nothing.
[[nodiscard]] std::string pattern_fault(std::string_view pattern);

}  // namespace conversation
