#include "conversation/answer/sentence_claims.h"
#include "conversation/answer/sentence_readers.h"

#include <algorithm>
#include <array>

namespace conversation {

namespace {

using Kind = SentenceMark::Kind;
using Word = sentence_words::Kind;
using Found = SentenceClaims::Found;
using Claim = SentenceClaim;

constexpr std::int64_t kSmall = 2'000;       // satang: a bare 3 may count anything
constexpr std::int64_t kMayCount = 100'000;  // ditto of a bare figure before an unknown word
constexpr std::int64_t kLeastLoose = 2'000;  // a figure that nothing claims and that matters

class MoneyReader {
  public:
    MoneyReader(std::string_view text,
                std::span<const SentenceMark> marks,
                const People& people,
                std::optional<Fact> asked,
                Sentence& into)
        : text_(text), marks_(marks), people_(people), asked_(asked), into_(into), claims_(marks) {
        loose_.resize(marks.size());
    }

    void run() {
        for (std::size_t i = 0; i < marks_.size(); ++i) {
            if (marks_[i].kind == Kind::Amount) {
                take(i);
            }
        }
        for (std::size_t i = 0; i < marks_.size(); ++i) {
            zero(i);
        }
        settle_income();
    }

  private:
    void take(std::size_t index) {
        Claim claim{.amount = index};
        Found found = claims_.find(claim);
        if (found == Found::Aside) {
            aside(claim);
            return;
        }
        if (found == Found::Nothing && claim.per_unit) {
            return;
        }
        if (found == Found::Nothing && asked_ && !asked_taken_) {
            asked_taken_ = true;
            claim.fact = asked_;
            found = Found::Claimed;
        }
        if (found == Found::Claimed) {
            settle(claim);
            last_ = claim;
        } else {
            loose(index);
            loose_[index] = true;
        }
    }

    void aside(const Claim& claim) {
        const SentenceMark& mark = marks_[claim.cue];
        if (!mark.is(Word::Aside)) {
            return;
        }
        const bool income_part = mark.word->special && fact_of(mark) == Fact::Income;
        if (income_part && !claim.planned) {
            part_of_income_ = true;
        }
        if (mark.word->special && fact_of(mark) == Fact::Debt) {
            auto& debt = into_.money[static_cast<std::size_t>(Fact::Debt)];
            if (debt && !mark.word->zero) {  // an instalment beside the debt itself
                return;
            }
            debt.reset();
            add_ask(into_,
                    {.fact = Fact::Debt,
                     .why = AskReason::Part,
                     .candidates = {},
                     .said = words(claim.amount)});
        }
    }

    [[nodiscard]] std::string words(std::size_t index) const {
        return std::string{
            text_.substr(marks_[index].begin, marks_[index].end - marks_[index].begin)};
    }

    void ask(const Claim& claim, AskReason why) {
        const auto& amount = marks_[claim.amount].amount;
        into_.money.at(static_cast<std::size_t>(*claim.fact)).reset();
        add_ask(into_,
                {.fact = *claim.fact,
                 .why = why,
                 .candidates = amount.candidates,
                 .said = words(claim.amount)});
    }

    void settle(const Claim& claim) {
        if (const auto why = doubt(claim)) {
            if (*why != AskReason::GrossAndNet || !is_what_is_left(claim)) {
                ask(claim, *why);
            }
            return;
        }
        const SentenceMark& mark = marks_[claim.amount];
        auto& slot = into_.money.at(static_cast<std::size_t>(*claim.fact));
        const bool asked =
            std::ranges::find(into_.ask, *claim.fact, &SentenceAsk::fact) != into_.ask.end();
        if ((slot && (slot->amount.satang != mark.amount.satang ||
                      slot->amount.period != mark.amount.period)) ||
            (!slot && asked)) {
            ask(claim, AskReason::SeveralFigures);
            return;
        }
        slot = SentenceMoney{mark.amount, words(claim.amount)};
        remember_kind(claim);
        ask_about_period(claim);
    }

    void remember_kind(const Claim& claim) {
        const SentenceMark& cue = marks_[claim.cue];
        if (cue.is(Word::Cue) && cue.word->special && *claim.fact == Fact::Expense) {
            cost_ = true;
        }
    }

    [[nodiscard]] std::optional<AskReason> doubt(const Claim& claim) {
        const SentenceMark& mark = marks_[claim.amount];
        const SentenceMark& cue = marks_[claim.cue];
        if (people_.several) {
            return AskReason::OtherPerson;
        }
        if (claim.other_time || told_when_behind(claim.amount)) {
            return AskReason::OtherTime;
        }
        if (claim.longer && *claim.fact != Fact::Debt && mark.amount.period == AmountPeriod::None) {
            return AskReason::OtherTime;
        }
        if (claim.per_unit) {
            return AskReason::PerUnit;
        }
        if (claim.planned) {
            return AskReason::NotYet;
        }
        const bool torn =
            cue.is(Word::Cue) && claim.cue > 0 && claim.cue < claim.amount && loose_[claim.cue - 1];
        if (claim.denied || torn) {  // "8500 รายได้ 300": which of them?
            return AskReason::Unclear;
        }
        if (cue.is(Word::Cue) && cue.word->special && is_net_or_stock(claim)) {
            return *claim.fact == Fact::Saving ? AskReason::Stock : AskReason::GrossAndNet;
        }
        return doubt_of(mark, claim);
    }

