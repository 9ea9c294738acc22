#pragma once
#include "conversation/thai/amount_tokens.h"
#include "conversation/thai/decimal.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

// Numbers in words, figures and both mixed, without what stands around them. Internal to the
// readers of amounts, dates and times.
namespace conversation {

struct NumberReading {
    enum class Style {
        Literal,
        Spoken,  // หมื่นห้า, ร้อยนึง, พันครึ่ง: the spoken reading is `value`, the literal one `literal`
        Unclear,  // speakers differ: `candidates`, and `literal` for legal wording
    };

    Decimal value;
    Decimal literal;
    Style style = Style::Literal;
    std::vector<Decimal> candidates;
    std::uint64_t unit = 1;  // "5 พัน": 1000; 1 for a number without a unit, 0 for a longer one
    bool figures_only = false;     // nothing but figures: 8,500
    bool thousands_point = false;  // 8.500: eight and a half, or a foreign way to write 8,500
};

// The number that begins at tokens[at]; `at` moves behind it. Nothing, with `at` anywhere, when no
// number begins there or it cannot be one (สองสิบ, ห้าพันสี่หมื่น, too large).
[[nodiscard]] std::optional<NumberReading> read_number(std::span<const amount_tokens::Token> tokens,
                                                       std::size_t& at);

// A whole normalised text that is one whole number of figures or words, read literally: "14",
// "สิบสี่".
[[nodiscard]] std::optional<unsigned> read_count(std::string_view normalized);

}  // namespace conversation
