#pragma once
#include "conversation/dialogue/talk.h"

#include <string>
#include <string_view>
#include <vector>

// Texts kept within one SMS, which is what a message costs.
namespace conversation {

// Does it cost one segment?
[[nodiscard]] bool is_one_sms(std::string_view text);

// On SMS the first of these that is one segment, else the last; elsewhere the first.
[[nodiscard]] std::string fitting(const Talk& talk, std::vector<std::string> variants);

// Words before a text, each on a line of its own. By SMS as many of them as one message holds: all,
// else the first, else none.
[[nodiscard]] std::string with_lead(const Talk& talk,
                                    const std::string& lead,
                                    const std::string& text);
// The ways of beginning that it chooses from: all of the lead, its first line, none.
[[nodiscard]] std::vector<std::string> beginnings(const std::string& lead);

// A text that repeats what a person typed, as the argument `name`: cut between letters, so that the
// whole is one SMS, and in any case short.
[[nodiscard]] std::string with_echo(const Talk& talk,
                                    std::string_view key,
                                    TextArguments arguments,
                                    std::string_view name,
                                    std::string_view echo);

}  // namespace conversation
