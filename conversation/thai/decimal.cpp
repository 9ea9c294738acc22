#include "conversation/thai/decimal.h"

#include <fmt/format.h>

#include <limits>

namespace conversation {

namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
constexpr unsigned kSatangScale = 2;

bool times_ten(std::uint64_t& value) {
    if (value > kMost / 10) {
        return false;
    }
    value *= 10;
    return true;
}

bool append(Decimal& decimal, std::string_view digits) {
    for (const char c : digits) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (!times_ten(decimal.coefficient) || decimal.coefficient > kMost - digit) {
            return false;
        }
        decimal.coefficient += digit;
    }
    return true;
}

Decimal without_trailing_zeros(Decimal decimal) {
    while (decimal.scale > 0 && decimal.coefficient % 10 == 0) {
        decimal.coefficient /= 10;
        --decimal.scale;
    }
    return decimal;
}

}  // namespace

std::optional<Decimal> make_decimal(std::string_view whole, std::string_view fraction) {
    Decimal decimal;
    while (fraction.ends_with('0')) {
        fraction.remove_suffix(1);
    }
    if (!append(decimal, whole) || !append(decimal, fraction)) {
        return std::nullopt;
    }
    decimal.scale = static_cast<unsigned>(fraction.size());
    return decimal;
}

std::optional<Decimal> Decimal::times_power(unsigned exponent) const {
    Decimal result = *this;
    for (; exponent > 0; --exponent) {
        if (result.scale > 0) {
            --result.scale;
        } else if (!times_ten(result.coefficient)) {
            return std::nullopt;
        }
    }
    return result;
}

std::string Decimal::text() const {
    const Decimal plain = without_trailing_zeros(*this);
    std::string digits = fmt::format("{:0{}}", plain.coefficient, plain.scale + 1);
    if (plain.scale > 0) {
        digits.insert(digits.size() - plain.scale, 1, '.');
    }
    return digits;
}

std::optional<std::int64_t> Decimal::satang() const {
    const auto shifted = times_power(kSatangScale);
    if (!shifted) {
        return std::nullopt;
    }
    std::uint64_t value = shifted->coefficient;
    bool round_up = false;
    for (unsigned i = 0; i < shifted->scale; ++i) {
        round_up = value % 10 >= 5;
        value /= 10;
    }
    value += round_up ? 1 : 0;
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

std::optional<std::uint64_t> Decimal::integer() const {
    const Decimal plain = without_trailing_zeros(*this);
    return plain.scale == 0 ? std::optional{plain.coefficient} : std::nullopt;
}

}  // namespace conversation
