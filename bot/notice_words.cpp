#include "bot/notice_words.h"

#include <nlohmann/json.hpp>

namespace bot {

using nlohmann::json;

conversation::TextArguments NoticeWords::text_arguments() const {
    return {arguments.begin(), arguments.end()};
}

std::string to_json(const NoticeWords& words) {
    json all = {{"format", 1}, {"text", words.key}, {"arguments", words.arguments}};
    if (!words.not_to.empty()) {
        all["not_to"] = words.not_to;
    }
    return all.dump();
}

std::optional<NoticeWords> notice_words_from_json(std::string_view text) {
    try {
        const auto all = json::parse(text);
        if (all.at("format") != 1) {
            return std::nullopt;
        }
        NoticeWords words;
        all.at("text").get_to(words.key);
        all.at("arguments").get_to(words.arguments);
        words.not_to = all.value("not_to", "");
        return words;
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

}  // namespace bot
