#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// What a household lives on, by the codes of the occupation dictionary.
struct OccupationReading {
    std::string main;  // the first one said, unless หลัก, เสริม or รอง say otherwise
    std::vector<std::string> others;   // in the order said
    std::vector<std::string> stopped;  // เลิกทำ, ลาออก, เคย
    bool other_person = false;         // สามีทำนา: whose is asked, nothing is taken
};

// "ทำนา เสริมเลี้ยงไก่", "ลาออกจากโรงงานมาค้าขาย", "ชาวไร่อ้อย". Words that mean too much inside of a
// sentence (ข้าว) count as the whole answer only. Pure, takes any bytes.
[[nodiscard]] OccupationReading read_occupation(std::string_view text);

}  // namespace conversation
