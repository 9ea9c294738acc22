#pragma once
#include "conversation/form/form.h"

#include <string>
#include <string_view>
#include <variant>

namespace conversation {

// What a cell of the type column says.
struct TypeCell {
    QuestionType type = QuestionType::Text;
    std::string list;          // of choices
    std::string file;          // select_one_from_file
    bool or_other = false;     // "select_one crops or_other"
    bool ignored = false;      // has no meaning in a chat: the row is left out
    bool stays_empty = false;  // kept for its name, without a value (deviceid …)
};

struct TypeFault {
    std::string message;
};

// Takes every spelling XLSForm does: "select_one x", "select one from x", "begin group", "int" …
[[nodiscard]] std::variant<TypeCell, TypeFault> parse_type(std::string_view text);

// As XLSForm writes it: "select_one".
[[nodiscard]] std::string_view type_name(QuestionType type);

}  // namespace conversation
