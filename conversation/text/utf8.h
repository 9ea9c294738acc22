#pragma once
#include <cstddef>
#include <string>
#include <string_view>

// UTF-8 as bytes from anywhere: decoding never fails and never reads past the end.
namespace conversation {

inline constexpr char32_t kReplacement = 0xFFFD;

struct DecodedChar {
    char32_t code_point = kReplacement;
    std::size_t length = 1;  // bytes consumed
    bool well_formed = false;
};

// The character at `at` (which must be < text.size()). An ill-formed sequence is U+FFFD and as long
// as its longest well-formed beginning, at least one byte (Unicode's "maximal subpart").
[[nodiscard]] DecodedChar decode_utf8(std::string_view text, std::size_t at);

// Whether a well-formed letter of the Thai block stands there: E0 B8 80 to E0 B9 BF. Nearly all
// that is not ASCII is one, so this spares decoding it.
[[nodiscard]] inline bool is_thai_letter(std::string_view text, std::size_t at) {
    return text.size() - at >= 3 && text[at] == '\xE0' && (text[at + 1] & '\xFE') == '\xB8' &&
           (text[at + 2] & '\xC0') == '\x80';
}

// `code_point` must be a Unicode scalar value.
void append_utf8(std::string& out, char32_t code_point);

}  // namespace conversation
