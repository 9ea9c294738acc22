#include "conversation/form/instance_state.h"

#include <fmt/format.h>

#include <algorithm>

namespace conversation {

namespace {

bool is_thai(std::string_view language) {
    return language == "th";
}

std::string readable_date(std::string_view value, std::string_view language) {
    const auto day = parse_day(value.substr(0, 10));
    return day ? short_date(*day, language) : std::string{value};
}

// "15.9012 100.2634 0 0" → "15.9012, 100.2634"
std::string readable_place(std::string_view value) {
    const std::size_t blank = value.find(' ');
    if (blank == value.npos) {
        return std::string{value};
    }
    const std::string_view rest = value.substr(blank + 1);
    return fmt::format("{}, {}", value.substr(0, blank), rest.substr(0, rest.find(' ')));
}

bool has_word(std::string_view words, std::string_view word) {
    return fmt::format(" {} ", words).find(fmt::format(" {} ", word)) != std::string::npos;
}

}  // namespace

std::string readable_number(std::string_view number) {
    const std::size_t start = number.starts_with('-') ? 1 : 0;
    const std::size_t end = std::min(number.find('.'), number.size());
    if (number.find_first_not_of("0123456789", start) < end) {
        return std::string{number};
    }
    std::string result{number.substr(0, start)};
    for (std::size_t i = start; i < end; ++i) {
        if (i > start && (end - i) % 3 == 0) {
            result.push_back(',');
        }
        result.push_back(number[i]);
    }
    return result.append(number.substr(end));
}

std::string readable_value(const Question& question,
                           std::string_view value,
                           std::string_view language) {
    const bool thai = is_thai(language);
    switch (question.type) {
        case QuestionType::Date:
        case QuestionType::Today:
            return readable_date(value, language);
        case QuestionType::Time: {
            const std::string_view clock = value.substr(0, 5);
            return thai ? fmt::format("{} น.", clock) : std::string{clock};
        }
        case QuestionType::Start:
        case QuestionType::End: {
            const std::string day = readable_date(value, language);
            return value.size() > 16 ? fmt::format("{} {}", day, value.substr(11, 5)) : day;
        }
        case QuestionType::Geopoint:
            return readable_place(value);
        case QuestionType::Image:
            return thai ? "มีรูปแล้ว" : "picture";
        case QuestionType::Acknowledge:
            return thai ? "รับทราบ" : "OK";
        default:
            return std::string{value};
    }
}

std::string Instance::State::display(std::size_t index) const {
    const Question& question = form_->questions[index];
    refresh();
    if (relevance_[index] && slots_[index].unknown) {
        return is_thai(language()) ? "ไม่ทราบ" : "not known";
    }
    std::string text = value(index);
    switch (question.type) {
        case QuestionType::Integer:
        case QuestionType::Decimal:
            return has_word(question.appearance, "no-thousands-sep") ? text : readable_number(text);
        case QuestionType::SelectOne:
        case QuestionType::SelectMultiple:
        case QuestionType::SelectOneFromFile:
            return placeholder(question.name);
        default:
            return text.empty() ? text : readable_value(question, text, language());
    }
}

// What ${name} becomes in a label.
std::string Instance::State::placeholder(std::string_view name) const {
    constexpr std::string_view kLastSaved = "last-saved#";
    if (name.starts_with(kLastSaved)) {
        return last_saved(name.substr(kLastSaved.size()));
    }
    const auto found = form_->index.find(name);
    if (found == form_->index.end()) {
        return {};
    }
    const Question& question = form_->questions[found->second];
    const std::string text = value(found->second);
    if (text.empty()) {
        return text;
    }
    switch (question.type) {
        case QuestionType::SelectOne:
        case QuestionType::SelectMultiple:
        case QuestionType::SelectOneFromFile: {
            std::string result;
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t end = std::min(text.find(' ', at), text.size());
                const std::string choice = text.substr(at, end - at);
                const std::string label = choice_label(found->second, choice);
                result += (result.empty() ? "" : ", ") + (label.empty() ? choice : label);
                at = end + 1;
            }
            return result;
        }
        default:
            return has_word(question.appearance, "thousands-sep")
                       ? readable_number(text)
                       : readable_value(question, text, language());
    }
}

std::string Instance::State::fill(std::string_view text) const {
    std::string result;
    std::size_t at = 0;
    for (std::size_t open = text.find("${"); open != text.npos; open = text.find("${", at)) {
        const std::size_t close = text.find('}', open);
        if (close == text.npos) {
            break;
        }
        result.append(text.substr(at, open - at));
        result.append(placeholder(text.substr(open + 2, close - open - 2)));
        at = close + 1;
    }
    return result.append(text.substr(at));
}

}  // namespace conversation
