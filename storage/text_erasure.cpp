#include "storage/text_erasure.h"

#include <nlohmann/json.hpp>

namespace storage {

namespace {

using nlohmann::json;

// Our own JSON is a few levels deep; a text a person typed inside it is never parsed deeper.
constexpr int kDeepest = 16;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_typed(const json& value, std::string_view typed) {
    return value.is_string() && trimmed(value.get_ref<const std::string&>()) == typed;
}

// `typed` empty: any raw answer that is there.
bool is_meant(const json& value, std::string_view typed) {
    return typed.empty() ? value.is_string() && !value.get_ref<const std::string&>().empty()
                         : is_typed(value, typed);
}

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool erase_in(json& value, std::string_view typed, int depth);

bool erase_in_text(json& value, std::string_view typed, int depth) {
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() < 2 || text.front() != '{') {
        return false;
    }
    json inner = json::parse(text, nullptr, false);
    if (!inner.is_object() || !erase_in(inner, typed, depth + 1)) {
        return false;
    }
    value = dump(inner);
    return true;
}

bool erase_in(json& value, std::string_view typed, int depth) {
    bool erased = false;
    if (depth > kDeepest || !value.is_structured()) {
        return false;
    }
    for (auto member = value.begin(); member != value.end(); ++member) {
        if (value.is_object() && member.key() == "raw" && is_meant(*member, typed)) {
            *member = "";
            erased = true;
        } else if (member->is_string()) {
            erased = erase_in_text(*member, typed, depth) || erased;
        } else {
            erased = erase_in(*member, typed, depth + 1) || erased;
        }
    }
    return erased;
}

}  // namespace

std::string without_raw_answer(std::string_view text, std::string_view typed) {
    json parsed = json::parse(text, nullptr, false);
    if (trimmed(typed).empty() || !erase_in(parsed, trimmed(typed), 0)) {
        return std::string(text);
    }
    return dump(parsed);
}

std::string without_raw_answers(std::string_view text) {
    json parsed = json::parse(text, nullptr, false);
    return erase_in(parsed, {}, 0) ? dump(parsed) : std::string(text);
}

std::string without_raw_field(std::string_view text, std::string_view typed) {
    json parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object() || trimmed(typed).empty()) {
        return std::string(text);
    }
    bool erased = false;
    for (auto field = parsed.begin(); field != parsed.end();) {
        const bool here = is_typed(*field, trimmed(typed));
        field = here ? parsed.erase(field) : std::next(field);
        erased = erased || here;
    }
    return erased ? dump(parsed) : std::string(text);
}

}  // namespace storage
