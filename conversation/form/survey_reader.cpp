#include "conversation/expression/lexer.h"
#include "conversation/form/question_types.h"
#include "conversation/form/sheet_readers.h"

#include <fmt/format.h>

#include <algorithm>

namespace conversation {

namespace {

constexpr std::size_t kMaxName = 64;

bool needs_label(const Question& question) {
    return question.type == QuestionType::Note ||
           (question.is_asked() && !question.calculation && !question.read_only);
}

class SurveyReader {
  public:
    SurveyReader(const SheetTable& survey, Form& form, Problems& problems)
        : survey_(survey), form_(form), problems_(problems) {}

    std::vector<SurveyRow> run() {
        for (const std::string_view column : {"type", "name"}) {
            if (!survey_.has(column)) {
                problems_.error({"survey", 1, column}, "the column is missing");
                return {};
            }
        }
        for (int row = 2; row <= survey_.row_count(); ++row) {
            if (!survey_.is_blank(row) && !is_disabled(row)) {
                read_row(row);
            }
        }
        for (const std::size_t group : groups_) {
            problems_.error(survey_.place(form_.questions[group].row, "type"),
                            fmt::format("the group {} is never closed; add an end group row",
                                        form_.questions[group].name));
        }
        const bool empty = std::ranges::none_of(
            form_.questions, [](const Question& q) { return q.has_value() || q.is_note(); });
        if (empty && !problems_.has_error()) {
            problems_.error({"survey", 0, {}}, "the form has no questions");
        }
        return std::move(rows_);
    }

  private:
    [[nodiscard]] bool is_disabled(int row) const {
        return parse_yes_no(survey_.cell(row, "disabled")).value_or(false);
    }

    void read_row(int row) {
        const std::string_view text = survey_.cell(row, "type");
        if (text.empty()) {
            problems_.error(survey_.place(row, "type"), "the row has no type");
            return;
        }
        const auto parsed = parse_type(text);
        if (const auto* const fault = std::get_if<TypeFault>(&parsed)) {
            problems_.error(survey_.place(row, "type"), fault->message);
            return;
        }
        const TypeCell& type = std::get<TypeCell>(parsed);
        if (type.ignored || type.stays_empty) {
            problems_.warn(survey_.place(row, "type"),
                           fmt::format("a chat has no {}; {}",
                                       text,
                                       type.ignored ? "the row is left out" : "it stays empty"));
        }
        if (type.ignored) {
            return;
        }
        if (type.type == QuestionType::EndGroup) {
            close_group(row);
        } else {
            add(row, type);
        }
    }

    void close_group(int row) {
        if (groups_.empty()) {
            problems_.error(survey_.place(row, "type"), "there is no open group to end");
            return;
        }
        Question end;
        end.type = QuestionType::EndGroup;
        end.row = row;
        end.group = groups_.back();
        groups_.pop_back();
        form_.questions.push_back(std::move(end));
        rows_.emplace_back();
    }

    void add(int row, const TypeCell& type) {
        Question question;
        question.type = type.type;
        question.row = row;
        question.name = name_of(row, type.type);
        if (!groups_.empty()) {
            question.group = groups_.back();
        }
        question.path = fmt::format(
            "{}/{}",
            question.group ? form_.questions[*question.group].path : std::string{"/data"},
            question.name);
        read_texts(row, question);
        read_parameters(row, question);
        read_list(row, type, question);
        read_save_to(row, question);
        question.appearance = survey_.cell(row, "appearance");
        question.read_only = survey_.yes_no(row, "read_only", problems_);
        question.chat_unknown = survey_.yes_no(row, "chat_unknown", problems_);
        if (!survey_.cell(row, "repeat_count").empty()) {
            problems_.error(survey_.place(row, "repeat_count"),
                            "repeats are not supported yet; empty the cell");
        }
        const std::size_t index = form_.questions.size();
        form_.index.emplace(question.name, index);
        if (type.type == QuestionType::BeginGroup) {
            groups_.push_back(index);
        }
        rows_.push_back(expressions_of(row));
        check_row(row, question, rows_.back());
        form_.questions.push_back(std::move(question));
        if (type.or_other) {
            add_other(form_.questions.back());
        }
    }

    std::string name_of(int row, QuestionType type) {
        std::string name{survey_.cell(row, "name")};
        const bool may_lack = type == QuestionType::Note || type == QuestionType::BeginGroup;
        if (name.empty() && may_lack) {
            return fmt::format(
                "generated_{}_{}", type == QuestionType::Note ? "note" : "group", row);
        }
        const Place place = survey_.place(row, "name");
        if (name.empty()) {
            problems_.error(place, "the question has no name");
        } else if (!is_name(name) || name.size() > kMaxName) {
            problems_.error(place,
                            fmt::format("\"{}\" is no name: letters, digits, _ - and . with a "
                                        "letter first, at most {} bytes",
                                        name,
                                        kMaxName));
        } else if (const auto found = form_.index.find(name); found != form_.index.end()) {
            problems_.error(place,
                            fmt::format("the name {} is there already, in row {}",
                                        name,
                                        form_.questions[found->second].row));
        }
        return name;
    }

