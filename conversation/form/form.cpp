#include "conversation/form/form.h"

#include <algorithm>

namespace conversation {

bool Question::is_computed() const {
    switch (type) {
        case QuestionType::Calculate:
        case QuestionType::Hidden:
        case QuestionType::Today:
        case QuestionType::Start:
        case QuestionType::End:
        case QuestionType::Username:
        case QuestionType::PhoneNumber:
            return true;
        case QuestionType::Note:
        case QuestionType::BeginGroup:
        case QuestionType::EndGroup:
            return false;
        default:
            return calculation && (read_only || label.empty());
    }
}

bool Question::has_value() const {
    return type != QuestionType::Note && type != QuestionType::BeginGroup &&
           type != QuestionType::EndGroup;
}

bool Question::is_asked() const {
    return has_value() && !is_computed() && !read_only;
}

bool Question::only_said() const {
    const auto ask = parameters.find("ask");
    return ask != parameters.end() && ask->second == "no";
}

bool Question::is_note() const {
    return type == QuestionType::Note ||
           (read_only && has_value() && !label.empty() && type != QuestionType::Calculate &&
            type != QuestionType::Hidden);
}

const Question* Form::find(std::string_view name) const {
    const auto found = index.find(name);
    return found == index.end() ? nullptr : &questions[found->second];
}

const Choice* Form::find_choice(std::string_view list, std::string_view name) const {
    const auto found = lists.find(list);
    if (found == lists.end()) {
        return nullptr;
    }
    const auto choice = std::ranges::find(found->second, name, &Choice::name);
    return choice == found->second.end() ? nullptr : &*choice;
}

std::string_view pick(const LocalText& text,
                      std::string_view language,
                      std::string_view default_language) {
    for (const std::string_view tag : {language, default_language, std::string_view{}}) {
        const auto found = text.find(tag);
        if (found != text.end() && !found->second.empty()) {
            return found->second;
        }
    }
    const auto any = std::ranges::find_if(text, [](const auto& e) { return !e.second.empty(); });
    return any == text.end() ? std::string_view{} : std::string_view{any->second};
}

}  // namespace conversation
