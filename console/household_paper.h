#pragma once
#include "conversation/held_data.h"

#include <string>
#include <vector>

namespace console {

// All that is held about a household, for the officer to print and hand over.
struct HouseholdPaper {
    std::string office;
    std::string contact;
    std::string house;  // "บ้านเลขที่ 14/2 หมู่ 3 …"
    std::string day;    // "26 พ.ย. 2569"
    std::vector<conversation::HeldSection> sections;
};

[[nodiscard]] std::string paper_as_text(const HouseholdPaper& paper);
// One page after another on A4, ready to print; a document of its own.
[[nodiscard]] std::string paper_as_html(const HouseholdPaper& paper);

}  // namespace console
