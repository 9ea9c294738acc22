#pragma once
#include "conversation/form/instance.h"
#include "conversation/form/xlsform_reader.h"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Forms for tests, written as the CSV of their sheets.
namespace test {

struct FormText {
    std::string_view survey;
    std::string_view choices = {};
    std::string_view settings = "form_id,version\ntest,1\n";
    std::string_view entities = {};
};

inline std::vector<conversation::Sheet> sheets_of(const FormText& text) {
    std::vector<conversation::Sheet> sheets;
    for (const auto& [name, csv] :
         {std::pair<std::string_view, std::string_view>{"survey", text.survey},
          {"choices", text.choices},
          {"settings", text.settings},
          {"entities", text.entities}}) {
        if (!csv.empty()) {
            auto sheet = conversation::sheet_from_csv(name, csv);
            REQUIRE(std::holds_alternative<conversation::Sheet>(sheet));
            sheets.push_back(std::get<conversation::Sheet>(std::move(sheet)));
        }
    }
    return sheets;
}

inline conversation::FormReading reading_of(const FormText& text) {
    return conversation::read_xlsform(sheets_of(text));
}

// "survey:3 [relevant] message" as `form check` writes it, one a line.
inline std::string problems_of(const conversation::FormReading& reading) {
    std::string result;
    for (const auto& problem : reading.problems) {
        if (!result.empty()) {
            result += "\n";
        }
        if (problem.severity == conversation::FormProblem::Severity::Warning) {
            result += "warning ";
        }
        result += problem.sheet + ":" + std::to_string(problem.row) + " [" + problem.column + "] " +
                  problem.message;
    }
    return result;
}

inline std::shared_ptr<const conversation::Form> form_of(const FormText& text) {
    const auto reading = reading_of(text);
    INFO(problems_of(reading));
    REQUIRE(reading.form != nullptr);
    return reading.form;
}

// 5 December 2025, 09:05 in Bangkok.
inline conversation::InstanceContext context() {
    conversation::InstanceContext context;
    context.now = *conversation::parse_instant("2025-12-05T02:05:00.000Z");
    context.started_at = *conversation::parse_instant("2025-12-04T18:30:00.000Z");
    context.username = "contact-7";
    context.uuid = "11111111-2222-4333-8444-555555555555";
    return context;
}

inline conversation::Instance instance_of(const FormText& text) {
    return {form_of(text), context()};
}

// Writes the instance to JSON and reads it into a new one, as happens between two answers.
inline void reload(conversation::Instance& instance,
                   const std::shared_ptr<const conversation::Form>& form) {
    const std::string json = instance.to_json();
    conversation::Instance fresh{form, instance.context()};
    fresh.restore(json);
    CHECK(fresh.to_json() == json);
    instance = std::move(fresh);
}

}  // namespace test
