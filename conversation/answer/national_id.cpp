#include "conversation/answer/national_id.h"

#include "conversation/text/utf8.h"

#include <array>
#include <utility>
#include <vector>

namespace conversation {

namespace {

constexpr std::size_t kDigits = 13;
constexpr std::string_view kMask = "X-XXXX-XXXXX-XX-X";

int digit_value(char32_t c) {
    if (c >= '0' && c <= '9') {
        return static_cast<int>(c - '0');
    }
    if (c >= 0x0E50 && c <= 0x0E59) {
        return static_cast<int>(c - 0x0E50);
    }
    return c >= 0xFF10 && c <= 0xFF19 ? static_cast<int>(c - 0xFF10) : -1;
}

// What people put between the digits, and what nobody sees.
bool is_joint(char32_t c) {
    return c == '-' || c == ' ' || c == '.' || c == 0x00A0 || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2010 && c <= 0x2015) || c == 0x202F || c == 0x2060 || c == 0xFEFF;
}

bool is_valid(const std::array<int, kDigits>& digits) {
    int sum = 0;
    for (std::size_t i = 0; i + 1 < kDigits; ++i) {
        sum += digits[i] * static_cast<int>(kDigits - i);
    }
    return digits[0] != 0 && (11 - sum % 11) % 10 == digits[kDigits - 1];
}

struct Digit {
    int value = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool after_joint = true;  // a number may begin here
};

// The digits from `at` on, with at most three joints between each two; `at` moves behind them.
std::vector<Digit> read_row(std::string_view text, std::size_t& at) {
    constexpr int most_joints = 3;
    std::vector<Digit> row;
    int joints = 1;
    while (at < text.size()) {
        const DecodedChar decoded = decode_utf8(text, at);
        const int value = digit_value(decoded.code_point);
        if (value >= 0) {
            row.push_back({value, at, at + decoded.length, joints > 0});
            joints = 0;
        } else if (!is_joint(decoded.code_point) || ++joints > most_joints) {
            break;
        }
        at += decoded.length;
    }
    return row;
}

bool is_number_at(const std::vector<Digit>& row, std::size_t first) {
    const std::size_t behind = first + kDigits;
    if (behind > row.size() || !row[first].after_joint ||
        (behind < row.size() && !row[behind].after_joint)) {
        return false;
    }
    std::array<int, kDigits> digits{};
    for (std::size_t i = 0; i < kDigits; ++i) {
        digits[i] = row[first + i].value;
    }
    return is_valid(digits);
}

// All numbers, as stretches of bytes in order.
std::vector<std::pair<std::size_t, std::size_t>> find_all(std::string_view text) {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (std::size_t at = 0; at < text.size();) {
        const DecodedChar decoded = decode_utf8(text, at);
        if (digit_value(decoded.code_point) < 0) {
            at += decoded.length;
            continue;
        }
        const std::vector<Digit> row = read_row(text, at);
        for (std::size_t first = 0; first + kDigits <= row.size();) {
            const bool number = is_number_at(row, first);
            if (number) {
                found.emplace_back(row[first].begin, row[first + kDigits - 1].end);
            }
            first += number ? kDigits : 1;
        }
    }
    return found;
}

}  // namespace

bool has_national_id(std::string_view text) {
    return !find_all(text).empty();
}

std::string mask_national_ids(std::string_view text) {
    std::string out;
    std::size_t from = 0;
    for (const auto& [begin, end] : find_all(text)) {
        out.append(text.substr(from, begin - from)).append(kMask);
        from = end;
    }
    return out.append(text.substr(from));
}

}  // namespace conversation
