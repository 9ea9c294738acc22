#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace conversation {

// A house as somebody names it who knows the villages.
struct HouseWanted {
    std::string house_no;  // "14/2"
    unsigned moo = 0;      // 0: not said
};

// "14", "บ้านเลขที่ 14/2", "14 ม.3", "บ้าน 14 หมู่ที่ ๓", "house 14 moo 3"; nothing when there is anything
// else in it.
[[nodiscard]] std::optional<HouseWanted> read_house_wanted(std::string_view text);

}  // namespace conversation
