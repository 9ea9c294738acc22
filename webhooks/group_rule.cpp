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

// Before a code that makes the group a team's (bot/group_job).
constexpr std::array<std::string_view, 2> kBindWords{"ผูก ", "bind "};
constexpr int kBindDigits = 8;

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

// "ผูก 12345678": the officer's code, in digits of either script.
bool is_binding(std::string_view text) {
    const auto word = std::ranges::find_if(kBindWords, [&](std::string_view one) {
        return same_word(text.substr(0, one.size()), one);
    });
    if (word == kBindWords.end()) {
        return false;
    }
    text.remove_prefix(word->size());
    int digits = 0;
    while (!text.empty()) {
        const bool thai = text.size() >= 3 && text.starts_with("\xE0\xB9") && text[2] >= '\x90' &&
                          text[2] <= '\x99';
        const bool ascii = text.front() >= '0' && text.front() <= '9';
        if (!thai && !ascii && text.front() != ' ') {
            return false;
        }
        digits += thai || ascii ? 1 : 0;
        text.remove_prefix(thai ? 3 : 1);
    }
    return digits == kBindDigits;
}

bool is_command(std::string_view text) {
    text = trim(text);
    return text.starts_with('/') || is_binding(text) ||
           std::ranges::any_of(kGroupWords,
                               [&](std::string_view word) { return same_word(text, word); });
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
