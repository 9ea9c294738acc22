#include "conversation/expression/functions.h"
#include "conversation/expression/text_regex.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

// string concat join string-length substr substring contains starts-with ends-with
// substring-before substring-after translate normalize-space regex. Positions count characters
// (code points), not bytes.
namespace conversation {

namespace {

// Where each character of a text begins, and the end.
std::vector<std::size_t> character_starts(std::string_view text) {
    std::vector<std::size_t> starts;
    starts.reserve(text.size() + 1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
            starts.push_back(i);
        }
    }
    starts.push_back(text.size());
    return starts;
}

std::vector<std::string_view> characters(std::string_view text) {
    const auto starts = character_starts(text);
    std::vector<std::string_view> result;
    result.reserve(starts.size());
    for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
        result.push_back(text.substr(starts[i], starts[i + 1] - starts[i]));
    }
    return result;
}

std::string own_text(const Arguments& arguments) {
    if (arguments.size() > 0) {
        return arguments.text(0);
    }
    const xmlNode* const node = arguments.here();
    return node != nullptr && node->children != nullptr && node->children->content != nullptr
               ? reinterpret_cast<const char*>(node->children->content)
               : "";
}

FunctionResult string(const Arguments& arguments) {
    return arguments.text(0);
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
    std::string result;
    for (std::size_t i = 0; i < texts.size() && result.size() <= kMaxText; ++i) {
        result.append(i == 0 ? std::string_view{} : separator).append(texts[i]);
    }
    return result;
}

FunctionResult concat(const Arguments& arguments) {
    return joined(arguments.texts(0), {});
}

FunctionResult join(const Arguments& arguments) {
    return joined(arguments.texts(1), arguments.text(0));
}

FunctionResult string_length(const Arguments& arguments) {
    return static_cast<double>(character_starts(own_text(arguments)).size() - 1);
}

// Characters from `from` up to, not including, `to`; both are cut to the text.
std::string slice(std::string_view text, double from, double to) {
    const auto starts = character_starts(text);
    const auto last = static_cast<double>(starts.size() - 1);
    from = std::isnan(from) ? last : std::clamp(from, 0.0, last);
    to = std::isnan(to) ? from : std::clamp(to, from, last);
    const std::size_t begin = starts[static_cast<std::size_t>(from)];
    return std::string{text.substr(begin, starts[static_cast<std::size_t>(to)] - begin)};
}

// Zero-based; a negative index counts from the end.
FunctionResult substr(const Arguments& arguments) {
    const std::string text = arguments.text(0);
    const auto length = static_cast<double>(character_starts(text).size() - 1);
    const auto index = [length](double number) {
        const double whole = std::trunc(number);
        return whole < 0 ? whole + length : whole;
    };
    return slice(text,
                 index(arguments.number(1)),
                 arguments.size() > 2 ? index(arguments.number(2)) : length);
}

// XPath's own: one-based, with a length.
FunctionResult substring(const Arguments& arguments) {
    const double from = std::floor(arguments.number(1) + 0.5) - 1;
    const double length = arguments.size() > 2 ? std::floor(arguments.number(2) + 0.5)
                                               : std::numeric_limits<double>::infinity();
    return slice(arguments.text(0), from, from + length);
}

FunctionResult substring_before(const Arguments& arguments) {
    const std::string text = arguments.text(0);
    const std::size_t at = text.find(arguments.text(1));
    return at == std::string::npos ? std::string{} : text.substr(0, at);
}

FunctionResult substring_after(const Arguments& arguments) {
    const std::string text = arguments.text(0);
    const std::string mark = arguments.text(1);
    const std::size_t at = text.find(mark);
    return at == std::string::npos ? std::string{} : text.substr(at + mark.size());
}

FunctionResult contains(const Arguments& arguments) {
    return arguments.text(0).find(arguments.text(1)) != std::string::npos;
}

FunctionResult starts_with(const Arguments& arguments) {
    return arguments.text(0).starts_with(arguments.text(1));
}

FunctionResult ends_with(const Arguments& arguments) {
    return arguments.text(0).ends_with(arguments.text(1));
}

FunctionResult translate(const Arguments& arguments) {
    const std::string text = arguments.text(0);
    const std::string from = arguments.text(1);
    const std::string to = arguments.text(2);
    const auto from_characters = characters(from);
    const auto to_characters = characters(to);
    std::string result;
    for (const std::string_view character : characters(text)) {
        const auto found = std::ranges::find(from_characters, character);
        const auto index = static_cast<std::size_t>(found - from_characters.begin());
        if (found == from_characters.end()) {
            result.append(character);
        } else if (index < to_characters.size()) {
            result.append(to_characters[index]);
        }
    }
    return result;
}

FunctionResult normalize_space(const Arguments& arguments) {
    std::string result;
    bool blank = false;
    for (const char c : own_text(arguments)) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            blank = true;
            continue;
        }
        if (blank && !result.empty()) {
            result.push_back(' ');
        }
        blank = false;
        result.push_back(c);
    }
    return result;
}

FunctionResult regex(const Arguments& arguments) {
    return matches_whole(arguments.text(0), arguments.text(1));
}

constexpr std::array kFunctions = {
    function<string>("string", 1, 1, ValueKind::Text),
    function<concat>("concat", 1, -1, ValueKind::Text),
    function<join>("join", 2, -1, ValueKind::Text),
    function<string_length>("string-length", 0, 1, ValueKind::Number),
    function<substr>("substr", 2, 3, ValueKind::Text),
    function<substring>("substring", 2, 3, ValueKind::Text),
    function<substring_before>("substring-before", 2, 2, ValueKind::Text),
    function<substring_after>("substring-after", 2, 2, ValueKind::Text),
    function<contains>("contains", 2, 2, ValueKind::Boolean),
    function<starts_with>("starts-with", 2, 2, ValueKind::Boolean),
    function<ends_with>("ends-with", 2, 2, ValueKind::Boolean),
    function<translate>("translate", 3, 3, ValueKind::Text),
    function<normalize_space>("normalize-space", 0, 1, ValueKind::Text),
    function<regex>("regex", 2, 2, ValueKind::Boolean),
};

}  // namespace

std::span<const Function> text_functions() {
    return kFunctions;
}

}  // namespace conversation
