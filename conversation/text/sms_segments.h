#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// What a text costs as an SMS. GSM-7 when every character is in the default alphabet or its
// extension table (160 septets, 153 in each part of a longer message), else UCS-2 (70, 67 units).
// Thai is always UCS-2.
namespace conversation {

enum class SmsEncoding { Gsm7, Ucs2 };

struct SmsCount {
    SmsEncoding encoding = SmsEncoding::Gsm7;
    std::size_t units = 0;     // septets or UTF-16 units
    std::size_t segments = 0;  // 0 for an empty text: nothing is sent
};

// As phones and gateways cut it: an escape or surrogate pair stays whole, graphemes need not.
[[nodiscard]] SmsCount count_sms(std::string_view text);

[[nodiscard]] std::string_view name(SmsEncoding encoding);  // "GSM-7", "UCS-2"

// `text` in messages of at most `segments` segments each, cut between graphemes, at line ends or
// spaces where it can be (as split_text). Parts joined are the text.
[[nodiscard]] std::vector<std::string> split_sms(std::string_view text, std::size_t segments = 1);

// The longest beginning that fits one segment, cut between graphemes.
[[nodiscard]] std::string_view cut_sms(std::string_view text);

}  // namespace conversation
