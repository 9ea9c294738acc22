#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace conversation {

// A number without sign as it was written or said: coefficient / 10^scale, exact.
struct Decimal {
    std::uint64_t coefficient = 0;
    unsigned scale = 0;

    // The value times 10^exponent; nothing when it does not fit.
    [[nodiscard]] std::optional<Decimal> times_power(unsigned exponent) const;

    // "12000", "50.25", "0.001": no trailing zeros, no separators.
    [[nodiscard]] std::string text() const;

    // In satang, half rounded up; nothing when it is larger than a signed 64-bit number.
    [[nodiscard]] std::optional<std::int64_t> satang() const;

    // The whole number it is, if it is one.
    [[nodiscard]] std::optional<std::uint64_t> integer() const;
};

// `digits` before and after a point, both only 0-9; nothing when it does not fit.
[[nodiscard]] std::optional<Decimal> make_decimal(std::string_view whole,
                                                  std::string_view fraction);

}  // namespace conversation
