#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Amounts of money as people type them, in Thai and in English shorthand: digits of both scripts
// with separators, words, both mixed ("3 พัน", "1.5 หมื่น", "12k"), spoken short forms ("หมื่นห้า" =
// 15,000), about and nearly, ranges, none, per day or rai. The whole text must be an amount; a text
// with anything else in it is None. A wrong value is worse than a question: where speakers differ
// the answer is Ask.
namespace conversation {

// GCC warns of AmountPeriod::Day beside conversation::Day, although a scoped name hides nothing.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"

enum class AmountPeriod {
    None,
    Day,
    Week,
    Month,
    Year,
    Rai,
    Kilo,
    Round,  // a harvest, a trip, a time: รอบละ, ครั้งละ
};

#pragma GCC diagnostic pop

// Why an amount is asked back, or what the caller must know of a value.
enum class AmountReason {
    None,
    TwoReadings,  // สองร้อยห้า: 205 or 250 (both in candidates)
    Range,        // 3,000-5,000 (both ends in candidates)
    Approximate,  // พันกว่า, เกือบหมื่น, ประมาณ 8000: a value with `approximate` set
    OnlyMagnitude,  // หลักพัน
    NoFigure,  // "-", ไม่แน่นอน, แล้วแต่, ติดลบ or เป็นหนี้ without a figure
    OtherSlot,  // a debt where something else was asked, or "ไม่ได้ออม" where savings were not
    TooLarge,     // beyond kLargestBaht
    NotAnAmount,  // kind None
};

struct AmountReading {
    enum class Kind { Value, Ask, None };
    enum class Style { Literal, Colloquial };

    Kind kind = Kind::None;
    std::int64_t satang = 0;  // Value: may be negative; rounded half away when `baht` is finer
    std::string baht;         // Value: exact decimal, "12000", "50.25", "-0.001"
    std::vector<std::int64_t> candidates;  // Ask: in satang, what buttons may offer; may be empty
    AmountPeriod period =
        AmountPeriod::None;  // 300 a day is value 300, period Day: never converted here
    bool approximate = false;
    Style reading = Style::Literal;  // Colloquial: the spoken short form was taken
    AmountReason reason = AmountReason::None;
};

inline constexpr std::int64_t kLargestBaht = 1'000'000'000'000'000;

// `slot`, where one question has been asked, is what it asks for: income_total, expense_total,
// saving_amount, debt_total, or empty for anything. It decides only texts that name a slot
// themselves
// ("ไม่ได้ออม", "เป็นหนี้ 5 หมื่น"): in the wrong place they are asked, never taken.
[[nodiscard]] AmountReading read_amount(std::string_view text, std::string_view slot = {});

}  // namespace conversation
