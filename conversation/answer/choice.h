#pragma once
#include "conversation/form/form.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// One of the choices that were offered, in the order they were numbered.
struct ChoiceOption {
    std::string name;
    std::vector<std::string> labels;  // in every language and for every channel
    std::vector<std::string> synonyms;
};

// A form's choice: all its labels, SMS labels, and the words of its own column `synonyms`
// (separated by | , or ;).
[[nodiscard]] ChoiceOption option_of(const Choice& choice);

struct ChoiceAnswer {
    enum class Kind {
        Match,  // `indices` are the choices meant, in the order said; exactly one for read_choice
        Ambiguous,  // one of `indices`: ask which
        None,
    };

    Kind kind = Kind::None;
    std::vector<std::size_t> indices;  // into the options
};

// One choice: by its number (1 is the first, either script, "ข้อ 2", "2."), its name, a label, a
// synonym, a label cut to the length of a quick reply, or a beginning of at least two letters that
// only one choice has. Case, spaces, typing faults that normalize() knows and polite particles do
// not matter.
[[nodiscard]] ChoiceAnswer read_choice(std::string_view text,
                                       std::span<const ChoiceOption> options);
[[nodiscard]] ChoiceAnswer read_choice(std::string_view text, std::span<const Choice> choices);

// Several choices: "1 3", "1,3", "ทำนา กับ ค้าขาย", "ทำนา, ค้าขาย และ 3". Every part must be
// understood, else None (or Ambiguous with the choices of the first unclear part). No choice twice.
[[nodiscard]] ChoiceAnswer read_choices(std::string_view text,
                                        std::span<const ChoiceOption> options);
[[nodiscard]] ChoiceAnswer read_choices(std::string_view text, std::span<const Choice> choices);

}  // namespace conversation
