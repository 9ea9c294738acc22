#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What the bench's pretended people and events are called on the wire, in LINE's forms.
namespace bench {

// The 26 letters of a ULID. `run` keeps the ids of several runs on one database apart (40 bits
// used).
[[nodiscard]] std::string event_id(std::uint64_t run, std::uint64_t turn);

// 32 hex digits that carry the turn's number and its intended send time.
[[nodiscard]] std::string reply_token(std::uint64_t turn, std::int64_t intended_us);

struct TokenParts {
    std::uint64_t turn;
    std::int64_t intended_us;
};

// Nothing for a token that reply_token cannot have made.
[[nodiscard]] std::optional<TokenParts> read_reply_token(std::string_view token);

// U and 32 hex digits.
[[nodiscard]] std::string user_id(std::uint64_t person);

// The person of a user id made by user_id.
[[nodiscard]] std::optional<std::uint64_t> read_user_id(std::string_view id);

}  // namespace bench
