#include "conversation/form/xlsform_reader.h"

#include "conversation/form/choice_words.h"
#include "conversation/form/sheet_readers.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace conversation {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> kSheets = {"survey", "choices", "settings", "entities"};

// 64 bits of FNV-1a: tells two editions of a form apart; it is no protection against forgery.
std::string digest_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3U;
    }
    return fmt::format("{:016x}", hash);
}

const Sheet* find_sheet(const std::vector<Sheet>& sheets, std::string_view name) {
    const auto found = std::ranges::find_if(
        sheets, [&](const Sheet& sheet) { return lower(trimmed(sheet.name)) == name; });
    return found == sheets.end() ? nullptr : &*found;
}

std::string sheets_json(const std::vector<Sheet>& sheets) {
    json result = json::array();
    for (const std::string_view name : kSheets) {
        if (const Sheet* const sheet = find_sheet(sheets, name)) {
            result.push_back({{"name", name}, {"rows", sheet->rows}});
        }
    }
    return result.dump(-1, ' ', false, json::error_handler_t::replace);
}

// The language that texts fall back to: Thai where the form speaks it.
void settle_language(Form& form, Problems& problems) {
    const auto speaks = [&](std::string_view language) {
        return std::ranges::any_of(form.questions, [&](const Question& question) {
            return question.label.contains(language);
        });
    };
    if (form.default_language.empty()) {
        form.default_language = speaks("th") ? "th" : "";
    } else if (!speaks(form.default_language)) {
        problems.warn({"settings", 2, "default_language"},
                      fmt::format("no label is in the default language {}", form.default_language));
    }
}

void check_entity_use(const Form& form, Problems& problems) {
    const bool saves = std::ranges::any_of(
        form.questions, [](const Question& question) { return !question.save_to.empty(); });
    if (!form.entity.empty() && !saves) {
        problems.warn({"entities", 2, {}},
                      fmt::format("no question has a save_to, so {} stays empty", form.entity));
    }
}

FormReading only_problems(Problems& problems) {
    return {nullptr, problems.take()};
}

}  // namespace

FormReading read_xlsform(const std::vector<Sheet>& sheets) {
    Problems problems;
    if (find_sheet(sheets, "survey") == nullptr) {
        problems.error({"survey", 0, {}}, "the survey sheet is missing");
        return only_problems(problems);
    }
    const SheetTable survey{find_sheet(sheets, "survey"), problems};
    const SheetTable choices{find_sheet(sheets, "choices"), problems};
    const SheetTable settings{find_sheet(sheets, "settings"), problems};
    const SheetTable entities{find_sheet(sheets, "entities"), problems};
    if (problems.has_error()) {
        return only_problems(problems);
    }
    Form form;
    read_settings(settings, form, problems);
    const bool duplicates =
        settings.row_count() > 1 && settings.yes_no(2, "allow_choice_duplicates", problems);
    read_choices(choices, duplicates, form, problems);
    read_entities(entities, form, problems);
    const std::vector<SurveyRow> rows = read_survey(survey, form, problems);
    if (problems.has_error()) {
        return only_problems(problems);
    }
    bind_expressions(survey, rows, form, problems);
    if (problems.has_error()) {
        return only_problems(problems);
    }
    plan_computation(survey, form, problems);
    settle_language(form, problems);
    check_entity_use(form, problems);
    if (problems.has_error()) {
        return only_problems(problems);
    }
    add_words(form);
    form.sheets_json = sheets_json(sheets);
    form.digest = digest_of(form.sheets_json);
    form.key = fmt::format("{}:{}:{}", form.id, form.version, form.digest);
    return {std::make_shared<const Form>(std::move(form)), problems.take()};
}

FormReading read_xlsform_json(std::string_view text) {
    Problems problems;
    const json document = json::parse(text, nullptr, false);
    std::vector<Sheet> sheets;
    try {
        for (const json& sheet : document) {
            sheets.push_back({sheet.at("name").get<std::string>(),
                              sheet.at("rows").get<std::vector<std::vector<std::string>>>()});
        }
    } catch (const json::exception&) {
        problems.error({"survey", 0, {}}, "the text is not the sheets of a form");
        return only_problems(problems);
    }
    return read_xlsform(sheets);
}

}  // namespace conversation