    [[nodiscard]] std::optional<AskReason> doubt_of(const SentenceMark& mark,
                                                    const Claim& claim) const {
        const AmountReading& amount = mark.amount;
        if (amount.kind == AmountReading::Kind::Ask) {
            return amount.reason == AmountReason::Range         ? AskReason::Range
                   : amount.reason == AmountReason::TwoReadings ? AskReason::TwoReadings
                                                                : AskReason::Unclear;
        }
        if (amount.period == AmountPeriod::Rai || amount.period == AmountPeriod::Kilo ||
            amount.period == AmountPeriod::Round) {
            return AskReason::PerUnit;
        }
        return may_count(mark, claim) || is_bound(mark) ? std::optional{AskReason::Unclear}
                                                        : std::nullopt;
    }

    // "ไม่ถึงพัน", "เกิน 5000": an end of what it may be, not what it is.
    [[nodiscard]] bool is_bound(const SentenceMark& mark) const {
        static constexpr auto kBounds = std::to_array<std::string_view>({"ไม่ถึง",
                                                                         "ไม่เกิน",
                                                                         "น้อยกว่า",
                                                                         "ต่ำกว่า",
                                                                         "เกิน",
                                                                         "มากกว่า",
                                                                         "อย่างน้อย",
                                                                         "less than",
                                                                         "under",
                                                                         "more than",
                                                                         "over",
                                                                         "at least"});
        const auto said = text_.substr(mark.begin, mark.end - mark.begin);
        return mark.amount.approximate && std::ranges::any_of(kBounds, [&](std::string_view bound) {
                   return said.find(bound) != std::string_view::npos;
               });
    }

    // "ได้ 3", "ได้ 500 ลัง": a bare figure that may count something.
    [[nodiscard]] bool may_count(const SentenceMark& mark, const Claim& claim) const {
        if (!mark.plain || (mark.amount.satang == 0 && mark.amount.baht == "0")) {
            return false;
        }
        const bool unknown =
            claim.amount + 1 < marks_.size() && marks_[claim.amount + 1].kind == Kind::Gap;
        return mark.amount.satang < kSmall || (unknown && mark.amount.satang < kMayCount);
    }

    // "ได้ 8000 เมื่อเดือนก่อน"
    [[nodiscard]] bool told_when_behind(std::size_t amount) const {
        for (std::size_t i = amount + 1; i < marks_.size(); ++i) {
            if (marks_[i].is(Word::OtherTime)) {
                return i + 1 == marks_.size() || !has_figure_behind(i);
            }
            if (!marks_[i].is(Word::Filler)) {
                return false;
            }
        }
        return false;
    }

    [[nodiscard]] bool has_figure_behind(std::size_t index) const {
        return std::any_of(marks_.begin() + static_cast<std::ptrdiff_t>(index),
                           marks_.end(),
                           [](const SentenceMark& mark) { return mark.kind == Kind::Amount; });
    }

    // What is left is income only where nothing else is; what there is was not saved this month,
    // unless a month is named.
    [[nodiscard]] bool is_net_or_stock(const Claim& claim) {
        if (*claim.fact == Fact::Saving) {
            return marks_[claim.amount].amount.period == AmountPeriod::None;
        }
        if (*claim.fact != Fact::Income) {
            return false;
        }
        const auto told = [&](Fact fact) {
            return into_.money[static_cast<std::size_t>(fact)].has_value();
        };
        return cost_ || told(Fact::Income) || told(Fact::Expense) || told(Fact::Saving);
    }

    // "ได้ 12,000 จ่าย 9000 เหลือ 3000" says nothing new at its end.
    [[nodiscard]] bool is_what_is_left(const Claim& claim) const {
        const auto& income = into_.money[static_cast<std::size_t>(Fact::Income)];
        const auto& expense = into_.money[static_cast<std::size_t>(Fact::Expense)];
        return !cost_ && income && expense &&
               income->amount.satang - expense->amount.satang == marks_[claim.amount].amount.satang;
    }

    void ask_about_period(const Claim& claim) {
        const auto period = marks_[claim.amount].amount.period;
        const bool flows = *claim.fact != Fact::Debt;
        const auto why = period == AmountPeriod::Day    ? AskReason::PerDay
                         : period == AmountPeriod::Week ? AskReason::PerWeek
                                                        : AskReason::PerYear;
        if (period == AmountPeriod::Day || period == AmountPeriod::Week ||
            period == AmountPeriod::Year) {
            add_ask(into_,
                    {.fact = *claim.fact,
                     .why = flows ? why : AskReason::Part,
                     .candidates = {},
                     .said = words(claim.amount)});
        } else if (!flows && period == AmountPeriod::Month) {  // an instalment
            ask(claim, AskReason::Part);
        }
    }

