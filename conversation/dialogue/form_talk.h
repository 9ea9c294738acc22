#pragma once
#include "conversation/answer/report_line.h"
#include "conversation/answer/sentence.h"
#include "conversation/dialogue/form_dialogue.h"
#include "conversation/dialogue/talk.h"
#include "conversation/form/instance.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the files of the form dialogue share; nobody else includes it.
namespace conversation {

// The open form during one turn: the session's progress and the answers brought to life.
struct FormTalk {
    Talk& talk;
    FormProgress& at;
    std::shared_ptr<const Form> form;
    Instance instance;
    std::string lead;   // said before the next question, in its message
    bool over = false;  // the session ended in this turn: `at` is gone

    void add_lead(std::string_view text);
    [[nodiscard]] const Question* question() const;  // the open one
};

// Where a form stands: FormProgress::stage.
inline constexpr std::string_view kAsk = "ask";      // a question is open
inline constexpr std::string_view kSame = "same";    // … as "still the same as last time?"
inline constexpr std::string_view kMore = "more";    // … with all its choices shown
inline constexpr std::string_view kCheck = "check";  // a suspicious answer is asked once
inline constexpr std::string_view kAskedBack = "asked_back";  // an unclear answer is asked back
inline constexpr std::string_view kReadBack = "read_back";
inline constexpr std::string_view kChooseField = "choose_field";
inline constexpr std::string_view kInformant =
    "informant";                                          // who told what is reported for a house
inline constexpr std::string_view kQuicker = "conflict";  // somebody else was quicker
inline constexpr std::string_view kResume = "resume";     // go on, or begin again?

// form_dialogue.cpp
void end_form(FormTalk& form, std::string reason);

// form_open.cpp
inline constexpr std::string_view kGivenNote = "given.";  // notes: what the form was begun with
// The same message gives the same submission the same name, whoever computes it. A message that
// reports for several houses names each.
[[nodiscard]] std::string submission_uuid(const Talk& talk, HouseholdId household = {});
// The form of the session brought to life; nothing when the session's answers cannot be read, which
// ends it.
[[nodiscard]] std::optional<FormTalk> open_form(Talk& talk);
// A form with no answers that is not the session's, for looking at what a message would answer.
// `at` must outlive it.
[[nodiscard]] FormTalk scratch_form(Talk& talk, const FormStart& start, FormProgress& at);

// form_ask.cpp
void put_next(FormTalk& form);  // the next open question, or the read-back
void open_question(FormTalk& form, const Question& question);
void put_open(FormTalk& form);  // what is open, by stage
[[nodiscard]] std::string choice_text(const FormTalk& form, const Choice& choice);
// Is "still the same?" asked instead of the question? Then its default is known.
[[nodiscard]] bool asks_same(const FormTalk& form, const Question& question);
// Do the choices stand in the message with numbers before them, not only as buttons?
[[nodiscard]] bool lists_choices(const FormTalk& form, const Question& question);
[[nodiscard]] std::string parameter(const FormTalk& form,
                                    const Question& question,
                                    const std::string& key);
[[nodiscard]] bool is_number(const Question& question);
[[nodiscard]] bool is_money(const FormTalk& form, const Question& question);
[[nodiscard]] std::string with_unit(const FormTalk& form,
                                    const Question& question,
                                    std::string text);

// form_read.cpp: what a text means as the answer to a question.
struct Reading {
    enum class Kind {
        Value,
        Unknown,
        Skip,
        AskBack,  // unclear: `text_key` asks, `candidates` are offered
        Missed,   // not understood: `text_key` says what would be
    };

