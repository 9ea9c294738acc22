#include "conversation/text/utf8.h"

#include <cstdint>

namespace conversation {

namespace {

// What a lead byte allows (Unicode table 3-7): how many continuation bytes, and the range of the
// first.
struct Lead {
    int continuations = 0;  // 0: no lead byte of a longer sequence
    std::uint8_t low = 0x80;
    std::uint8_t high = 0xBF;
};

Lead lead_of(std::uint8_t byte) {
    if (byte >= 0xC2 && byte <= 0xDF) {
        return {1, 0x80, 0xBF};
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return {2,
                static_cast<std::uint8_t>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<std::uint8_t>(byte == 0xED ? 0x9F : 0xBF)};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        return {3,
                static_cast<std::uint8_t>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<std::uint8_t>(byte == 0xF4 ? 0x8F : 0xBF)};
    }
    return {};
}

char to_byte(char32_t bits) {
    return static_cast<char>(static_cast<std::uint8_t>(bits));
}

}  // namespace

DecodedChar decode_utf8(std::string_view text, std::size_t at) {
    const auto first = static_cast<std::uint8_t>(text[at]);
    if (first < 0x80) {
        return {first, 1, true};
    }
    const Lead lead = lead_of(first);
    if (lead.continuations == 0) {
        return {kReplacement, 1, false};
    }
    char32_t value = first & (0x3FU >> static_cast<unsigned>(lead.continuations));
    std::size_t length = 1;
    for (int i = 0; i < lead.continuations; ++i, ++length) {
        if (at + length >= text.size()) {
            return {kReplacement, length, false};
        }
        const auto byte = static_cast<std::uint8_t>(text[at + length]);
        const std::uint8_t low = i == 0 ? lead.low : 0x80;
        const std::uint8_t high = i == 0 ? lead.high : 0xBF;
        if (byte < low || byte > high) {
            return {kReplacement, length, false};
        }
        value = (value << 6U) | (byte & 0x3FU);
    }
    return {value, length, true};
}

void append_utf8(std::string& out, char32_t code_point) {
    if (code_point < 0x80) {
        out.push_back(to_byte(code_point));
        return;
    }
    if (code_point < 0x800) {
        out.push_back(to_byte(0xC0U | (code_point >> 6U)));
    } else if (code_point < 0x10000) {
        out.push_back(to_byte(0xE0U | (code_point >> 12U)));
        out.push_back(to_byte(0x80U | ((code_point >> 6U) & 0x3FU)));
    } else {
        out.push_back(to_byte(0xF0U | (code_point >> 18U)));
        out.push_back(to_byte(0x80U | ((code_point >> 12U) & 0x3FU)));
        out.push_back(to_byte(0x80U | ((code_point >> 6U) & 0x3FU)));
    }
    out.push_back(to_byte(0x80U | (code_point & 0x3FU)));
}

}  // namespace conversation
