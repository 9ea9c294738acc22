#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A form as its XLSForm sheets define it: values and look-ups, immutable once read. The words are
// XLSForm's (https://xlsform.org): survey, choices, settings, entities; our own columns are
// chat_check, chat_check_message, chat_unknown, sms_label, sms_key and the settings chat_audience,
// chat_period, chat_confirm.
namespace conversation {

class CompiledExpression;  // conversation/expression/xpath.h
class PhraseTable;         // conversation/answer/phrase_table.h
struct ChoiceWords;        // conversation/form/choice_words.h

// An expression as written in the sheet, and ready to run. Empty when the cell was empty.
struct Expression {
    std::string source;
    std::shared_ptr<const CompiledExpression> compiled;

    explicit operator bool() const { return compiled != nullptr; }
};

// Text by language tag ("th", "en"); the key "" holds a column without language. ${name} stands as
// written.
using LocalText = std::map<std::string, std::string, std::less<>>;

enum class QuestionType {
    Text,
    Integer,
    Decimal,
    Date,
    Time,
    SelectOne,
    SelectMultiple,
    SelectOneFromFile,
    Note,
    Acknowledge,
    Calculate,
    Hidden,
    Today,
    Start,
    End,
    Username,
    PhoneNumber,
    Geopoint,
    Image,
    BeginGroup,
    EndGroup,
};

struct Choice {
    std::string name;
    LocalText label;
    LocalText sms_label;
    std::map<std::string, std::string> columns;     // all others, for choice_filter
    std::shared_ptr<const ChoiceWords> words = {};  // of a form that was read; see words_of
};

// A row of the survey sheet.
struct Question {
    QuestionType type = QuestionType::Text;
    std::string name;
    std::string path;  // in the instance document: "/data/group/name"
    LocalText label;
    LocalText hint;
    LocalText sms_label;                // empty: the label serves
    std::vector<std::string> sms_keys;  // words that name it in a one-line report, as written
    Expression required;
    LocalText required_message;
    Expression relevant;
    Expression constraint;
    LocalText constraint_message;
    Expression chat_check;  // soft: when it fires, ask once whether it is meant, accept and flag
    LocalText chat_check_message;
    std::string chat_check_flag;  // what a `true` is called in the record (parameters: flag=);
                                  // a check that gives a text names its flag itself
    Expression default_value;
    Expression calculation;
    Expression choice_filter;
    std::string list_name;  // of choices
    std::string list_file;  // select_one_from_file: "villages.csv"
    std::string appearance;
    std::map<std::string, std::string> parameters;
    std::string save_to;  // property of the entity
    bool read_only = false;
    bool chat_unknown = false;         // "ไม่ทราบ" is an allowed answer
    int row = 0;                       // in the sheet, header = 1
    std::optional<std::size_t> group;  // the begin of the group around it, as an index of
                                       // Form::questions; of an EndGroup: the group it ends

    // Asked of a person: not calculated, not a group, not metadata, not read-only.
    [[nodiscard]] bool is_asked() const;
    // Never asked, but taken when the person tells it (parameters: ask=no).
    [[nodiscard]] bool only_said() const;
    // Shown and not asked: a note, or a read-only question with a label.
    [[nodiscard]] bool is_note() const;
    // Holds a value: everything but groups and notes.
    [[nodiscard]] bool has_value() const;
    // Its value is computed by the form (calculation), given (hidden) or known (today, start …).
    [[nodiscard]] bool is_computed() const;
};

// One expression to run again when what it reads has changed. A form's steps are in an order in
// which each comes after all it depends on.
struct ComputeStep {
    enum class Kind { Relevance, Calculation } kind = Kind::Relevance;
    std::size_t question = 0;
    std::vector<std::size_t> inputs;  // questions whose value it reads
};

struct Form {
    std::string id;
    std::string version;
    std::string
        digest;  // of the sheets' content, 16 hex digits: tells two editions of one version apart
    std::string key;  // "<id>:<version>:<digest>", what a session keeps
    LocalText title;
    std::string default_language;
    std::string audience;                   // anyone household volunteer member committee officer
    bool monthly = false;                   // chat_period = month
    bool confirm = true;                    // chat_confirm
    std::vector<std::string> sms_keywords;  // words that start the form
    std::string entity;  // the record it becomes besides (entities: list_name); may be empty

    std::vector<Question> questions;  // in sheet order, begin and end of groups included
    std::map<std::string, std::vector<Choice>, std::less<>> lists;
    // By list: what names its choices in the middle of a sentence.
    std::map<std::string, std::shared_ptr<const PhraseTable>, std::less<>> phrases;
    std::string sheets_json;  // the sheets as read: from this the same Form is made again
    std::map<std::string, std::size_t, std::less<>> index;  // name → questions[…], groups included
    std::vector<ComputeStep> steps;

    [[nodiscard]] const Question* find(std::string_view name) const;
    [[nodiscard]] const Choice* find_choice(std::string_view list, std::string_view name) const;
};

// The text of a language, else of the form's default language, else of no language, else of any; ""
// if empty.
[[nodiscard]] std::string_view pick(const LocalText& text,
                                    std::string_view language,
                                    std::string_view default_language);

}  // namespace conversation
