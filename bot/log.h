#pragma once
#include <cstdint>
#include <string>
#include <string_view>

// The log goes to stderr, one line an entry, through spdlog. It holds no personal texts, LINE ids,
// phone numbers or secrets: people appear as masked(), bytes from outside as escaped().
namespace bot {

// Sets level and layout of the default logger, flushed at every warning and once a second.
// `level`: debug info warning error.
void start_log(const std::string& level);

// `bytes` with everything that could start a new line, send a control code or is not UTF-8 written
// as \xNN or \uNNNN, cut to `max_bytes`.
[[nodiscard]] std::string escaped(std::string_view bytes, std::size_t max_bytes = 200);

// A short name for an address, the same for the life of the process and useless outside it:
// "line:~3f9a01c2". Keyed with a random number made at start.
[[nodiscard]] std::string masked(std::string_view address);

}  // namespace bot
