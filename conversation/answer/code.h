#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace conversation {

// The six digits of a household's card ("123456", "123 456", "๑๒๓-๔๕๖", "รหัส 123456 ค่ะ"), or
// nothing: a message that says anything else, or has more digits, holds no code.
[[nodiscard]] std::optional<std::string> read_household_code(std::string_view text);

}  // namespace conversation
