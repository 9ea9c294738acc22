#pragma once
#include "conversation/texts.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bot {

// What a notice says, whatever the channel and the language: kept with its outbox row, so that it
// can be said in other words elsewhere.
struct NoticeWords {
    std::string key;  // of the text
    std::vector<std::pair<std::string, std::string>> arguments;
    std::string not_to;  // an address that is left out; empty: none

    // Views of `arguments`.
    [[nodiscard]] conversation::TextArguments text_arguments() const;
    bool operator==(const NoticeWords&) const = default;
};

[[nodiscard]] std::string to_json(const NoticeWords& words);
// Nothing for a text no version of this program wrote.
[[nodiscard]] std::optional<NoticeWords> notice_words_from_json(std::string_view json);

}  // namespace bot
