#pragma once
#include <cstdint>
#include <string>

namespace conversation {

// 12500 → "12,500"; -1234567 → "-1,234,567".
[[nodiscard]] std::string with_commas(std::int64_t number);

// Satang as baht for people: 1250000 → "12,500", 5025 → "50.25".
[[nodiscard]] std::string display_baht(std::int64_t satang);

// Satang as a decimal number without separators: 1250000 → "12500", 5025 → "50.25", 5050 → "50.50".
[[nodiscard]] std::string plain_baht(std::int64_t satang);

// Satang to whole baht, half away from zero (DOMAIN: money is stored in whole baht).
[[nodiscard]] std::int64_t whole_baht(std::int64_t satang);

}  // namespace conversation
