#pragma once
#include "conversation/thai/amount.h"
#include "conversation/thai/decimal.h"

#include <optional>
#include <string_view>
#include <vector>

// The words an amount is made of. Internal to the readers of amounts, dates and times.
namespace conversation::amount_tokens {

enum class Kind {
    Number,  // in figures
    Digit,   // ศูนย์ … เก้า; value 0-9
    Yi,      // ยี่, only before สิบ
    Neung,   // นึง
    Ed,      // เอ็ด
    Unit,  // สิบ ร้อย พัน หมื่น แสน ล้าน; value is the power of ten
    Kilo,  // k, m; value is the power of ten
    Twenty,  // ยีบ
    Dozen,
    Half,
    Point,
    Minus,  // ลบ
    Dash,
    To,  // ถึง, หรือ
    Open,
    Close,
    Baht,
    Satang,
    Even,      // ถ้วน
    Slang,     // ตังค์
    About,     // before the number: ประมาณ
    Above,     // after it: กว่า
    Near,      // before it: เกือบ, ไม่ถึง, เกิน
    Per,       // ต่อ, /
    Each,      // วันละ; value is an AmountPeriod
    Period,    // วัน; value is an AmountPeriod
    Filler,    // ได้, รวม
    Slot,      // ออม, รายได้; value is a Slot
    Negative,  // ติดลบ
};

// What an amount can be of.
enum class Slot { Any, Income, Expense, Saving, Debt };

struct Token {
    Kind kind = Kind::Number;
    unsigned value = 0;
    Decimal number;             // Number
    unsigned decimals = 0;      // Number: digits after the point, as written
    unsigned whole_digits = 0;  // Number: digits before the point, as written
};

inline constexpr std::size_t kMostTokens = 64;  // more than any amount has

// The token that begins at `at` (which must be < normalized.size() and no blank); `at` moves behind
// it. Nothing, with `at` anywhere, when none does, or when figures stand there that are no number.
[[nodiscard]] std::optional<Token> token_at(std::string_view normalized, std::size_t& at);

// The tokens of a normalised text, or nothing when it holds anything else, more than any amount
// has, or figures that are none (1,50; a phone number).
[[nodiscard]] std::optional<std::vector<Token>> read_tokens(std::string_view normalized);

// income_total → Income; an unknown or empty name → Any.
[[nodiscard]] Slot slot_of(std::string_view name);

}  // namespace conversation::amount_tokens
