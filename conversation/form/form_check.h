#pragma once
#include "conversation/form/xlsform_reader.h"

#include <string>
#include <vector>

namespace conversation {

// What is right for the reader and may still go wrong with people: missing translations, texts too
// long for a channel, choices that do not fit on buttons, questions that a channel cannot ask.
// Warnings only. `Form::questions[…].row` tells the row.
[[nodiscard]] std::vector<FormProblem> check_form(const Form& form);

// The questions as an outline a person can read: name, type, label, when it is asked.
[[nodiscard]] std::string outline(const Form& form, std::string_view language);

}  // namespace conversation
