#pragma once
#include "conversation/form/forms.h"
#include "conversation/form/xlsform_reader.h"

#include <filesystem>
#include <string>
#include <vector>

// Finds and reads forms on disk: a folder with survey.csv and, where needed, choices.csv,
// settings.csv and entities.csv beside it.
namespace bot {

// What a form on disk gave. `place` is the folder. A problem's sheet names its file: "survey" is
// survey.csv in the folder.
struct FormFile {
    std::filesystem::path place;
    conversation::FormReading reading;
};

// Reads the form at `path`: its folder, or its survey.csv. A form without form_id is called after
// its folder. Never throws for what is on disk: what cannot be read is a problem of the form.
[[nodiscard]] FormFile read_form(const std::filesystem::path& path);

// Every form at or below the paths, in order of path; folders without survey.csv are looked
// through, links to folders are not followed. A path that is not there is a form with that problem.
[[nodiscard]] std::vector<FormFile> read_forms(const std::vector<std::filesystem::path>& paths);

// The forms that can be used. Two folders with one form_id: the second has a problem and is left
// out.
[[nodiscard]] conversation::Forms usable_forms(std::vector<FormFile>& files);

// "flows/report/survey.csv:12 [relevant] message"
[[nodiscard]] std::string to_text(const FormFile& file, const conversation::FormProblem& problem);

}  // namespace bot
