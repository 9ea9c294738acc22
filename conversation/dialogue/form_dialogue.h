#pragma once
#include "conversation/dialogue/talk.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Asks any XLSForm: questions, checks, read-back, corrections, and the submission at the end.
namespace conversation {

// What a form is begun with.
struct FormStart {
    std::shared_ptr<const Form> form;
    HouseholdId household;                          // 0: not a household's
    std::optional<Period> period = {};              // of forms with chat_period month
    bool corrects = false;                          // changes a report that is already there
    std::map<std::string, std::string> given = {};  // for the form's hidden questions
};

// Opens the form in the session (which keeps `then`) and asks its first question.
void start_form(Talk& talk, const FormStart& start);

// Opens a report again with its answers, and asks what is to be corrected: `wish` is what followed
// the word แก้, or empty.
void start_correction(Talk& talk,
                      const FormStart& start,
                      const ReportView& report,
                      const std::string& wish);

// A photo or other thing that is not a text arrived while a form is open.
void form_attachment(Talk& talk);
void form_location(Talk& talk);
// Does the open question take pictures (or a location)?
[[nodiscard]] bool form_wants(const Talk& talk, QuestionType type);

// Has `text` a meaning of its own in the open question, although it is also a word that is
// understood everywhere (a choice called ไม่มี)?
[[nodiscard]] bool form_claims(const Talk& talk, const Said& said);

// The form is open, and the person wants another thing that would end it: ask first.
void form_before_switch(Talk& talk, std::string goal);

// Asks whether to go on when the form has been silent for more than a day, or was begun on another
// channel and what is said is no whole report. True when that was asked. Ends the session, with a
// word, when its month has closed meanwhile.
[[nodiscard]] bool form_resume(Talk& talk, const Said& said);

}  // namespace conversation
