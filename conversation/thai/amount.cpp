#include "conversation/thai/amount.h"

#include "conversation/thai/amount_number.h"
#include "conversation/thai/amount_parser.h"
#include "conversation/thai/amount_tokens.h"
#include "conversation/thai/money.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace conversation {

namespace {

using amount_tokens::Kind;
using amount_tokens::Slot;
using amount_tokens::Token;

constexpr std::int64_t kSatang = 100;
constexpr std::size_t kLongestText = 2'000;  // bytes; beyond it a text is no amount

// Answers without a number, without spaces. `slot` names what the words are about.
struct Phrase {
    std::string_view text;
    AmountReading::Kind kind;
    Slot slot = Slot::Any;
    AmountReason reason = AmountReason::None;
};

constexpr auto kPhrases = std::to_array<Phrase>({
    {"ไม่มี", AmountReading::Kind::Value},
    {"ไม่มีเลย", AmountReading::Kind::Value},
    {"ยังไม่มี", AmountReading::Kind::Value},
    {"ยังไม่มีเลย", AmountReading::Kind::Value},
    {"ไม่มีเงิน", AmountReading::Kind::Value},
    {"ไม่มีเงินเลย", AmountReading::Kind::Value},
    {"ไม่มีตังค์", AmountReading::Kind::Value},
    {"ไม่มีตัง", AmountReading::Kind::Value},
    {"ไม่มีสักบาท", AmountReading::Kind::Value},
    {"ไม่มีซักบาท", AmountReading::Kind::Value},
    {"ไม่ได้สักบาท", AmountReading::Kind::Value},
    {"ไม่ได้ซักบาท", AmountReading::Kind::Value},
    {"บ่มี", AmountReading::Kind::Value},
    {"none", AmountReading::Kind::Value},
    {"nothing", AmountReading::Kind::Value},
    {"zero", AmountReading::Kind::Value},
    {"nomoney", AmountReading::Kind::Value},
    {"ไม่มีรายได้", AmountReading::Kind::Value, Slot::Income},
    {"ไม่มีรายได้เลย", AmountReading::Kind::Value, Slot::Income},
    {"ไม่มีรายรับ", AmountReading::Kind::Value, Slot::Income},
    {"ไม่ได้เงิน", AmountReading::Kind::Value, Slot::Income},
    {"noincome", AmountReading::Kind::Value, Slot::Income},
    {"ไม่ได้ออม", AmountReading::Kind::Value, Slot::Saving},
    {"ไม่ได้ออมเลย", AmountReading::Kind::Value, Slot::Saving},
    {"ไม่ออม", AmountReading::Kind::Value, Slot::Saving},
    {"ไม่มีเงินออม", AmountReading::Kind::Value, Slot::Saving},
    {"ไม่มีเงินเก็บ", AmountReading::Kind::Value, Slot::Saving},
    {"ไม่ได้เก็บ", AmountReading::Kind::Value, Slot::Saving},
    {"ไม่ได้เก็บเลย", AmountReading::Kind::Value, Slot::Saving},
    {"ไม่ได้ฝาก", AmountReading::Kind::Value, Slot::Saving},
    {"ไม่เหลือเก็บ", AmountReading::Kind::Value, Slot::Saving},
    {"nosavings", AmountReading::Kind::Value, Slot::Saving},
    {"ไม่มีหนี้", AmountReading::Kind::Value, Slot::Debt},
    {"ไม่มีหนี้สิน", AmountReading::Kind::Value, Slot::Debt},
    {"ไม่เป็นหนี้", AmountReading::Kind::Value, Slot::Debt},
    {"ไม่ติดหนี้", AmountReading::Kind::Value, Slot::Debt},
    {"nodebt", AmountReading::Kind::Value, Slot::Debt},
    {"ไม่มีรายจ่าย", AmountReading::Kind::Value, Slot::Expense},
    {"ไม่ได้จ่าย", AmountReading::Kind::Value, Slot::Expense},
    {"ไม่ได้ใช้", AmountReading::Kind::Value, Slot::Expense},
    {"-", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"--", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"ไม่แน่นอน", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"ไม่แน่", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"แล้วแต่", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"แล้วแต่เดือน", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"แล้วแต่วัน", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"บอกไม่ถูก", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"นิดหน่อย", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"ติดลบ", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"ขาดทุน", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"เป็นหนี้", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"มีหนี้", AmountReading::Kind::Ask, Slot::Any, AmountReason::NoFigure},
    {"หลักสิบ", AmountReading::Kind::Ask, Slot::Any, AmountReason::OnlyMagnitude},
    {"หลักร้อย", AmountReading::Kind::Ask, Slot::Any, AmountReason::OnlyMagnitude},
    {"หลักพัน", AmountReading::Kind::Ask, Slot::Any, AmountReason::OnlyMagnitude},
    {"หลักหมื่น", AmountReading::Kind::Ask, Slot::Any, AmountReason::OnlyMagnitude},
    {"หลักแสน", AmountReading::Kind::Ask, Slot::Any, AmountReason::OnlyMagnitude},
    {"หลักล้าน", AmountReading::Kind::Ask, Slot::Any, AmountReason::OnlyMagnitude},
});

AmountReading not_an_amount() {
    AmountReading reading;
    reading.reason = AmountReason::NotAnAmount;
    return reading;
}

std::optional<AmountReading> read_phrase(std::string_view text, Slot asked) {
    std::string squeezed{text};
    std::erase(squeezed, ' ');
    const auto* phrase = std::find_if(
        kPhrases.begin(), kPhrases.end(), [&](const Phrase& p) { return p.text == squeezed; });
    if (phrase == kPhrases.end()) {
        return std::nullopt;
    }
    AmountReading reading;
    reading.kind = phrase->kind;
    reading.reason = phrase->reason;
    if (phrase->slot != Slot::Any && phrase->slot != asked) {
        reading.kind = AmountReading::Kind::Ask;
        reading.reason = AmountReason::OtherSlot;
        reading.candidates = {0};
    } else if (reading.kind == AmountReading::Kind::Value) {
        reading.baht = "0";
    }
    return reading;
}

// What was said around the number.
struct Frame {
    AmountPeriod period = AmountPeriod::None;
    Slot slot = Slot::Any;
    bool approximate = false;
    bool negative = false;
    bool bracket = false;
    bool formal = false;    // ถ้วน, สตางค์
    bool currency = false;  // บาท
    bool slang = false;     // ตังค์
    bool filler = false;    // ได้, มี: only before what is surely money
};

class AmountParser {
  public:
    AmountParser(std::span<const Token> tokens, Slot asked) : tokens_(tokens), asked_(asked) {}

