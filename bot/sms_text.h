#pragma once
#include "conversation/message.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// What of our messages goes into an SMS. Pure.
namespace bot {

// Their texts, one under the other, as valid UTF-8 without control characters but line ends. Cards
// and pictures are left out: a message's text says everything.
[[nodiscard]] std::string sms_text(const std::vector<conversation::OutgoingMessage>& messages);

// "tel:+66812345678" as gateways want it; empty when it is no number.
enum class NumberForm {
    International,  // +66812345678
    Digits,         // 66812345678
    National,       // 0812345678 (other countries: +…)
};

[[nodiscard]] std::string sms_number(std::string_view address, NumberForm form);

}  // namespace bot
