#include "conversation/expression/xpath.h"
#include "conversation/form/sheet_readers.h"

#include <fmt/format.h>

#include <algorithm>

namespace conversation {

namespace {

std::string_view stem(std::string_view file) {
    return file.substr(0, file.rfind('.'));
}

// Registers that the programme keeps for every form; docs/FORMS.md lists their columns.
bool is_register(std::string_view list) {
    return list == "villages" || list == "households" || list == "people" || list == "activities";
}

// A default is an expression when it reads an answer or calls a function, else the text itself.
bool is_dynamic(std::string_view text) {
    if (text.find("${") != text.npos) {
        return true;
    }
    const Tokens tokens = read_tokens(text);
    for (std::size_t i = 0; i + 1 < tokens.list.size(); ++i) {
        if (tokens.list[i].kind == TokenKind::Name && tokens.list[i + 1].text == "(" &&
            tokens.list[i + 1].at == tokens.list[i].at + tokens.list[i].text.size()) {
            return true;
        }
    }
    return false;
}

class Binder {
  public:
    Binder(const SheetTable& survey, Form& form, Problems& problems)
        : survey_(survey), form_(form), problems_(problems) {
        for (std::size_t i = 0; i < form_.questions.size(); ++i) {
            const Question& question = form_.questions[i];
            if (question.type == QuestionType::EndGroup) {
                continue;
            }
            const bool numeric =
                question.type == QuestionType::Integer || question.type == QuestionType::Decimal;
            scope_.names[question.name] = {question.path, i, numeric};
        }
        for (const auto& [name, entry] : scope_.names) {
            scope_.paths.emplace(entry.path, &entry);
        }
        scope_.has_list = [this](std::string_view list) { return has_list(list); };
    }

    void bind(Question& question, const SurveyRow& row) {
        question.required = yes_or_expression(question, "required", row.required);
        question.relevant = yes_or_expression(question, "relevant", row.relevant);
        question.constraint = compile(question, "constraint", row.constraint);
        question.chat_check = compile(question, "chat_check", row.chat_check);
        question.calculation = compile(question, "calculation", row.calculation);
        question.default_value = is_dynamic(row.default_value)
                                     ? compile(question, "default", row.default_value)
                                     : fixed(row.default_value);
        question.choice_filter = filter(question, row.choice_filter);
        for (const auto& [text, column] :
             {std::pair{&question.label, "label"},
              std::pair{&question.hint, "hint"},
              std::pair{&question.sms_label, "sms_label"},
              std::pair{&question.required_message, "required_message"},
              std::pair{&question.constraint_message, "constraint_message"},
              std::pair{&question.chat_check_message, "chat_check_message"}}) {
            check_names(question, column, *text);
        }
    }

  private:
    [[nodiscard]] bool has_list(std::string_view list) const {
        return form_.lists.contains(list) || is_register(list) ||
               std::ranges::any_of(form_.questions, [&](const Question& question) {
                   return !question.list_file.empty() && stem(question.list_file) == list;
               });
    }

    static Expression fixed(const std::string& text) {
        if (text.empty()) {
            return {};
        }
        return {text, std::make_shared<const CompiledExpression>(text)};
    }

    Expression yes_or_expression(const Question& question,
                                 std::string_view column,
                                 const std::string& text) {
        const auto answer = parse_yes_no(text);
        if (!answer) {
            return compile(question, column, text);
        }
        // An empty required cell is a no; an empty relevant cell is a yes.
        const bool is_default = *answer == (column == "relevant");
        return is_default ? Expression{}
                          : Expression{text,
                                       std::make_shared<const CompiledExpression>(
                                           *answer ? std::string{"true"} : std::string{})};
    }

    Expression compile(const Question& question,
                       std::string_view column,
                       const std::string& text,
                       bool on_choices = false) {
        if (text.empty()) {
            return {};
        }
        auto result = compile_expression({text, scope_, question.path, on_choices});
        if (const auto* const error = std::get_if<ExpressionError>(&result)) {
            problems_.error(survey_.place(question.row, column), error->message);
            return {};
        }
        return {text, std::get<std::shared_ptr<const CompiledExpression>>(std::move(result))};
    }

    Expression filter(const Question& question, const std::string& text) {
        Expression expression = compile(question, "choice_filter", text, true);
        const auto list = form_.lists.find(question.list_name);
        if (!expression || list == form_.lists.end() || list->second.empty()) {
            return expression;
        }
        for (const std::string& column : expression.compiled->columns()) {
            if (column != "name" && column != "label" &&
                !list->second.front().columns.contains(column)) {
                problems_.error(
                    survey_.place(question.row, "choice_filter"),
                    fmt::format("the choices sheet has no column {0}; write ${{{0}}} for an answer",
                                column));
            }
        }
        return expression;
    }

    void check_names(const Question& question, std::string_view column, const LocalText& texts) {
        constexpr std::string_view kLastSaved = "last-saved#";
        for (const auto& [language, text] : texts) {
            for (std::size_t open = text.find("${"); open != text.npos;
                 open = text.find("${", open + 2)) {
                const std::size_t close = text.find('}', open);
                std::string_view name = std::string_view{text}.substr(open + 2);
                name = close == text.npos ? std::string_view{} : name.substr(0, close - open - 2);
                const std::string_view plain =
                    name.starts_with(kLastSaved) ? name.substr(kLastSaved.size()) : name;
                if (!form_.index.contains(plain)) {
                    problems_.error(
                        survey_.place(question.row, column),
                        fmt::format("${{{}}} is not a question of this form; check the spelling",
                                    name));
                }
            }
        }
    }

    const SheetTable& survey_;
    Form& form_;
    Problems& problems_;
    ExpressionScope scope_;
};

}  // namespace

void bind_expressions(const SheetTable& survey,
                      const std::vector<SurveyRow>& rows,
                      Form& form,
                      Problems& problems) {
    Binder binder{survey, form, problems};
    for (std::size_t i = 0; i < form.questions.size(); ++i) {
        binder.bind(form.questions[i], rows[i]);
    }
}

}  // namespace conversation
