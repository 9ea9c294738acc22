#include "conversation/thai/amount_number.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace conversation {

namespace {

using amount_tokens::Kind;
using amount_tokens::Token;

constexpr unsigned kTen = 1;
constexpr unsigned kHundred = 2;
constexpr unsigned kMillion = 6;
constexpr std::uint64_t kMost = 1'000'000'000'000'000'000;
constexpr std::size_t kMostFraction = 18;

constexpr std::array<std::uint64_t, 7> kPowers = {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};

Decimal whole(std::uint64_t value) {
    return {value, 0};
}

// What stood last in a number, which decides how it is understood.
enum class Tail { None, Digit, Neung, Half };

// Units that fall from left to right below a million, as far as they have been read.
struct Group {
    std::uint64_t sum = 0;
    unsigned last_unit = kMillion;  // the smallest named so far; kMillion: none
    std::size_t terms = 0;
    bool first_is_bare = false;  // พันห้า: the unit has no digit before it
    Tail tail = Tail::None;
    unsigned digit = 0;        // Tail::Digit
    std::uint64_t single = 1;  // the unit of a group of one term with a digit, else 0
};

class NumberParser {
  public:
    NumberParser(std::span<const Token> tokens, std::size_t at) : tokens_(tokens), at_(at) {}

    std::optional<NumberReading> parse() {
        if (peek(Kind::Half)) {
            return half_of_unit();
        }
        if (peek(Kind::Number) && tokens_[at_].number.scale > 0) {
            return decimal_figures();
        }
        if (peek(Kind::Dozen)) {
            ++at_;
            return literal(12);
        }
        return integer_or_spoken_decimal();
    }

    [[nodiscard]] std::size_t at() const { return at_; }

  private:
    [[nodiscard]] bool peek(Kind kind, std::size_t ahead = 0) const {
        return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].kind == kind;
    }

    static NumberReading literal(std::uint64_t value) {
        NumberReading reading;
        reading.value = reading.literal = whole(value);
        return reading;
    }

    // ครึ่งร้อย
    std::optional<NumberReading> half_of_unit() {
        ++at_;
        if (!peek(Kind::Unit) || tokens_[at_].value < kHundred) {
            return std::nullopt;
        }
        NumberReading reading = literal(kPowers[tokens_[at_++].value] / 2);
        reading.style = NumberReading::Style::Spoken;
        return reading;
    }

    // 1.5, 1.5 หมื่น, 1.2k
    std::optional<NumberReading> decimal_figures() {
        const Token& figures = tokens_[at_++];
        auto reading = scaled(figures.number);
        if (reading && reading->figures_only) {
            reading->thousands_point = has_thousands_point(figures);
        }
        return reading;
    }

    static bool has_thousands_point(const Token& figures) {
        return figures.decimals == 3 && figures.whole_digits >= 1 && figures.whole_digits <= 3 &&
               figures.number.coefficient >= kPowers[figures.number.scale];
    }

    // A decimal and the units that multiply it: สองจุดสองล้าน, 1.5 แสนล้าน.
    std::optional<NumberReading> scaled(const Decimal& decimal) {
        NumberReading reading;
        reading.value = decimal;
        reading.figures_only = true;
        while (peek(Kind::Unit) || peek(Kind::Kilo)) {
            const auto product = reading.value.times_power(tokens_[at_].value);
            if (!product) {
                return std::nullopt;
            }
            reading.value = *product;
            reading.unit = reading.unit == 1 ? kPowers[tokens_[at_].value] : 0;
            reading.figures_only = false;
            ++at_;
        }
        reading.literal = reading.value;
        return reading;
    }

    std::optional<NumberReading> integer_or_spoken_decimal() {
        const bool figures = peek(Kind::Number);
        const std::size_t begin = at_;
        auto reading = integer();
        if (!reading) {
            return std::nullopt;
        }
        reading->figures_only = figures && at_ == begin + 1;
        reading->thousands_point = reading->figures_only && has_thousands_point(tokens_[begin]);
        if (peek(Kind::Point)) {
            return spoken_decimal(*reading);
        }
        if (peek(Kind::Dozen)) {
            ++at_;
            const auto count = reading->literal.integer();
            return count && *count < kMost / 12 ? std::optional{literal(*count * 12)}
                                                : std::nullopt;
        }
        return reading;
    }

