#pragma once
#include "conversation/thai/cursor.h"

#include <array>
#include <string_view>

// The words of dates, normalised. For read_date and take_line_month only.
namespace conversation::date_words {

inline constexpr auto kMonths = std::to_array<Named<unsigned>>({
    {"มกราคม", 1},    {"มกรา", 1},     {"ม.ค.", 1},    {"ม.ค", 1},       {"มค.", 1},
    {"มค", 1},        {"january", 1},  {"jan.", 1},    {"jan", 1},       {"กุมภาพันธ์", 2},
    {"กุมภาพัน", 2},    {"กุมภา", 2},     {"ก.พ.", 2},    {"ก.พ", 2},       {"กพ.", 2},
    {"กพ", 2},        {"february", 2}, {"feb.", 2},    {"feb", 2},       {"มีนาคม", 3},
    {"มีนา", 3},       {"มี.ค.", 3},     {"มี.ค", 3},     {"มีค.", 3},       {"มีค", 3},
    {"march", 3},     {"mar.", 3},     {"mar", 3},     {"เมษายน", 4},    {"เมษา", 4},
    {"เม.ย.", 4},     {"เม.ย", 4},     {"เมย.", 4},    {"เมย", 4},       {"april", 4},
    {"apr.", 4},      {"apr", 4},      {"พฤษภาคม", 5}, {"พฤษภา", 5},     {"พ.ค.", 5},
    {"พ.ค", 5},       {"พค.", 5},      {"พค", 5},      {"may", 5},       {"มิถุนายน", 6},
    {"มิถุนา", 6},      {"มิ.ย.", 6},     {"มิ.ย", 6},     {"มิย.", 6},       {"มิย", 6},
    {"june", 6},      {"jun.", 6},     {"jun", 6},     {"กรกฎาคม", 7},   {"กรกฏาคม", 7},
    {"กรกฎา", 7},     {"กรกฏา", 7},    {"ก.ค.", 7},    {"ก.ค", 7},       {"กค.", 7},
    {"กค", 7},        {"july", 7},     {"jul.", 7},    {"jul", 7},       {"สิงหาคม", 8},
    {"สิงหา", 8},      {"ส.ค.", 8},     {"ส.ค", 8},     {"สค.", 8},       {"สค", 8},
    {"august", 8},    {"aug.", 8},     {"aug", 8},     {"กันยายน", 9},    {"กันยา", 9},
    {"ก.ย.", 9},      {"ก.ย", 9},      {"กย.", 9},     {"กย", 9},        {"september", 9},
    {"sept.", 9},     {"sept", 9},     {"sep.", 9},    {"sep", 9},       {"ตุลาคม", 10},
    {"ตุลา", 10},      {"ต.ค.", 10},    {"ต.ค", 10},    {"ตค.", 10},      {"ตค", 10},
    {"october", 10},  {"oct.", 10},    {"oct", 10},    {"พฤศจิกายน", 11}, {"พฤศจิกา", 11},
    {"พฤษจิกายน", 11}, {"พ.ย.", 11},    {"พ.ย", 11},    {"พย.", 11},      {"พย", 11},
    {"november", 11}, {"nov.", 11},    {"nov", 11},    {"ธันวาคม", 12},   {"ธันวา", 12},
    {"ธ.ค.", 12},     {"ธ.ค", 12},     {"ธค.", 12},    {"ธค", 12},       {"december", 12},
    {"dec.", 12},     {"dec", 12},
});

// 0 is Sunday.
inline constexpr auto kWeekdays = std::to_array<Named<unsigned>>({
    {"อาทิตย์", 0},
    {"จันทร์", 1},
    {"อังคาร", 2},
    {"พุธ", 3},
    {"พฤหัสบดี", 4},
    {"พฤหัสฯ", 4},
    {"พฤหัส", 4},
    {"ศุกร์", 5},
    {"เสาร์", 6},
    {"sunday", 0},
    {"monday", 1},
    {"tuesday", 2},
    {"wednesday", 3},
    {"thursday", 4},
    {"friday", 5},
    {"saturday", 6},
});

// Only before a date.
inline constexpr auto kShortWeekdays = std::to_array<Named<unsigned>>({
    {"อา.", 0},
    {"จ.", 1},
    {"อ.", 2},
    {"พ.", 3},
    {"พฤ.", 4},
    {"ศ.", 5},
    {"ส.", 6},
    {"sun", 0},
    {"mon", 1},
    {"tue", 2},
    {"wed", 3},
    {"thu", 4},
    {"fri", 5},
    {"sat", 6},
});

// Days from the reference day.
inline constexpr auto kRelativeDays = std::to_array<Named<int>>({
    {"วันนี้", 0},
    {"คืนนี้", 0},
    {"today", 0},
    {"tonight", 0},
    {"พรุ่งนี้", 1},
    {"วันพรุ่งนี้", 1},
    {"พรุ้งนี้", 1},
    {"พรุ่งนี", 1},
    {"คืนหน้า", 1},
    {"คืนถัดจากนี้", 1},
    {"มื้ออื่น", 1},
    {"tomorrow", 1},
    {"มะรืน", 2},
    {"มะรืนนี้", 2},
    {"วันมะรืน", 2},
    {"วันมะรืนนี้", 2},
    {"ถัดจากพรุ่งนี้", 2},
    {"ถัดจากวันพรุ่งนี้", 2},
    {"มะเรื่อง", 3},
    {"มะเรื่องนี้", 3},
    {"day after tomorrow", 2},
    {"the day after tomorrow", 2},
    {"เมื่อวาน", -1},
    {"เมื่อวานนี้", -1},
    {"วานนี้", -1},
    {"เมื่อคืน", -1},
    {"เมื่อคืนนี้", -1},
    {"yesterday", -1},
    {"last night", -1},
    {"เมื่อวานซืน", -2},
    {"เมื่อวานซืนนี้", -2},
    {"วานซืน", -2},
    {"เมื่อวานของเมื่อวาน", -2},
    {"day before yesterday", -2},
    {"the day before yesterday", -2},
});

enum class Unit { Days, Weeks, Months, Years };

inline constexpr auto kUnits = std::to_array<Named<Unit>>({
    {"วัน", Unit::Days},
    {"สัปดาห์", Unit::Weeks},
    {"อาทิตย์", Unit::Weeks},
    {"เดือน", Unit::Months},
    {"ปี", Unit::Years},
    {"days", Unit::Days},
    {"day", Unit::Days},
    {"weeks", Unit::Weeks},
    {"week", Unit::Weeks},
    {"months", Unit::Months},
    {"month", Unit::Months},
    {"years", Unit::Years},
    {"year", Unit::Years},
});

// Which one of a row of weeks, months or years: this is 0.
inline constexpr auto kWhich = std::to_array<Named<int>>({
    {"นี้", 0},
    {"หน้า", 1},
    {"ถัดไป", 1},
    {"ที่แล้ว", -1},
    {"ก่อน", -1},
    {"ที่ผ่านมา", -1},
    {"ที่ผ่านมานี้", -1},
    {"ก่อนหน้า", -1},
    {"ก่อนหน้านี้", -1},
});

inline constexpr auto kEnglishWhich =
    std::to_array<Named<int>>({{"this ", 0}, {"next ", 1}, {"last ", -1}});

// After "3 วัน": which way to count.
inline constexpr auto kDirections = std::to_array<Named<int>>({
    {"ที่ผ่านมา", -1},
    {"ที่แล้ว", -1},
    {"ก่อน", -1},
    {"ก่อนหน้า", -1},
    {"มาแล้ว", -1},
    {"ago", -1},
    {"ข้างหน้า", 1},
    {"ถัดไป", 1},
    {"หลังจากนี้", 1},
    {"จากนี้", 1},
    {"from now", 1},
});

enum class Edge { Begin, Middle, End, Last };

inline constexpr auto kEdges = std::to_array<Named<Edge>>({
    {"ต้นเดือน", Edge::Begin},
    {"กลางเดือน", Edge::Middle},
    {"ปลายเดือน", Edge::End},
    {"สิ้นเดือน", Edge::Last},
});

}  // namespace conversation::date_words