    void read_texts(int row, Question& question) {
        question.label = survey_.local(row, "label");
        question.hint = survey_.local(row, "hint");
        question.sms_label = survey_.local(row, "sms_label");
        question.sms_keys = words_of(survey_.cell(row, "sms_key"));
        question.required_message = survey_.local(row, "required_message");
        question.constraint_message = survey_.local(row, "constraint_message");
        question.chat_check_message = survey_.local(row, "chat_check_message");
    }

    // "key=value key=value", with blanks, commas or semicolons between
    void read_parameters(int row, Question& question) {
        constexpr std::string_view kBetween = " ,;\t\n";
        const std::string_view text = survey_.cell(row, "parameters");
        for (std::size_t at = text.find_first_not_of(kBetween); at != text.npos;) {
            const std::size_t end = std::min(text.find_first_of(kBetween, at), text.size());
            const std::string_view part = text.substr(at, end - at);
            const std::size_t equals = part.find('=');
            if (equals == part.npos || equals == 0) {
                problems_.error(survey_.place(row, "parameters"),
                                fmt::format("\"{}\" is not key=value", part));
            } else {
                question.parameters.emplace(lower(part.substr(0, equals)), part.substr(equals + 1));
            }
            at = text.find_first_not_of(kBetween, end);
        }
        if (const auto flag = question.parameters.find("flag"); flag != question.parameters.end()) {
            question.chat_check_flag = flag->second;
        }
    }

    void read_list(int row, const TypeCell& type, Question& question) {
        question.list_file = type.file;
        question.list_name = type.list;
        if (!type.list.empty() && !form_.lists.contains(type.list)) {
            problems_.error(survey_.place(row, "type"),
                            fmt::format("the choices sheet has no list {}", type.list));
        }
    }

    void read_save_to(int row, Question& question) {
        question.save_to = survey_.cell(row, "save_to");
        if (question.save_to.empty()) {
            return;
        }
        const Place place = survey_.place(row, "save_to");
        if (form_.entity.empty()) {
            problems_.error(place, "save_to needs an entities sheet that names the record");
        }
        if (!question.has_value()) {
            problems_.error(place, "a group or note has nothing to save");
        }
        const std::string small = lower(question.save_to);
        if (!is_name(question.save_to) || small == "name" || small == "label" ||
            small.starts_with("__")) {
            problems_.error(place,
                            fmt::format("\"{}\" cannot be a property's name", question.save_to));
        }
    }

    [[nodiscard]] SurveyRow expressions_of(int row) const {
        const auto cell = [&](std::string_view column) {
            return std::string{survey_.cell(row, column)};
        };
        return {cell("required"),
                cell("relevant"),
                cell("constraint"),
                cell("chat_check"),
                cell("default"),
                cell("calculation"),
                cell("choice_filter")};
    }

    void check_row(int row, const Question& question, const SurveyRow& expressions) {
        if (question.type == QuestionType::Calculate && expressions.calculation.empty() &&
            expressions.default_value.empty()) {
            problems_.error(survey_.place(row, "calculation"),
                            "a calculate row needs a calculation");
        }
        const bool computed = !expressions.calculation.empty();
        if (needs_label(question) && question.label.empty() && !computed) {
            problems_.error(survey_.place(row, "label"),
                            fmt::format("the question {} has no label", question.name));
        }
        if (!question.chat_check_message.empty() && expressions.chat_check.empty()) {
            problems_.warn(survey_.place(row, "chat_check_message"),
                           "there is no chat_check that would show this message");
        }
        if (!expressions.choice_filter.empty() && question.list_name.empty() &&
            question.list_file.empty()) {
            problems_.warn(survey_.place(row, "choice_filter"),
                           "only select questions have choices to filter");
        }
    }

    // "or_other": one more choice, and a question that asks what it is.
    void add_other(const Question& asked) {
        const LocalText label = {{"", "Other"}, {"th", "อื่น ๆ"}, {"en", "Other"}};
        auto& choices = form_.lists[asked.list_name];
        if (std::ranges::find(choices, "other", &Choice::name) == choices.end()) {
            choices.push_back({"other", label, {}, {}});
        }
        Question other;
        other.type = QuestionType::Text;
        other.row = asked.row;
        other.name = asked.name + "_other";
        other.path = asked.path + "_other";
        other.group = asked.group;
        other.label = {{"", "Specify other."}, {"th", "โปรดระบุ"}, {"en", "Specify other."}};
        if (!form_.index.emplace(other.name, form_.questions.size()).second) {
            problems_.error(
                survey_.place(asked.row, "name"),
                fmt::format("or_other makes a question {}, a name that is taken", other.name));
        }
        SurveyRow row;
        row.relevant = fmt::format("selected(${{{}}}, 'other')", asked.name);
        form_.questions.push_back(std::move(other));
        rows_.push_back(std::move(row));
    }

    const SheetTable& survey_;
    Form& form_;
    Problems& problems_;
    std::vector<SurveyRow> rows_;
    std::vector<std::size_t> groups_;
};

}  // namespace

std::vector<SurveyRow> read_survey(const SheetTable& survey, Form& form, Problems& problems) {
    return SurveyReader{survey, form, problems}.run();
}

}  // namespace conversation
