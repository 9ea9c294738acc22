#include "conversation/answer/code.h"

#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>

namespace conversation {

namespace {

constexpr std::size_t kCodeDigits = 6;

// What may stand before the digits. Nothing else may: "รายได้ 123456" is no code.
constexpr auto kLeadIns = std::to_array<std::string_view>({"ลงทะเบียน",
                                                           "สมัคร",
                                                           "รหัสครัวเรือน",
                                                           "รหัสบ้าน",
                                                           "รหัสบัตร",
                                                           "รหัส",
                                                           "เลขรหัส",
                                                           "โค้ด",
                                                           "โค๊ด",
                                                           "เลขที่บัตร",
                                                           "บัตร",
                                                           "คือ",
                                                           "register",
                                                           "code",
                                                           "เลข",
                                                           "บ้าน"});

void skip(std::string_view& text, std::string_view marks) {
    const std::size_t from = text.find_first_not_of(marks);
    text.remove_prefix(std::min(from, text.size()));
}

bool skip_lead_in(std::string_view& text) {
    for (const std::string_view word : kLeadIns) {
        if (text.starts_with(word)) {
            text.remove_prefix(word.size());
            skip(text, " :=-.");
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<std::string> read_household_code(std::string_view text) {
    const std::string answer = normalize_answer(text);
    std::string_view rest = answer;
    while (skip_lead_in(rest)) {
    }
    std::string code;
    bool joint = true;  // a joint stands between two digits, never two in a row
    for (const char c : rest) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit && (joint || (c != ' ' && c != '-'))) {
            return std::nullopt;
        }
        joint = !digit;
        if (digit) {
            code.push_back(c);
        }
    }
    return code.size() == kCodeDigits && !joint ? std::optional{code} : std::nullopt;
}

}  // namespace conversation
