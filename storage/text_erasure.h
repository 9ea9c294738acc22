#pragma once
#include <string>
#include <string_view>

namespace storage {

// A JSON text (also one with JSON texts inside) without the raw answers that are `typed`: every
// member "raw" that is this text, blanks around it aside, becomes empty. What was understood stays.
// The same bytes come back when there is none, or when it is no JSON.
[[nodiscard]] std::string without_raw_answer(std::string_view json, std::string_view typed);

// Without all raw answers, whatever was typed.
[[nodiscard]] std::string without_raw_answers(std::string_view json);

// without_raw_answer for an object of raw texts by field, as report_revision keeps them.
[[nodiscard]] std::string without_raw_field(std::string_view json, std::string_view typed);

}  // namespace storage
