#pragma once
#include "console/import_cell.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// The codes of the register as people write and read them: what an import takes for a code, and
// what an export shows beside it.
namespace console {

struct CodeWord {
    std::string_view code;
    std::string_view english;
    std::vector<std::string_view> thai;  // the first one is shown, all are read
};

using CodeWords = std::span<const CodeWord>;

[[nodiscard]] CodeWords organisation_kinds();
[[nodiscard]] CodeWords organisation_levels();
[[nodiscard]] CodeWords constitutions();
[[nodiscard]] CodeWords role_words();
[[nodiscard]] CodeWords activity_kinds();
[[nodiscard]] CodeWords activity_states();
[[nodiscard]] CodeWords fund_kinds();
[[nodiscard]] CodeWords access_kinds();
[[nodiscard]] CodeWords nomination_stages();
[[nodiscard]] CodeWords adoption_words();
[[nodiscard]] CodeWords household_statuses();

// The code of a cell: written itself (case alike) or in words. CellFault lists what may be written.
[[nodiscard]] Read<std::string> read_code(std::string_view cell, CodeWords words);
// The word of a code in one of the two languages; the code itself when it is none of them.
[[nodiscard]] std::string code_word(std::string_view code, CodeWords words, bool thai);
// The Thai word of a code; the code itself when it is none of them.
[[nodiscard]] std::string_view thai_word(std::string_view code, CodeWords words);

}  // namespace console