    // หนึ่งจุดหกหก: the digits after the point one by one.
    std::optional<NumberReading> spoken_decimal(const NumberReading& before) {
        ++at_;
        std::string fraction;
        while (peek(Kind::Digit) && fraction.size() < kMostFraction) {
            fraction.push_back(static_cast<char>('0' + tokens_[at_++].value));
        }
        const auto number = before.literal.integer();
        if (fraction.empty() || !number) {
            return std::nullopt;
        }
        const auto decimal = make_decimal(std::to_string(*number), fraction);
        return decimal ? scaled(*decimal) : std::nullopt;
    }

    // What ล้าน has multiplied so far.
    struct Millions {
        std::uint64_t value = 0;
        std::size_t named = 0;       // how often ล้าน was said
        bool bare = false;           // ล้านสอง: no number before it
        bool of_one_number = false;  // 5 ล้าน: a number and one unit
    };

    // Groups below a million, each followed by any number of ล้าน but the last.
    std::optional<NumberReading> integer() {
        Millions millions;
        for (;;) {
            const bool has_group = starts_group();
            Group group;
            if (has_group && !read_group(group, millions.named > 0)) {
                return std::nullopt;
            }
            if (!peek_million()) {
                return has_group ? last_group(group, millions) : only_millions(millions);
            }
            if (!take_million(group, has_group, millions)) {
                return std::nullopt;
            }
        }
    }

    static std::optional<NumberReading> last_group(const Group& group, const Millions& millions) {
        if (millions.named == 0) {
            return finish(group, 0, false);
        }
        if (group.sum + group.digit >= kPowers[kMillion]) {
            return std::nullopt;
        }
        return finish(group, millions.value, millions.bare);
    }

    static std::optional<NumberReading> only_millions(const Millions& millions) {
        if (millions.named == 0) {
            return std::nullopt;
        }
        NumberReading reading = literal(millions.value);
        reading.unit = millions.named == 1 && millions.of_one_number ? kPowers[kMillion] : 0;
        return reading;
    }

    // ล้าน multiplies all before it, and alone it is one of it.
    bool take_million(const Group& group, bool has_group, Millions& millions) {
        ++at_;
        const bool first = millions.named++ == 0;
        if (group.tail == Tail::Neung || group.tail == Tail::Half) {
            return false;
        }
        millions.bare = !has_group && first;
        millions.of_one_number = group.terms == 0;
        const std::uint64_t more = has_group ? group.sum + group.digit : (first ? 1 : 0);
        if (more > kMost - millions.value || millions.value + more > kMost / kPowers[kMillion]) {
            return false;
        }
        millions.value = (millions.value + more) * kPowers[kMillion];
        return true;
    }

    [[nodiscard]] bool peek_million() const {
        return peek(Kind::Unit) && tokens_[at_].value == kMillion;
    }

    [[nodiscard]] bool starts_group() const {
        if (at_ >= tokens_.size()) {
            return false;
        }
        switch (tokens_[at_].kind) {
            case Kind::Number:
            case Kind::Digit:
            case Kind::Yi:
            case Kind::Neung:
            case Kind::Ed:
            case Kind::Twenty:
            case Kind::Half:
                return true;
            case Kind::Unit:
                return tokens_[at_].value < kMillion;
            default:
                return false;
        }
    }

    // The unit below a million that stands at at_ + 1; 0 for none.
    [[nodiscard]] unsigned unit_behind() const {
        return peek(Kind::Unit, 1) && tokens_[at_ + 1].value < kMillion ? tokens_[at_ + 1].value
                                                                        : 0;
    }

    bool read_group(Group& group, bool after_million) {
        while (starts_group()) {
            bool ends = false;
            if (!read_term(group, after_million, ends)) {
                return false;
            }
            if (ends) {
                break;
            }
        }
        return true;
    }

