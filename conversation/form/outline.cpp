#include "conversation/form/form_check.h"
#include "conversation/form/question_types.h"

#include <fmt/format.h>

namespace conversation {

namespace {

std::string first_line(std::string_view text) {
    return std::string{text.substr(0, text.find('\n'))};
}

void add_detail(std::string& result,
                const std::string& indent,
                std::string_view what,
                const Expression& expression) {
    if (expression) {
        result += fmt::format("{}      {}: {}\n", indent, what, expression.source);
    }
}

std::string type_text(const Question& question) {
    const std::string& list = question.list_name.empty() ? question.list_file : question.list_name;
    return list.empty() ? std::string{type_name(question.type)}
                        : fmt::format("{} {}", type_name(question.type), list);
}

void add_question(std::string& result,
                  const Form& form,
                  const Question& question,
                  const std::string& indent,
                  std::string_view language) {
    std::string marks;
    if (question.read_only) {
        marks += ", read only";
    }
    if (question.chat_unknown) {
        marks += ", may be unknown";
    }
    if (!question.save_to.empty()) {
        marks += fmt::format(", saved to {}", question.save_to);
    }
    if (const auto place = question.parameters.find("line"); place != question.parameters.end()) {
        marks += fmt::format(", place {} of a line", place->second);
    }
    for (const auto& key : question.sms_keys) {
        marks += (&key == &question.sms_keys.front() ? ", in a line: " : " ") + key;
    }
    result += fmt::format(
        "{:>4}  {}{} ({}{})", question.row, indent, question.name, type_text(question), marks);
    const std::string_view label = pick(question.label, language, form.default_language);
    result += label.empty() ? "\n" : fmt::format(": {}\n", first_line(label));
    const std::string inner = indent + "  ";
    add_detail(result, inner, "asked when", question.relevant);
    add_detail(result, inner, "required", question.required);
    add_detail(result, inner, "allowed when", question.constraint);
    add_detail(result, inner, "asked back when", question.chat_check);
    add_detail(result, inner, "proposed", question.default_value);
    add_detail(result, inner, "computed as", question.calculation);
    add_detail(result, inner, "choices where", question.choice_filter);
}

}  // namespace

std::string outline(const Form& form, std::string_view language) {
    std::string result =
        fmt::format("{}  {}\n", form.id, pick(form.title, language, form.default_language));
    result += fmt::format("version {}, for {}, {}{}\n",
                          form.version.empty() ? "(none)" : form.version,
                          form.audience,
                          form.monthly ? "one report a household and month" : "any number of times",
                          form.confirm ? ", read back before it is stored" : "");
    if (!form.entity.empty()) {
        result += fmt::format("becomes {}\n", form.entity);
    }
    std::string indent;
    for (const Question& question : form.questions) {
        if (question.type == QuestionType::EndGroup) {
            indent.resize(indent.size() - 2);
            continue;
        }
        add_question(result, form, question, indent, language);
        if (question.type == QuestionType::BeginGroup) {
            indent += "  ";
        }
    }
    return result;
}

}  // namespace conversation