    AmountReading parse() {
        if (!prefixes() || !numbers() || !suffixes() || at_ != tokens_.size() || !is_money()) {
            return not_an_amount();
        }
        return judge();
    }

  private:
    [[nodiscard]] bool peek(Kind kind, std::size_t ahead = 0) const {
        return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].kind == kind;
    }

    bool take(Kind kind) {
        const bool there = peek(kind);
        at_ += there ? 1 : 0;
        return there;
    }

    // A word may be said once: two periods or two slots are no single amount.
    bool set_period(unsigned value) {
        const bool first = frame_.period == AmountPeriod::None;
        frame_.period = static_cast<AmountPeriod>(value);
        return first;
    }

    bool prefixes() {
        while (at_ < tokens_.size()) {
            const Token& token = tokens_[at_];
            switch (token.kind) {
                case Kind::About:
                case Kind::Near:
                case Kind::Above:
                    frame_.approximate = true;
                    break;
                case Kind::Each:
                    if (!set_period(token.value)) {
                        return false;
                    }
                    break;
                case Kind::Per:
                    if (!peek(Kind::Period, 1) || !set_period(tokens_[++at_].value)) {
                        return false;
                    }
                    break;
                case Kind::Filler:
                    frame_.filler = true;
                    break;
                case Kind::Slot:
                    if (frame_.slot != Slot::Any) {
                        return false;
                    }
                    frame_.slot = static_cast<Slot>(token.value);
                    break;
                case Kind::Open:
                    frame_.bracket = true;
                    break;
                case Kind::Baht:
                    frame_.currency = true;
                    break;
                case Kind::Negative:
                case Kind::Minus:
                case Kind::Dash:
                    if (frame_.negative) {
                        return false;
                    }
                    frame_.negative = true;
                    break;
                default:
                    return true;
            }
            ++at_;
        }
        return false;
    }

