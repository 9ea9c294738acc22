#include "bot/sms_text.h"

#include "conversation/thai/normalize.h"

#include <fmt/format.h>

#include <algorithm>

namespace bot {

std::string sms_text(const std::vector<conversation::OutgoingMessage>& messages) {
    std::string all;
    for (const auto& message : messages) {
        if (!message.text.empty()) {
            all += all.empty() ? "" : "\n";
            all += message.text;
        }
    }
    std::string text = conversation::clean_utf8(all);
    std::erase_if(text, [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == '\x7f';
    });
    const auto end = text.find_last_not_of(" \n");
    text.erase(end == std::string::npos ? 0 : end + 1);
    return text;
}

std::string sms_number(std::string_view address, NumberForm form) {
    if (!address.starts_with("tel:+")) {
        return {};
    }
    address.remove_prefix(5);
    const bool number = !address.empty() &&
                        std::ranges::all_of(address, [](char c) { return c >= '0' && c <= '9'; });
    if (!number) {
        return {};
    }
    if (form == NumberForm::National && address.starts_with("66")) {
        return "0" + std::string(address.substr(2));
    }
    return (form == NumberForm::Digits ? "" : "+") + std::string(address);
}

}  // namespace bot
