#include "conversation/answer/house_number.h"

#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace conversation {

namespace {

constexpr std::size_t kLongest = 200;  // bytes of a text worth reading

constexpr auto kHouse =
    std::to_array<std::string_view>({"บ้านเลขที่", "บ้าน", "เลขที่", "house", "h", "no.", "no"});
constexpr auto kMoo = std::to_array<std::string_view>({"หมู่ที่", "หมู่", "ม", "moo", "m"});

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

void skip(std::string_view& text, std::string_view bytes) {
    text.remove_prefix(std::min(text.find_first_not_of(bytes), text.size()));
}

bool take_word(std::string_view& text, std::span<const std::string_view> words) {
    for (const auto word : words) {
        if (text.starts_with(word)) {
            text.remove_prefix(word.size());
            skip(text, " .");
            return true;
        }
    }
    return false;
}

std::string take_number(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() &&
           (is_digit(text[length]) || (text[length] == '/' && length > 0))) {
        ++length;
    }
    std::string number{text.substr(0, length)};
    text.remove_prefix(length);
    return number;
}

}  // namespace

std::optional<HouseWanted> read_house_wanted(std::string_view text) {
    if (text.size() > kLongest) {
        return std::nullopt;
    }
    const std::string normal = normalize_answer(text);
    std::string_view rest{normal};
    HouseWanted wanted;
    (void)take_word(rest, kHouse);
    wanted.house_no = take_number(rest);
    if (wanted.house_no.empty() || wanted.house_no.back() == '/') {
        return std::nullopt;
    }
    skip(rest, " ");
    if (take_word(rest, kMoo)) {
        const auto [stop, error] =
            std::from_chars(rest.data(), rest.data() + rest.size(), wanted.moo);
        if (error != std::errc{}) {
            return std::nullopt;
        }
        rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
    }
    return rest.empty() ? std::optional{wanted} : std::nullopt;
}

}  // namespace conversation