    bool numbers() {
        if (neighbours()) {
            return true;
        }
        if (!number(low_)) {
            return false;
        }
        if (!peek(Kind::Dash) && !peek(Kind::To) && !(peek(Kind::About) && peek(Kind::Number, 1))) {
            return true;
        }
        ++at_;
        (void)take(Kind::Baht);
        high_.emplace();
        if (!number(*high_)) {
            return false;
        }
        share_unit();
        return true;
    }

    bool number(NumberReading& into) {
        const std::size_t begin = at_;
        auto reading = read_number(tokens_, at_);
        if (!reading || at_ == begin) {
            return false;
        }
        into = std::move(*reading);
        if (peek(Kind::Above) && peek(Kind::Unit, 1)) {  // สิบกว่าล้าน
            const auto product = into.value.times_power(tokens_[at_ + 1].value);
            if (!product || into.style != NumberReading::Style::Literal) {
                return false;
            }
            into.value = into.literal = *product;
            frame_.approximate = true;
            at_ += 2;
        }
        return true;
    }

    // สองสามพัน: two or three thousand.
    bool neighbours() {
        if (!peek(Kind::Digit) || !peek(Kind::Digit, 1) || !peek(Kind::Unit, 2) ||
            tokens_[at_].value == 0 || tokens_[at_ + 1].value != tokens_[at_].value + 1) {
            return false;
        }
        const unsigned power = tokens_[at_ + 2].value;
        const auto low = Decimal{tokens_[at_].value, 0}.times_power(power);
        const auto high = Decimal{tokens_[at_ + 1].value, 0}.times_power(power);
        if (!low || !high) {
            return false;
        }
        low_.value = low_.literal = *low;
        high_.emplace();
        high_->value = high_->literal = *high;
        at_ += 3;
        return true;
    }

    // 3-5 พัน: the unit counts for both.
    void share_unit() {
        const auto low = low_.literal.integer();
        if (low_.unit == 1 && high_->unit > 1 && low && *low < high_->unit &&
            low_.style == NumberReading::Style::Literal) {
            low_.value = low_.literal = Decimal{*low * high_->unit, 0};
        }
    }

    bool suffixes() {
        while (at_ < tokens_.size()) {
            const Token& token = tokens_[at_++];
            switch (token.kind) {
                case Kind::Above:
                    frame_.approximate = true;
                    break;
                case Kind::Filler:
                    break;
                case Kind::Baht:
                    if (!baht()) {
                        return false;
                    }
                    break;
                case Kind::Satang:
                    if (!only_satang()) {
                        return false;
                    }
                    break;
                case Kind::Even:
                    frame_.formal = true;
                    break;
                case Kind::Slang:
                    frame_.slang = true;
                    break;
                case Kind::Each:
                    if (!set_period(token.value)) {
                        return false;
                    }
                    break;
                case Kind::Per:
                    if (!peek(Kind::Period) || !set_period(tokens_[at_++].value)) {
                        return false;
                    }
                    break;
                case Kind::Close:
                    if (!frame_.bracket || at_ != tokens_.size()) {
                        return false;
                    }
                    frame_.negative = !frame_.negative;
                    frame_.bracket = false;
                    break;
                default:
                    return false;
            }
        }
        return !frame_.bracket;
    }

    // Behind บาท: …ห้าสิบสตางค์.
    bool baht() {
        frame_.currency = true;
        if (!peek(Kind::Number) && !peek(Kind::Digit) && !peek(Kind::Yi) && !peek(Kind::Unit)) {
            return true;
        }
        const auto satang = read_number(tokens_, at_);
        return satang && take(Kind::Satang) && add_satang(*satang, low_.literal);
    }

    bool only_satang() {
        const NumberReading satang = low_;
        return !high_ && !frame_.currency && add_satang(satang, Decimal{});
    }

