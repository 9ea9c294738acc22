#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

// The words that say what the figures and occupations of a sentence are. Internal to
// read_sentence.
namespace conversation::sentence_words {

enum class Kind {
    Cue,         // รายได้, ออม: value is a Cue
    Zero,        // ไม่เหลือเก็บ: nothing of the fact `fact`
    Aside,       // ค่าไฟ: money that is no fact, or a part of `fact`
    Cost,        // ค่า, จ้าง: what follows was paid for
    No,          // ไม่มี
    Hardly,      // แทบไม่, ลดลง: a figure behind it is not the whole
    Person,      // another one
    Self,        // or the whole house
    Beside,      // กับ, ให้, มี: a person behind it does nothing
    OtherTime,   // เดือนก่อน
    Now,         // ตอนนี้
    Span,        // ทั้งปี: longer than a month
    UnitPrice,   // ตันละ
    Plan,        // จะ, อยาก
    MainWork,    // อาชีพหลัก
    SecondWork,  // อาชีพเสริม
    IsMain,      // …เป็นหลัก
    IsSecond,    // …เป็นอาชีพเสริม
    Stop,        // เลิก, ลาออก, เคย
    Stopped,     // …เลิกแล้ว
    Counted,     // ไร่, คน: the number before it counts these
    NumberOf,    // บ้านเลขที่, อายุ: the number behind it is no money
    Month,       // a month's name
    Times,       // x, %: a number beside it is no amount
    Filler,      // may stand between a word and its figure
    Nothing,     // looks like another word: พันธุ์, ได้ยิน
};

enum class Strength {
    Weak,    // ได้: its figure follows at once
    Strong,  // รายได้: other words may come between
};

struct Word {
    std::string_view text;
    Kind kind;
    unsigned fact = 0;                   // a Fact: Cue, Zero, Aside
    Strength strength = Strength::Weak;  // Cue
    bool zero =
        false;  // Cue: "ไม่มี" before it makes it 0; Aside: leaves unclear what is left of its fact
    bool special = false;  // Cue: Income what is left (net), Expense what it took to earn it,
                           // Saving what there is; Aside: a part of its fact; Counted: a measure of
                           // time
};

struct Match {
    const Word* word = nullptr;
    std::size_t length = 0;
};

// The longest word that begins at `at` of a normalised text.
[[nodiscard]] std::optional<Match> word_at(std::string_view text, std::size_t at);

}  // namespace conversation::sentence_words
