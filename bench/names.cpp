#include "bench/names.h"

#include <fmt/format.h>

#include <charconv>

namespace bench {

namespace {

constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

template <typename Number>
std::optional<Number> read_hex(std::string_view text) {
    Number value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, 16);
    if (error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return value;
}

void write_crockford(std::string& text, std::uint64_t value, unsigned letters) {
    for (unsigned letter = letters; letter > 0; --letter) {
        const unsigned shift = 5 * (letter - 1);
        text += shift >= 64 ? '0' : kCrockford[(value >> shift) & 31U];
    }
}

}  // namespace

std::string event_id(std::uint64_t run, std::uint64_t turn) {
    std::string id = "01";
    write_crockford(id, run, 8);
    write_crockford(id, turn, 16);
    return id;
}

std::string reply_token(std::uint64_t turn, std::int64_t intended_us) {
    return fmt::format("{:016x}{:016x}", turn, intended_us);
}

std::optional<TokenParts> read_reply_token(std::string_view token) {
    if (token.size() != 32) {
        return std::nullopt;
    }
    const auto turn = read_hex<std::uint64_t>(token.substr(0, 16));
    const auto intended_us = read_hex<std::int64_t>(token.substr(16));
    if (!turn || !intended_us) {
        return std::nullopt;
    }
    return TokenParts{*turn, *intended_us};
}

std::string user_id(std::uint64_t person) {
    return fmt::format("U{:032x}", person);
}

std::optional<std::uint64_t> read_user_id(std::string_view id) {
    if (id.size() != 33 || id.front() != 'U') {
        return std::nullopt;
    }
    return read_hex<std::uint64_t>(id.substr(17));
}

}  // namespace bench