    bool add_satang(const NumberReading& satang, const Decimal& baht) {
        const auto count = satang.literal.integer();
        const auto whole = baht.integer();
        if (!count || *count >= kSatang || !whole || high_) {
            return false;
        }
        const auto shifted = Decimal{*whole, 0}.times_power(2);
        if (!shifted) {
            return false;
        }
        low_ = {};
        low_.value = low_.literal = Decimal{shifted->coefficient + *count, 2};
        frame_.formal = true;
        return true;
    }

    // "ได้สิบ" is too little to be sure that money is meant.
    [[nodiscard]] bool is_money() const {
        constexpr std::uint64_t surely = 100;
        const auto number = low_.literal.integer();
        return !frame_.filler || frame_.currency || low_.figures_only || high_ || !number ||
               *number >= surely;
    }

    [[nodiscard]] std::optional<std::int64_t> satang_of(const Decimal& value) const {
        const auto satang = value.satang();
        if (!satang || *satang > kLargestBaht * kSatang) {
            return std::nullopt;
        }
        return frame_.negative ? -*satang : *satang;
    }

    [[nodiscard]] AmountReading ask(AmountReason reason,
                                    const std::vector<Decimal>& candidates) const {
        AmountReading reading = framed();
        reading.kind = AmountReading::Kind::Ask;
        reading.reason = reason;
        for (const Decimal& candidate : candidates) {
            if (const auto satang = satang_of(candidate)) {
                reading.candidates.push_back(*satang);
            }
        }
        return reading;
    }

    [[nodiscard]] AmountReading framed() const {
        AmountReading reading;
        reading.period = frame_.period;
        reading.approximate = frame_.approximate;
        return reading;
    }

    [[nodiscard]] AmountReading judge() const {
        const Decimal& taken = frame_.formal ? low_.literal : low_.value;
        if (high_) {
            return ask(AmountReason::Range, {low_.value, high_->value});
        }
        if (low_.style == NumberReading::Style::Unclear && !frame_.formal) {
            return ask(AmountReason::TwoReadings, low_.candidates);
        }
        if (low_.thousands_point) {
            const auto thousands = low_.value.times_power(3);
            return ask(AmountReason::TwoReadings, {low_.value, thousands.value_or(low_.value)});
        }
        if (frame_.slang || (frame_.slot != Slot::Any && frame_.slot != asked_)) {
            return ask(frame_.slang ? AmountReason::TwoReadings : AmountReason::OtherSlot, {taken});
        }
        const auto satang = satang_of(taken);
        if (!satang) {
            return ask(AmountReason::TooLarge, {});
        }
        return value(taken, *satang);
    }

    [[nodiscard]] AmountReading value(const Decimal& taken, std::int64_t satang) const {
        AmountReading reading = framed();
        reading.kind = AmountReading::Kind::Value;
        reading.satang = satang;
        reading.baht = (frame_.negative && taken.coefficient > 0 ? "-" : "") + taken.text();
        const bool spoken = low_.style == NumberReading::Style::Spoken && !frame_.formal;
        reading.reading = spoken ? AmountReading::Style::Colloquial : AmountReading::Style::Literal;
        reading.reason = frame_.approximate ? AmountReason::Approximate : AmountReason::None;
        return reading;
    }

    std::span<const Token> tokens_;
    Slot asked_;
    std::size_t at_ = 0;
    Frame frame_;
    NumberReading low_;
    std::optional<NumberReading> high_;
};

}  // namespace

AmountReading read_amount_tokens(std::span<const Token> tokens) {
    return AmountParser{tokens, Slot::Any}.parse();
}

AmountReading read_amount(std::string_view text, std::string_view slot) {
    if (text.size() > kLongestText) {
        return not_an_amount();
    }
    const std::string normalized = normalize(text);
    const std::string_view answer = strip_particles(normalized);
    const Slot asked = amount_tokens::slot_of(slot);
    if (auto phrase = read_phrase(answer, asked)) {
        return *phrase;
    }
    const auto tokens = amount_tokens::read_tokens(answer);
    if (!tokens || tokens->empty()) {
        return not_an_amount();
    }
    return AmountParser{*tokens, asked}.parse();
}

}  // namespace conversation
