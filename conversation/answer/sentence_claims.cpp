#include "conversation/answer/sentence_claims.h"

namespace conversation {

namespace {

using Kind = SentenceMark::Kind;
using Word = sentence_words::Kind;
using sentence_words::Strength;

constexpr std::size_t kFarthest = 75;  // bytes of other words between a cue and its figure

}  // namespace

SentenceClaims::SentenceClaims(std::span<const SentenceMark> marks)
    : marks_(marks), used_(marks.size()), behind_(says_behind()) {}

SentenceClaims::Found SentenceClaims::find(SentenceClaim& claim) {
    blocked_.reset();
    const Found found = behind_ ? Found::Nothing : to_the_left(claim);
    return found == Found::Nothing ? to_the_right(claim) : found;
}

// "8500 รายได้ 300 ออม": begins with a figure and ends with the word for the last one.
bool SentenceClaims::says_behind() const {
    std::size_t figures = 0;
    std::size_t cues = 0;
    bool cue_first = false;
    bool cue_last = false;
    for (const SentenceMark& mark : marks_) {
        if (mark.kind == Kind::Amount) {
            ++figures;
            cue_last = false;
        } else if (mark.is(Word::Cue)) {
            cue_first = cue_first || figures == 0;
            cue_last = true;
            ++cues;
        }
    }
    return figures > 1 && cues == figures && !cue_first && cue_last;
}

// The nearest word before it that says what a figure is.
SentenceClaims::Found SentenceClaims::to_the_left(SentenceClaim& claim) {
    std::size_t distance = 0;
    bool work = false;
    for (std::size_t i = claim.amount; i-- > 0;) {
        const SentenceMark& mark = marks_[i];
        if (mark.kind == Kind::Amount) {
            return Found::Nothing;
        }
        if (mark.kind == Kind::Gap) {
            distance += mark.end - mark.begin;
        } else if (mark.kind == Kind::Work) {
            work = true;
            if (earns(claim.amount, i) && distance == 0) {
                return claim_income(claim, i);
            }
        } else if (mark.kind == Kind::Number) {
            if (!marks_[claim.amount].touched) {
                return Found::Nothing;
            }
        } else if (const auto found = by_word(claim, i, distance, work)) {
            return *found;
        }
    }
    return Found::Nothing;
}

std::optional<SentenceClaims::Found> SentenceClaims::by_word(SentenceClaim& claim,
                                                             std::size_t index,
                                                             std::size_t distance,
                                                             bool work) {
    const SentenceMark& mark = marks_[index];
    switch (mark.word->kind) {
        case Word::Cue:
            return by_cue(claim, index, distance, work);
        case Word::Aside:
        case Word::Cost:
            claim.cue = index;
            return Found::Aside;
        case Word::OtherTime:
            claim.other_time = true;
            return std::nullopt;
        case Word::Plan:
            claim.planned = true;
            return std::nullopt;
        case Word::Span:
            claim.longer = true;
            return std::nullopt;
        case Word::UnitPrice:
            claim.per_unit = true;
            return std::nullopt;
        case Word::Hardly:
            claim.denied = true;
            return std::nullopt;
        case Word::No:
        case Word::Zero:
            return Found::Nothing;
        default:
            return std::nullopt;
    }
}

// "หนี้ลดลงเหลือ 30000": what is left is of what was spoken of.
std::size_t SentenceClaims::spoken_of(std::size_t cue) const {
    if (!marks_[cue].word->special || fact_of(marks_[cue]) != Fact::Income) {
        return cue;
    }
    for (std::size_t before = cue; before-- > 0;) {
        const SentenceMark& mark = marks_[before];
        if (mark.is(Word::Cue)) {
            return mark.word->strength == Strength::Strong && !used_[before] ? before : cue;
        }
        if (!mark.is(Word::Hardly) && !mark.is(Word::Filler)) {
            return cue;
        }
    }
    return cue;
}

SentenceClaims::Found SentenceClaims::by_cue(SentenceClaim& claim,
                                             std::size_t nearest,
                                             std::size_t distance,
                                             bool work) {
    const std::size_t i = spoken_of(nearest);
    const SentenceMark& cue = marks_[i];
    const bool income = fact_of(cue) == Fact::Income;
    const bool near =
        cue.word->strength == Strength::Strong ? distance <= kFarthest : distance == 0;
    if (used_[i] || !near || (work && !income)) {
        if (!used_[i]) {
            blocked_ = fact_of(cue);
        }
        return Found::Nothing;
    }
    claim.fact = fact_of(cue);
    claim.cue = i;
    used_[i] = true;
    look_before(claim, i);
    return Found::Claimed;
}

// ไม่ได้, จะ and เดือนก่อน before the word itself.
void SentenceClaims::look_before(SentenceClaim& claim, std::size_t cue) const {
    bool at_it = true;
    for (std::size_t i = cue; i-- > 0;) {
        const SentenceMark& mark = marks_[i];
        if (mark.kind == Kind::Amount || (mark.is(Word::Now) && mark.word->text != "หันมา")) {
            return;
        }
        claim.longer =
            claim.longer || mark.is(Word::Span) || is_year(i) || (at_it && counts_months(i));
        claim.other_time = claim.other_time || mark.is(Word::OtherTime);
        if (at_it) {
            claim.denied =
                claim.denied || mark.is(Word::Hardly) || (mark.is(Word::No) && !closes_another(i));
            claim.planned = claim.planned || mark.is(Word::Plan);
        }
        at_it = at_it && (mark.is(Word::Filler) || mark.is(Word::Counted) || mark.is(Word::Plan) ||
                          mark.is(Word::Self));
    }
}

// "3 เดือนได้ 30000"; an age is no such time.
bool SentenceClaims::counts_months(std::size_t number) const {
    const auto is_long = [&](std::size_t index) {
        return marks_[index].is(Word::Counted) && marks_[index].word->special &&
               (marks_[index].word->text == "เดือน" || marks_[index].word->text == "ปี" ||
                marks_[index].word->text == "months" || marks_[index].word->text == "years");
    };
    if (marks_[number].kind != Kind::Number) {
        return false;
    }
    const bool named = number > 0 && marks_[number - 1].is(Word::NumberOf);
    return !named && number + 1 < marks_.size() && is_long(number + 1);
}

// "ปี 2568 ได้ 60000"
bool SentenceClaims::is_year(std::size_t number) const {
    return number > 0 && marks_[number].kind == Kind::Number &&
           marks_[number - 1].is(Word::Counted) && marks_[number - 1].word->text == "ปี";
}

// The ไม่มี of "หนี้ไม่มี รายได้ 8000" is about what stands before it.
bool SentenceClaims::closes_another(std::size_t no) const {
    return no > 0 && marks_[no - 1].is(Word::Cue) && marks_[no - 1].end == marks_[no].begin &&
           no + 1 < marks_.size() && marks_[no].end < marks_[no + 1].begin;
}

// "รับจ้างวันละ 300": a wage needs no other word.
bool SentenceClaims::earns(std::size_t amount, std::size_t work) const {
    return !marks_[work].code.empty() && marks_[amount].amount.period != AmountPeriod::None &&
           !(work > 0 && (marks_[work - 1].is(Word::Cost) || marks_[work - 1].is(Word::Stop) ||
                          marks_[work - 1].is(Word::No)));
}

SentenceClaims::Found SentenceClaims::claim_income(SentenceClaim& claim, std::size_t work) const {
    claim.fact = Fact::Income;
    claim.cue = work;
    look_before(claim, work);
    return Found::Claimed;
}

// "500 ออม": only right behind it, and when that word has no figure of its own.
SentenceClaims::Found SentenceClaims::to_the_right(SentenceClaim& claim) {
    const std::size_t i = claim.amount + 1;
    if (i >= marks_.size() || !marks_[i].is(Word::Cue) || used_[i] ||
        marks_[claim.amount].in_words || (!behind_ && is_followed_by_figure(i))) {
        return Found::Nothing;
    }
    claim.fact = fact_of(marks_[i]);
    claim.cue = i;
    used_[i] = true;
    return Found::Claimed;
}

bool SentenceClaims::is_followed_by_figure(std::size_t cue) const {
    for (std::size_t i = cue + 1; i < marks_.size(); ++i) {
        if (marks_[i].kind == Kind::Amount) {
            return true;
        }
        if (!marks_[i].is(Word::Filler)) {
            return false;
        }
    }
    return false;
}

}  // namespace conversation
