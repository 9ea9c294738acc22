#include "webhooks/group_rule.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace webhooks {

namespace {

using conversation::IncomingKind;

// Only when they are the whole text: people also use these words among themselves.
constexpr std::array<std::string_view, 12> kGroupWords{"เมนู",
                                                       "menu",
                                                       "ช่วย",
                                                       "ช่วยเหลือ",
                                                       "help",
                                                       "หยุด",
                                                       "stop",
                                                       "รายงาน",
                                                       "report",
                                                       "กระดาน",
                                                       "board",
                                                       "สรุป"};

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool same_word(std::string_view a, std::string_view b) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_command(std::string_view text) {
    text = trim(text);
    return text.starts_with('/') || std::ranges::any_of(kGroupWords, [&](std::string_view word) {
               return same_word(text, word);
           });
}

}  // namespace

bool may_pass(const conversation::IncomingMessage& message) {
    if (message.group.empty()) {
        return true;
    }
    switch (message.kind) {
        case IncomingKind::Text:
        case IncomingKind::Edited:
            return message.mentions_us || is_command(message.text);
        case IncomingKind::Postback:
        case IncomingKind::Unsend:
        case IncomingKind::Join:
        case IncomingKind::Leave:
        case IncomingKind::MemberJoined:
        case IncomingKind::MemberLeft:
            return true;
        default:
            return false;
    }
}

}  // namespace webhooks
