#pragma once
#include "conversation/answer/phrase_table.h"
#include "conversation/thai/amount.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Several facts in one sentence: "ทำนา ได้เดือนละ 8 พัน เก็บออม 500". What is said plainly about the
// whole house is taken; what is not (a day's wage, a range, another person's, last month's) is said
// to be asked. Phone numbers, house numbers, ages, counts, dates and ID numbers are never money. A
// wrong value is worse than a question. Pure, linear, takes any bytes.
namespace conversation {

// What a sentence can tell; the four amounts first.
enum class Fact { Income, Expense, Saving, Debt, MainWork, SecondWork };
inline constexpr std::size_t kMoneyFacts = 4;

// income_total, expense_total, saving_amount, debt_total, occ_main, occ_second
[[nodiscard]] std::string_view name_of(Fact fact);
// By its name or one that begins alike (income_month); nothing for any other.
[[nodiscard]] std::optional<Fact> fact_named(std::string_view name);

enum class AskReason {
    PerDay,  // วันละ 300: how many days?
    PerWeek,
    PerYear,
    PerUnit,         // by rai, kilo, harvest or time
    Range,           // both ends in `candidates`
    TwoReadings,     // ditto
    Unclear,         // a figure that may count something else, or none where one is needed
    SeveralFigures,  // two figures for one thing, or a part beside a whole
    GrossAndNet,
    Part,   // only a part of it: the old-age allowance, what a child sends
    Stock,  // what there is, where what was added is asked
    OtherPerson,
    OtherTime,  // last month's, formerly
    NotYet,     // a wish or plan
};

struct SentenceMoney {
    AmountReading amount;  // kind Value
    std::string said;      // its words, normalised: "เดือนละ 8 พัน"
};

struct SentenceAsk {
    Fact fact = Fact::Income;
    AskReason why = AskReason::Unclear;
    std::vector<std::int64_t> candidates = {};  // satang
    std::string said = {};                      // the amount in doubt, else empty
};

struct Sentence {
    std::array<std::optional<SentenceMoney>, kMoneyFacts> money;  // by Fact
    std::string main;                  // what `occupations` calls it; empty: not said
    std::vector<std::string> others;   // further ones, in the order said, none twice
    std::vector<std::string> stopped;  // no longer done
    std::vector<SentenceAsk> ask;      // a fact at most once; a day's, week's or year's amount
                                       // stands in `money` as well

    [[nodiscard]] bool empty() const;
};

// `asked`, when one question is open, takes a figure that nothing in the sentence claims.
[[nodiscard]] Sentence read_sentence(std::string_view text,
                                     const PhraseTable& occupations,
                                     std::optional<Fact> asked = std::nullopt);

}  // namespace conversation
