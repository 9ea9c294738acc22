#include "conversation/answer/phone.h"

#include "conversation/thai/normalize.h"

#include <algorithm>

namespace conversation {

namespace {

constexpr std::string_view kThailand = "66";
constexpr std::size_t kMobileDigits = 9;    // after +66
constexpr std::size_t kFixedDigits = 8;     // after +66
constexpr std::size_t kLongestShort = 6;    // service numbers: 191, 1175, 4567890 is none
constexpr std::size_t kShortestAbroad = 9;  // with country code
constexpr std::size_t kLongestE164 = 15;
constexpr std::size_t kLongestName = 11;  // of an alphanumeric sender

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

// The digits of a number as written, with "+" before them when it is international; empty when
// there is anything in it that does not belong into a number.
std::string digits_of(std::string_view text) {
    if (text.starts_with("tel:")) {
        text.remove_prefix(4);
    }
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (text.substr(i).starts_with("(0)") && digits.starts_with('+')) {
            i += 2;  // the trunk zero nobody dials from abroad
        } else if (is_digit(c) || (c == '+' && digits.empty())) {
            digits.push_back(c);
        } else if (std::string_view{" -.()/"}.find(c) == std::string_view::npos) {
            return {};
        }
    }
    return digits == "+" ? std::string{} : digits;
}

// Thai national numbers: mobiles are 6, 8, 9 and eight digits, lines at home 2 to 5, 7 and seven.
PhoneReading thai(std::string_view national) {
    PhoneReading reading;
    const bool mobile = national.size() == kMobileDigits &&
                        (national[0] == '6' || national[0] == '8' || national[0] == '9');
    const bool fixed = national.size() == kFixedDigits &&
                       ((national[0] >= '2' && national[0] <= '5') || national[0] == '7');
    if (mobile || fixed) {
        reading.kind = mobile ? PhoneReading::Kind::Mobile : PhoneReading::Kind::Fixed;
        reading.e164 = "+66" + std::string(national);
    }
    return reading;
}

// Numbers that Thai networks dial without a leading zero: toll-free 1800 and premium 1900 with six
// more.
bool is_toll_free(std::string_view digits) {
    return digits.size() == 10 && (digits.starts_with("1800") || digits.starts_with("1900"));
}

PhoneReading abroad(std::string_view digits) {
    PhoneReading reading;
    if (digits.starts_with(kThailand)) {
        digits.remove_prefix(kThailand.size());
        if (digits.starts_with('0')) {
            digits.remove_prefix(1);
        }
        if (is_toll_free(digits)) {
            reading.kind = PhoneReading::Kind::Fixed;
            reading.e164 = "+66" + std::string(digits);
            return reading;
        }
        return digits.empty() ? reading : thai(digits);
    }
    if (digits.size() >= kShortestAbroad && digits.size() <= kLongestE164 && digits[0] != '0') {
        reading.kind = PhoneReading::Kind::Fixed;
        reading.e164 = "+" + std::string(digits);
    }
    return reading;
}

bool is_sender_name(std::string_view text) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !text.empty() && text.size() <= kLongestName &&
           std::any_of(text.begin(), text.end(), letter) &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return letter(c) || is_digit(c) || c == ' ' || c == '-' || c == '_' || c == '.';
           });
}

PhoneReading read_digits(std::string_view digits) {
    if (digits.starts_with('+')) {
        return abroad(digits.substr(1));
    }
    if (digits.starts_with("00")) {
        return abroad(digits.substr(2));
    }
    if (digits.starts_with('0')) {
        return digits.size() > 1 ? thai(digits.substr(1)) : PhoneReading{};
    }
    if (is_toll_free(digits)) {
        return abroad("66" + std::string(digits));
    }
    const std::size_t national = digits.size() - std::min(digits.size(), kThailand.size());
    if (digits.starts_with(kThailand) && (national == kMobileDigits || national == kFixedDigits)) {
        return abroad(digits);
    }
    PhoneReading reading;
    if (digits.size() >= 3 && digits.size() <= kLongestShort) {
        reading.kind = PhoneReading::Kind::Short;
    }
    return reading;
}

}  // namespace

PhoneReading read_phone(std::string_view text) {
    const std::string number = normalize(text);
    const std::string digits = digits_of(number);
    if (!digits.empty()) {
        return read_digits(digits);
    }
    PhoneReading reading;
    if (is_sender_name(number)) {
        reading.kind = PhoneReading::Kind::Name;
    }
    return reading;
}

std::string display_phone(std::string_view e164) {
    if (!e164.starts_with("+66") || !all_digits(e164.substr(1))) {
        return std::string(e164);
    }
    const std::string national = "0" + std::string(e164.substr(3));
    if (national.size() == kMobileDigits + 1) {
        return national.substr(0, 3) + "-" + national.substr(3, 3) + "-" + national.substr(6);
    }
    if (national.size() == kFixedDigits + 1) {
        const std::size_t area = national[1] == '2' ? 2 : 3;
        return national.substr(0, area) + "-" + national.substr(area, 3) + "-" +
               national.substr(area + 3);
    }
    return std::string(e164);
}

}  // namespace conversation
