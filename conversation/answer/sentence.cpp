#include "conversation/answer/sentence.h"

#include "conversation/answer/national_id.h"
#include "conversation/answer/sentence_marks.h"
#include "conversation/answer/sentence_readers.h"
#include "conversation/thai/normalize.h"

#include <algorithm>

namespace conversation {

namespace {

constexpr std::array<std::string_view, 6> kNames = {
    "income_total", "expense_total", "saving_amount", "debt_total", "occ_main", "occ_second"};
constexpr std::array<std::string_view, 6> kBeginnings = {
    "income", "expense", "saving", "debt", "occ_main", "occ_second"};

// Parts of the household's income are questions of their own.
constexpr std::array<std::string_view, 4> kParts = {
    "income_main", "income_second", "income_other", "income_inkind"};

// A whole message that is one amount, where one question is open: the readers of single answers
// know more of those than a sentence needs.
bool is_one_amount(std::string_view text, Fact asked, Sentence& into) {
    AmountReading amount = read_amount(text, name_of(asked));
    if (amount.kind != AmountReading::Kind::Value ||
        (amount.period != AmountPeriod::None && amount.period != AmountPeriod::Month)) {
        return false;
    }
    into.money.at(static_cast<std::size_t>(asked)) =
        SentenceMoney{std::move(amount), std::string{text}};
    return true;
}

}  // namespace

std::string_view name_of(Fact fact) {
    return kNames.at(static_cast<std::size_t>(fact));
}

std::optional<Fact> fact_named(std::string_view name) {
    if (std::ranges::find(kParts, name) != kParts.end()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < kBeginnings.size(); ++i) {
        if (name.starts_with(kBeginnings.at(i))) {
            return static_cast<Fact>(i);
        }
    }
    return std::nullopt;
}

bool Sentence::empty() const {
    return main.empty() && others.empty() && ask.empty() &&
           std::ranges::none_of(money, [](const auto& one) { return one.has_value(); });
}

Sentence read_sentence(std::string_view text,
                       const PhraseTable& occupations,
                       std::optional<Fact> asked) {
    Sentence sentence;
    const std::string normalized = normalize(mask_national_ids(text));
    const bool money_asked = asked && static_cast<std::size_t>(*asked) < kMoneyFacts;
    if (money_asked && is_one_amount(normalized, *asked, sentence)) {
        return sentence;
    }
    const auto marks = mark_sentence(normalized, occupations);
    const auto people = whose(marks);
    read_work(marks, people, sentence);
    read_money(normalized, marks, people, money_asked ? asked : std::nullopt, sentence);
    return sentence;
}

}  // namespace conversation