    Kind kind = Kind::Missed;
    std::string value;
    UnknownReason unknown = UnknownReason::DontKnow;
    std::string echo;  // what was understood, when it is not what was typed
    std::string_view text_key = "form.help";
    TextArguments arguments;
    std::vector<std::string> candidates;  // values
    std::string pending;                  // for FormProgress::pending, instead of the candidates
    bool yes_no = false;  // AskBack: its one candidate is offered with ใช่ and ไม่ใช่
    bool anew = false;  // Missed: what was asked back is dropped, the question asked as it was
    bool confirms = false;  // Value: ใช่ to what was asked back, so what was typed first is its raw
    bool completes = false;  // Value: a part of the answer, as is what was typed first
};

[[nodiscard]] Reading read_answer(const FormTalk& form, const Question& question, const Said& said);
// The answer to what was asked back.
[[nodiscard]] Reading read_asked_back(const FormTalk& form,
                                      const Question& question,
                                      const Said& said);

// form_number.cpp
[[nodiscard]] Reading read_number(const FormTalk& form, const Question& question, const Said& said);
[[nodiscard]] Reading read_days(const FormTalk& form, const Question& question, const Said& said);

// form_take.cpp
// Asks what was asked back, the first time or again.
void put_asked_back(FormTalk& form, const Question& question);
void take(FormTalk& form, const Question& question, const Said& said);
void take_reading(FormTalk& form,
                  const Question& question,
                  const Reading& reading,
                  const std::string& raw);
// A value as people read it: "8,000", a choice's label, "15 ม.ค. 2569".
[[nodiscard]] std::string shown_value(const FormTalk& form,
                                      const Question& question,
                                      const std::string& value);
// Keeps an answer; what depends on the one it replaces is asked again.
void store_answer(FormTalk& form,
                  const Question& question,
                  const std::string& value,
                  const std::string& raw);
void answer_check(FormTalk& form, const Said& said);
void go_to_question_before(FormTalk& form);

// form_facts.cpp
// What a question asks for, by its save_to or name.
[[nodiscard]] std::optional<Fact> fact_of(const Question& question);
// Takes from one message the answers to all questions it tells something about, and goes on. False,
// with nothing said, when it tells nothing. `open` is the question it was said to, if any.
[[nodiscard]] bool take_facts(FormTalk& form, const Question* open, const Said& said);
// A question is opened about which something was said earlier: says why it is asked, and takes what
// was said as the answer to it. False when it is still to be asked.
[[nodiscard]] bool open_with_facts(FormTalk& form, const Question& question);
// Forgets an answer, so that it is asked again beginning with these words.
void begin_again_with(FormTalk& form, const Question& question, const std::string& words);

// form_line.cpp: one line that answers several questions ("8500 300", "รด 4500 ออม 300").
// False, with nothing changed, when it is no such line or has a fault. `raw` is what was typed.
[[nodiscard]] bool take_line(FormTalk& form,
                             const Said& said,
                             const std::string& raw,
                             PlacedWords words = PlacedWords::Figures);
// At the read-back: the line again, with other figures. False when it is no line of several values.
[[nodiscard]] bool take_line_again(FormTalk& form, const Said& said);
// Is it a line of several values that this form can take?
[[nodiscard]] bool is_whole_line(const Form& form, std::string_view text);
// "inform 45": a word of the Latin alphabet that is longer than a key, so that its figure is none.
[[nodiscard]] bool only_begins_like_a_key(const Form& form, std::string_view text);
// Was the form filled by a line, so that it is corrected by another?
[[nodiscard]] bool filled_by_line(const FormTalk& form);

// form_summary.cpp
struct FieldRow {
    const Question* question = nullptr;
    std::string label;
    std::string value;
};

[[nodiscard]] std::vector<FieldRow> field_rows(const FormTalk& form);
// An answer as the summary shows it, with its unit.
[[nodiscard]] std::string row_value(const FormTalk& form, const Question& question);
void put_read_back(FormTalk& form);

// form_read_back.cpp
void put_choose_field(FormTalk& form);
void answer_read_back(FormTalk& form, const Said& said);
void answer_choose_field(FormTalk& form, const Said& said);
// "แก้รายได้เป็น 3000": false when no field is meant.
[[nodiscard]] bool correct_field(FormTalk& form, std::string_view wish);

// informant.cpp
[[nodiscard]] bool asks_informant(const FormTalk& form);
void put_informant(FormTalk& form);
void answer_informant(FormTalk& form, const Said& said);

// form_submit.cpp
[[nodiscard]] FormSubmitted submission_of(const FormTalk& form);
void submit(FormTalk& form);
void put_conflict(FormTalk& form);
void answer_conflict(FormTalk& form, const Said& said);

}  // namespace conversation
