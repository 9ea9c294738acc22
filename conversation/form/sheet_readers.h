#pragma once
#include "conversation/form/form.h"
#include "conversation/form/sheet_table.h"

#include <string>
#include <vector>

// One reader a sheet. Each fills its part of the form and says what is wrong; expressions are bound
// afterwards (expression_binder), when all names are known.
namespace conversation {

void read_settings(const SheetTable& settings, Form& form, Problems& problems);
void read_choices(const SheetTable& choices,
                  bool duplicates_allowed,
                  Form& form,
                  Problems& problems);
void read_entities(const SheetTable& entities, Form& form, Problems& problems);

// A row of the survey as far as it can be read alone: expressions as text.
struct SurveyRow {
    std::string required;
    std::string relevant;
    std::string constraint;
    std::string chat_check;
    std::string default_value;
    std::string calculation;
    std::string choice_filter;
};

// One SurveyRow beside each of Form::questions.
[[nodiscard]] std::vector<SurveyRow> read_survey(const SheetTable& survey,
                                                 Form& form,
                                                 Problems& problems);

// Compiles every expression of the form and checks that what it names is there.
void bind_expressions(const SheetTable& survey,
                      const std::vector<SurveyRow>& rows,
                      Form& form,
                      Problems& problems);

// Fills Form::steps; circular calculations are a problem.
void plan_computation(const SheetTable& survey, Form& form, Problems& problems);

}  // namespace conversation
