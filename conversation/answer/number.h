#pragma once
#include "conversation/thai/amount.h"

#include <string>
#include <string_view>

namespace conversation {

// A typed answer to an integer or decimal question, before its constraint is looked at.
struct NumberAnswer {
    AmountReading::Kind kind = AmountReading::Kind::None;
    std::string value;  // Value: "12000", "-3", "50.25": what the instance stores
    bool rounded =
        false;  // an integer was asked and the answer had a fraction: half away from zero
    AmountReading amount;  // period, approximate, candidates, reason
};

// What the question asks for: how many things, or baht. Counted things are never money.
enum class Asked { Count, Money };

// Both take amounts in all their forms (conversation/thai/amount.h); where a count is asked, with
// counters (3 คน, 2 ไร่, 5 วัน) at the end where they are no periods. `slot` as for read_amount.
[[nodiscard]] NumberAnswer read_integer(std::string_view text,
                                        std::string_view slot = {},
                                        Asked asked = Asked::Count);
[[nodiscard]] NumberAnswer read_decimal(std::string_view text,
                                        std::string_view slot = {},
                                        Asked asked = Asked::Count);

}  // namespace conversation