    bool read_term(Group& group, bool after_million, bool& ends) {
        const Token& token = tokens_[at_];
        switch (token.kind) {
            case Kind::Number:
                return figures_term(group, after_million, ends);
            case Kind::Digit:
            case Kind::Yi:
            case Kind::Neung:
                return digit_term(group, ends);
            case Kind::Unit:
                return bare_unit(group);
            case Kind::Twenty:
                ++at_;
                return add_unit(group, 2, kTen, false);
            case Kind::Ed:
                ends = true;
                ++at_;
                group.sum += 1;
                return (group.terms > 0 || after_million) && group.last_unit >= kTen;
            default:  // Kind::Half
                ends = true;
                ++at_;
                group.tail = Tail::Half;
                return group.terms > 0 ? group.last_unit >= kHundred : after_million;
        }
    }

    // 3 พัน, 3พัน5, 15 ร้อย, 3พัน500, 12k, 8500
    bool figures_term(Group& group, bool after_million, bool& ends) {
        const Token& token = tokens_[at_];
        const auto number = token.number.integer();
        if (!number || (token.decimals > 0 && group.terms > 0)) {
            return false;
        }
        const unsigned unit = unit_behind();
        if (unit > 0) {
            return unit_after_figures(group, *number, unit);
        }
        ++at_;
        ends = true;
        if (group.terms == 0 && !after_million) {
            return lone_figures(group, *number);
        }
        const unsigned below = group.terms == 0 ? kMillion : group.last_unit;
        if (token.whole_digits == 1 && *number > 0) {
            group.tail = Tail::Digit;
            group.digit = static_cast<unsigned>(*number);
            return true;
        }
        group.sum += *number;
        return *number >= 10 && *number < kPowers[below];
    }

    bool lone_figures(Group& group, std::uint64_t number) {
        if (number > kMost) {
            return false;
        }
        group.sum = number;
        if (peek(Kind::Kilo)) {
            group.single = kPowers[tokens_[at_++].value];
            group.sum = number <= kMost / group.single ? number * group.single : kMost + 1;
        }
        return group.sum <= kMost;
    }

    bool unit_after_figures(Group& group, std::uint64_t number, unsigned unit) {
        at_ += 2;
        if (group.terms > 0) {
            return number >= 1 && number <= 9 && add_unit(group, number, unit, false);
        }
        return number <= kMost / kPowers[unit] && add_unit(group, number, unit, false);
    }

    // หนึ่งหมื่น, ยี่สิบ, and a digit at the end
    bool digit_term(Group& group, bool& ends) {
        const Token& token = tokens_[at_];
        const unsigned unit = unit_behind();
        if (unit > 0) {
            const bool spelled =
                unit == kTen ? token.kind == Kind::Yi || token.value > 2 : token.kind != Kind::Yi;
            at_ += 2;
            return spelled && token.value > 0 && add_unit(group, token.value, unit, false);
        }
        ++at_;
        ends = true;
        if (token.kind == Kind::Yi) {
            return false;
        }
        if (group.terms == 0 && peek(Kind::Kilo)) {
            group.single = kPowers[tokens_[at_].value];
            group.sum = token.value * group.single;
            ++at_;
            return true;
        }
        group.tail = token.kind == Kind::Neung ? Tail::Neung : Tail::Digit;
        group.digit = token.value;
        return token.value > 0 || group.terms == 0;
    }

    // A unit without a digit is one of it: at the beginning, and สิบ anywhere (ร้อยสิบสอง).
    bool bare_unit(Group& group) {
        const unsigned unit = tokens_[at_++].value;
        return (group.terms == 0 || unit == kTen) && add_unit(group, 1, unit, true);
    }

    static bool add_unit(Group& group, std::uint64_t count, unsigned unit, bool bare) {
        if (unit >= group.last_unit) {
            return false;
        }
        group.sum += count * kPowers[unit];
        group.first_is_bare = group.terms == 0 ? bare : group.first_is_bare;
        group.last_unit = unit;
        group.single = group.terms == 0 ? kPowers[unit] : 0;
        ++group.terms;
        return true;
    }

