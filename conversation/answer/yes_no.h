#pragma once
#include <optional>
#include <string_view>

namespace conversation {

// ใช่ ถูกต้อง ตกลง ok yes y 1 … is true; ไม่ ไม่ใช่ ผิด no n 2 … is false; anything else, also a text with
// both, is nothing. The whole text must be the answer, particles and punctuation apart.
[[nodiscard]] std::optional<bool> read_yes_no(std::string_view text);

}  // namespace conversation
