#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace console {

// The occupations of the programme (DOMAIN.md 5.2): the code that is stored and what people read.
struct Occupation {
    std::string_view code;
    std::string_view thai;
    std::string_view english;
};

[[nodiscard]] std::span<const Occupation> occupations();

// The classes of statistics: FARM {RICE GARDEN CROP LIVESTOCK FISH PALM}, WAGE {WAGE EMPLOYEE
// CIVIL}, OWN {TRADE FOOD CRAFT SERVICE}, INACTIVE {NONE_ELDER HOME STUDENT NONE}; Other is any
// further code.
enum class OccupationClass { Farm, Wage, Own, Inactive, Other };

[[nodiscard]] OccupationClass occupation_class(std::string_view code);

// The Thai name of a code; the code itself when it is none of them.
[[nodiscard]] std::string_view occupation_thai(std::string_view code);

// The code meant by a code, a Thai name or one half of it ("ทำสวน" of "ทำสวน/ปลูกผัก"), upper and
// lower case alike.
[[nodiscard]] std::optional<std::string_view> occupation_code(std::string_view text);

}  // namespace console