    // A figure that nothing claims, beside one that was: perhaps the rest of it.
    void loose(std::size_t index) {
        const auto& mark = marks_[index];
        const bool matters = !mark.in_words || mark.touched;
        if (!matters || mark.amount.satang < kLeastLoose) {
            return;
        }
        if (claims_.blocked()) {  // "ออมม 300": of that, if of anything
            ask(Claim{.amount = index, .fact = claims_.blocked()}, AskReason::Unclear);
        } else if (last_) {
            ask(*last_, AskReason::SeveralFigures);
        }
    }

    // "ไม่มีหนี้", "ไม่ได้ออม", "หนี้ไม่มี"
    void zero(std::size_t index) {
        const SentenceMark& mark = marks_[index];
        const bool said = mark.is(Word::Zero) && is_closed(index);
        const bool denied = mark.is(Word::Cue) && mark.word->zero && !claims_.has_figure(index) &&
                            (denied_before(index) ? is_closed(index) : denied_behind(index));
        if (said || denied) {
            set_zero(index);
        }
    }

    [[nodiscard]] bool denied_before(std::size_t index) const {
        return index > 0 && marks_[index - 1].is(Word::No) &&
               (marks_[index - 1].end == marks_[index].begin ||
                text_.substr(marks_[index - 1].end, 1) == " ");
    }

    [[nodiscard]] bool denied_behind(std::size_t index) const {
        std::size_t i = index + 1;
        while (i < marks_.size() && marks_[i].is(Word::Filler)) {
            ++i;
        }
        if (i >= marks_.size() || !marks_[i].is(Word::No) || marks_[i].word->text == "ไม่") {
            return false;
        }
        const bool belongs_on = i + 1 < marks_.size() && marks_[i + 1].begin == marks_[i].end &&
                                !marks_[i + 1].is(Word::Filler);
        return !belongs_on;
    }

    // Nothing else is said of it: "ไม่มีรายได้ประจำ" denies something smaller.
    [[nodiscard]] bool is_closed(std::size_t index) const {
        if (index + 1 >= marks_.size()) {
            return true;
        }
        const SentenceMark& next = marks_[index + 1];
        if (next.kind == Kind::Amount) {
            return false;
        }
        return next.kind != Kind::Gap || next.begin > marks_[index].end;
    }

    void set_zero(std::size_t index) {
        const Fact fact = fact_of(marks_[index]);
        auto& slot = into_.money.at(static_cast<std::size_t>(fact));
        const bool asked =
            std::ranges::find(into_.ask, fact, &SentenceAsk::fact) != into_.ask.end();
        if (people_.several) {
            add_ask(into_, {.fact = fact, .why = AskReason::OtherPerson});
        } else if (slot && slot->amount.satang != 0) {
            slot.reset();
            add_ask(into_, {.fact = fact, .why = AskReason::SeveralFigures});
        } else if (!asked && !slot) {
            AmountReading none;
            none.kind = AmountReading::Kind::Value;
            none.baht = "0";
            const bool before = index > 0 && marks_[index].is(Word::Cue) && denied_before(index);
            const std::size_t from = marks_[before ? index - 1 : index].begin;
            slot = SentenceMoney{std::move(none),
                                 std::string{text_.substr(from, marks_[index].end - from)}};
        }
    }

    // A part beside the whole, or what it cost beside what was earned: the whole is asked.
    void settle_income() {
        auto& income = into_.money[static_cast<std::size_t>(Fact::Income)];
        if (part_of_income_) {
            add_ask(into_,
                    {.fact = Fact::Income,
                     .why = income ? AskReason::SeveralFigures : AskReason::Part});
            income.reset();
        } else if (cost_ && income) {
            add_ask(into_, {.fact = Fact::Income, .why = AskReason::GrossAndNet});
            income.reset();
        }
    }

    std::string_view text_;
    std::span<const SentenceMark> marks_;
    const People& people_;
    std::optional<Fact> asked_;
    bool asked_taken_ = false;
    Sentence& into_;
    SentenceClaims claims_;
    std::vector<bool> loose_;  // figures that nothing claims
    std::optional<Claim> last_;
    bool part_of_income_ = false;
    bool cost_ = false;
};

}  // namespace

void add_ask(Sentence& into, SentenceAsk ask) {
    const auto there = std::ranges::find(into.ask, ask.fact, &SentenceAsk::fact);
    if (there == into.ask.end()) {
        into.ask.push_back(std::move(ask));
    } else {
        *there = std::move(ask);
    }
}

void read_money(std::string_view text,
                std::span<const SentenceMark> marks,
                const People& people,
                std::optional<Fact> asked,
                Sentence& into) {
    MoneyReader{text, marks, people, asked, into}.run();
}

}  // namespace conversation
