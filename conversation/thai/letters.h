#pragma once
#include <cstddef>
#include <string_view>

// What a place in a normalised text is made of, as far as word boundaries need it. Thai has no
// blanks between words, but a vowel or tone sign never begins one.
namespace conversation {

namespace letters {

[[nodiscard]] inline unsigned char byte(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

}  // namespace letters

[[nodiscard]] inline bool is_thai(std::string_view text, std::size_t at) {
    return letters::byte(text, at) == 0xE0 &&
           (letters::byte(text, at + 1) == 0xB8 || letters::byte(text, at + 1) == 0xB9);
}

// A sign that belongs to the letter before it: ะ ั า ำ ิ ี ึ ื ุ ู ฺ ๅ ็ ่ ้ ๊ ๋ ์.
[[nodiscard]] inline bool joins_previous(std::string_view text, std::size_t at) {
    if (!is_thai(text, at)) {
        return false;
    }
    const unsigned low = letters::byte(text, at + 2);
    return letters::byte(text, at + 1) == 0xB8 ? low >= 0xB0 && low <= 0xBA
                                               : low == 0x85 || (low >= 0x87 && low <= 0x8E);
}

[[nodiscard]] inline bool is_digit(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

[[nodiscard]] inline bool is_latin(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= 'a' && text[at] <= 'z';
}

// May a word that ends at `end` end there? A Latin one not inside of a row of letters.
[[nodiscard]] inline bool ends_word(std::string_view text, std::size_t end) {
    const bool latin = end > 0 && is_latin(text, end - 1);
    return !joins_previous(text, end) && !(latin && is_latin(text, end));
}

[[nodiscard]] inline bool begins_word(std::string_view text, std::size_t at) {
    return !(at > 0 && is_latin(text, at) && is_latin(text, at - 1));
}

}  // namespace conversation