    // A number whose last group is `group`, `base` before it.
    static NumberReading finish(const Group& group, std::uint64_t base, bool bare_million) {
        const unsigned unit = group.terms > 0 ? group.last_unit : (base > 0 ? kMillion : 0);
        const std::uint64_t sum = base + group.sum;
        const bool bare = base > 0 && group.terms == 0
                              ? bare_million
                              : base == 0 && group.terms == 1 && group.first_is_bare;
        NumberReading reading;
        switch (group.tail) {
            case Tail::None:
                reading = literal(sum);
                reading.unit = base == 0 ? group.single : 0;
                return reading;
            case Tail::Digit:
                reading = digit_at_end(sum, unit, group.digit, bare);
                break;
            case Tail::Neung:
                reading = neung_at_end(sum, unit, bare);
                break;
            case Tail::Half:
                reading = half_at_end(sum, unit);
                break;
        }
        reading.unit = unit == 0 ? 1 : 0;
        return reading;
    }

    static NumberReading unclear(std::uint64_t literal_value, std::vector<Decimal> candidates) {
        NumberReading reading = literal(literal_value);
        reading.style = NumberReading::Style::Unclear;
        reading.candidates = std::move(candidates);
        return reading;
    }

    // หมื่นห้า: after พัน and above a digit is the next lower unit; after ร้อย and ล้าน speakers differ,
    // and หนึ่ง may also only say "one of it".
    static NumberReading digit_at_end(std::uint64_t sum, unsigned unit, unsigned digit, bool bare) {
        const std::uint64_t exact = sum + digit;
        if (unit < kHundred) {
            return literal(exact);
        }
        const std::uint64_t spoken = sum + digit * kPowers[unit - 1];
        if (digit == 1) {
            std::vector<Decimal> candidates;
            if (bare) {
                candidates.push_back(whole(sum));
            }
            candidates.push_back(whole(exact));
            if (unit > kHundred) {
                candidates.push_back(whole(spoken));
            }
            return unclear(exact, std::move(candidates));
        }
        if (unit == kHundred || unit == kMillion) {
            return unclear(exact, {whole(exact), whole(spoken)});
        }
        NumberReading reading = literal(exact);
        reading.value = whole(spoken);
        reading.style = NumberReading::Style::Spoken;
        return reading;
    }

    // ร้อยนึง is 100, ยี่สิบนึง 21; สองร้อยนึง is 200 or 201.
    static NumberReading neung_at_end(std::uint64_t sum, unsigned unit, bool bare) {
        if (unit < kHundred) {
            return literal(sum + 1);
        }
        if (bare) {
            NumberReading reading = literal(sum);
            reading.style = NumberReading::Style::Spoken;
            return reading;
        }
        std::vector<Decimal> candidates{whole(sum), whole(sum + 1)};
        if (unit > kHundred) {
            candidates.push_back(whole(sum + kPowers[unit - 1]));
        }
        return unclear(sum + 1, std::move(candidates));
    }

    // พันครึ่ง is 1,500; half a million more is asked.
    static NumberReading half_at_end(std::uint64_t sum, unsigned unit) {
        const std::uint64_t value = sum + kPowers[unit] / 2;
        if (unit == kMillion) {
            return unclear(value, {whole(value)});
        }
        NumberReading reading = literal(value);
        reading.style = NumberReading::Style::Spoken;
        return reading;
    }

    std::span<const Token> tokens_;
    std::size_t at_;
};

}  // namespace

std::optional<NumberReading> read_number(std::span<const Token> tokens, std::size_t& at) {
    NumberParser parser{tokens, at};
    auto reading = parser.parse();
    at = parser.at();
    return reading;
}

std::optional<unsigned> read_count(std::string_view normalized) {
    const auto tokens = amount_tokens::read_tokens(normalized);
    if (!tokens || tokens->empty()) {
        return std::nullopt;
    }
    std::size_t at = 0;
    const auto reading = read_number(*tokens, at);
    if (!reading || at != tokens->size()) {
        return std::nullopt;
    }
    const auto number = reading->literal.integer();
    if (!number || *number > std::numeric_limits<unsigned>::max()) {
        return std::nullopt;
    }
    return static_cast<unsigned>(*number);
}

}  // namespace conversation
