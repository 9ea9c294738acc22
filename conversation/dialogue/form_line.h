#pragma once
#include "conversation/answer/report_line.h"
#include "conversation/dialogue/form_talk.h"

#include <optional>
#include <string>
#include <vector>

// What one-line reports make of a form: its fields by place and by key, what a line's words mean to
// them, and what is wrong with a line. Shared by the files of the form dialogue that read lines.
namespace conversation {

// The questions a line can answer. The first `places` of them take values by place: in the order
// of the parameter `line`, else of the sheet.
struct LineFields {
    std::vector<const Question*> questions;
    std::size_t places = 0;
    std::size_t figures = 0;  // places that take figures and must be said
    bool ordered = false;     // the sheet gives places: a bare line of figures means this form
};

[[nodiscard]] LineFields line_fields(const Form& form);

[[nodiscard]] ReportLine read_line(const Form& form, std::string_view text, PlacedWords placed);

// The first value of a placed line was a house.
void take_house(ReportLine& line);

struct LineFault {
    std::string_view key;  // of the text that says it
    TextArguments arguments;
    std::string said;  // put into the text as {said}, cut to fit
};

// The first thing in a line that cannot be taken nor asked back; nothing is stored.
[[nodiscard]] std::optional<LineFault> fault_of(const FormTalk& form, const ReportLine& line);
void say_fault(Talk& talk, const LineFault& fault);
// "ส่ง รายได้ เว้นวรรค ออม เช่น 8500 300"; with a house in front where one must be named.
[[nodiscard]] LineFault what_to_send(const FormTalk& form, const std::string& house);

// The answer a value of the line is to its question.
[[nodiscard]] Reading line_reading(const FormTalk& form,
                                   const Question& question,
                                   const LineValue& value);

// Answers the form's questions from the line. What is plain is stored; what is suspicious or
// unclear is asked when its question is opened; what is still the same as last time is taken.
void fill_from_line(FormTalk& form, const ReportLine& line, const std::string& raw);
// The same where nothing may be asked: false when something would have to be.
[[nodiscard]] bool fill_plainly(FormTalk& form, const ReportLine& line, const std::string& raw);

// Has every value of the line that answer already?
template <class ValueOf>
[[nodiscard]] bool says_nothing_new(const FormTalk& form,
                                    const ReportLine& line,
                                    ValueOf value_of) {
    const auto fields = line_fields(*form.form);
    for (const auto& value : line.values) {
        const Question& question = *fields.questions.at(value.field);
        const auto reading = line_reading(form, question, value);
        if (reading.kind != Reading::Kind::Value || reading.value != value_of(question)) {
            return false;
        }
    }
    return !line.values.empty();
}

}  // namespace conversation
