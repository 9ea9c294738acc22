#pragma once
#include "conversation/calendar.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

// Reads the cells of officers' import files. Each function takes what is not empty after tidy() and
// gives the value, or what is wrong with it and what to write instead.
namespace console {

struct CellFault {
    std::string english;
    std::string thai;
};

template <class T>
using Read = std::variant<T, CellFault>;

// Unicode NFC, blanks at the ends away and those inside single, invisible letters away.
[[nodiscard]] std::string tidy(std::string_view text);

// An 8-digit village code. Thai digits are taken; 6.00304E+7 and 60030403.0 are damage.
[[nodiscard]] Read<std::string> read_village_code(std::string_view cell);

// A house number: "14", "14/2", "14/2-3", "14ก". What Excel makes of one is found: "2-Jan",
// "1/2/2026", "14.0", the serial number of a day. A number that really looks so is taken with
// "เลขที่" in front.
[[nodiscard]] Read<std::string> read_house_no(std::string_view cell);

// A whole number within the limits; Thai digits, thousands commas and ".0" are taken.
[[nodiscard]] Read<std::int64_t> read_whole(std::string_view cell,
                                            std::int64_t least,
                                            std::int64_t most);

// Whole baht of "15,000", "๑๕๐๐๐", "15000.50 บาท" (half a baht up).
[[nodiscard]] Read<std::int64_t> read_baht(std::string_view cell);

// A fiscal year of the Buddhist era; a Gregorian one is converted.
[[nodiscard]] Read<std::int64_t> read_year_be(std::string_view cell);

// A day: "2026-01-15", "15/1/2569", "15 ม.ค. 2569", and the number Excel counts days by. Day comes
// before month; the year must be written whole: from 2400 up it is Buddhist.
[[nodiscard]] Read<conversation::Day> read_day_cell(std::string_view cell);

// ใช่ ไม่ใช่ yes no true false 1 0 ✓ …
[[nodiscard]] Read<bool> read_yes_no_cell(std::string_view cell);

// E.164. The zero that Excel took from the front of a mobile number is put back.
[[nodiscard]] Read<std::string> read_phone_cell(std::string_view cell);

// An occupation's code, from the code or its Thai name.
[[nodiscard]] Read<std::string> read_occupation(std::string_view cell);

// A name or other text of at most `most` letters, without control characters.
[[nodiscard]] Read<std::string> read_text(std::string_view cell, std::size_t most);

}  // namespace console
