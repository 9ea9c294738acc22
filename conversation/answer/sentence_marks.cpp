#include "conversation/answer/sentence_marks.h"

#include "conversation/thai/amount_parser.h"
#include "conversation/thai/letters.h"

#include <algorithm>
#include <array>
#include <optional>

namespace conversation {

namespace {

using amount_tokens::Token;
using sentence_words::word_at;
using Token_ = amount_tokens::Kind;
using Word = sentence_words::Kind;

constexpr std::size_t kMostTries = 6;    // at ending an amount earlier
constexpr std::size_t kPhoneDigits = 9;  // as many or more in a row are a number of something
constexpr unsigned kDaysOrMonths = 31;   // behind เดือน: its number
constexpr std::size_t kLongestThai = 3;  // bytes of one Thai letter

bool is_number(Token_ kind) {
    switch (kind) {
        case Token_::Number:
        case Token_::Digit:
        case Token_::Yi:
        case Token_::Neung:
        case Token_::Ed:
        case Token_::Unit:
        case Token_::Twenty:
        case Token_::Dozen:
        case Token_::Half:
            return true;
        default:
            return false;
    }
}

bool opens(Token_ kind) {
    return kind == Token_::About || kind == Token_::Near || kind == Token_::Each ||
           kind == Token_::Baht;
}

bool goes_on(Token_ kind) {
    switch (kind) {
        case Token_::Kilo:
        case Token_::Point:
        case Token_::Dash:
        case Token_::To:
        case Token_::Baht:
        case Token_::Satang:
        case Token_::Even:
        case Token_::Slang:
        case Token_::Above:
        case Token_::Per:
        case Token_::Period:
        case Token_::Each:
            return true;
        default:
            return is_number(kind);
    }
}

std::size_t skip_blank(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] == ' ' ? at + 1 : at;
}

// A token inside of a sentence: its last letter must be its own, and a longer word of the sentence
// goes before it ("พันธุ์" is not "พัน").
std::optional<Token> token_in(std::string_view text, std::size_t& at) {
    const std::size_t begin = at;
    if (at >= text.size() || text[at] == ' ' || !begins_word(text, at)) {
        return std::nullopt;
    }
    const auto token = amount_tokens::token_at(text, at);
    if (!token || !ends_word(text, at)) {
        return std::nullopt;
    }
    const bool letter = at - begin <= kLongestThai && is_thai(text, begin);
    if (letter && is_thai(text, at)) {  // "บ" of บ้าน
        return std::nullopt;
    }
    const auto word = word_at(text, begin);
    return word && word->length > at - begin ? std::nullopt : token;
}

// How figures are written: enough to tell a phone number, a date or a house number.
struct Row {
    std::size_t end = 0;
    std::size_t digits = 0;
    std::size_t dashes = 0;
    std::size_t points = 0;
    std::size_t commas = 0;
    std::size_t others = 0;  // : and /
    std::size_t blanks = 0;
};

Row row_at(std::string_view text, std::size_t at, bool over_blanks) {
    Row row;
    for (row.end = at; row.end < text.size();) {
        if (is_digit(text, row.end)) {
            ++row.digits;
            ++row.end;
            continue;
        }
        if (!is_digit(text, row.end + 1)) {
            break;
        }
        const char c = text[row.end];
        row.dashes += c == '-' ? 1U : 0U;
        row.points += c == '.' ? 1U : 0U;
        row.commas += c == ',' ? 1U : 0U;
        row.others += c == ':' || c == '/' ? 1U : 0U;
        row.blanks += c == ' ' ? 1U : 0U;
        if (std::string_view{"-.,:/"}.find(c) == std::string_view::npos &&
            !(c == ' ' && over_blanks)) {
            break;
        }
        ++row.end;
    }
    return row;
}

// The end of figures that are never money; `at` itself when they may be.
std::size_t end_of_number(std::string_view text, std::size_t at) {
    if (text[at] == '0') {
        const Row phone = row_at(text, at, true);
        if (phone.digits == kPhoneDigits || phone.digits == kPhoneDigits + 1) {
            return phone.end;
        }
    }
    const Row row = row_at(text, at, false);
    const bool code = text[at] == '0' && is_digit(text, at + 1);
    const bool long_row = row.commas == 0 && row.points == 0 && row.digits >= kPhoneDigits;
    return row.others > 0 || row.dashes > 1 || row.points > 1 || code || long_row ? row.end : at;
}

// "หมู่ 3", "อายุ 67", "บ้านเลขที่ 14/2": the end of the number behind such a word.
std::size_t end_of_named(std::string_view text, std::size_t at) {
    while (at < text.size() && (text[at] == ' ' || text[at] == ':' || text[at] == '.')) {
        ++at;
    }
    if (is_digit(text, at)) {
        return row_at(text, at, text[at] == '0').end;
    }
    for (std::size_t next = at; next < text.size();) {
        const auto token = token_in(text, next);
        if (!token || !is_number(token->kind)) {
            break;
        }
        at = next;
    }
    return at;
}

std::optional<unsigned> small_number(std::string_view text, std::size_t at) {
    constexpr unsigned most = 10'000;
    unsigned value = 0;
    if (!is_digit(text, at)) {
        return std::nullopt;
    }
    for (; is_digit(text, at) && value < most; ++at) {
        value = value * 10 + static_cast<unsigned>(text[at] - '0');
    }
    return value;
}

// Two figures, or a year in full of either era.
bool is_year(std::string_view text, std::size_t at) {
    const Row row = row_at(text, at, false);
    const auto value = small_number(text, at).value_or(0);
    return row.end - at == row.digits &&
           (row.digits == 2 || (row.digits == 4 && ((value >= 2490 && value < 2640) ||
                                                    (value > 1950 && value < 2100))));
}

class Marker {
  public:
    Marker(std::string_view text, const PhraseTable& occupations)
        : text_(text), occupations_(occupations) {
        marks_.reserve(24);
    }

    std::vector<SentenceMark> run() {
        while (at_ < text_.size()) {
            if (text_[at_] == ' ') {
                ++at_;
            } else if (!figures() && !named() && !amount()) {
                gap(at_ + letter_length());
            }
        }
        return std::move(marks_);
    }

  private:
    [[nodiscard]] std::size_t letter_length() const {
        std::size_t length = 1;
        while (at_ + length < text_.size() &&
               (letters::byte(text_, at_ + length) & 0xC0U) == 0x80U) {
            ++length;
        }
        return length;
    }

    void gap(std::size_t end) {
        const bool grows = !marks_.empty() && marks_.back().kind == SentenceMark::Kind::Gap &&
                           marks_.back().end == at_;
        if (grows) {
            marks_.back().end = end;
        } else {
            add(SentenceMark::Kind::Gap, end);
        }
        at_ = end;
    }

    SentenceMark& add(SentenceMark::Kind kind, std::size_t end) {
        auto& mark = marks_.emplace_back();
        mark.kind = kind;
        mark.begin = at_;
        mark.end = end;
        return mark;
    }

    void number(std::size_t end) {
        add(SentenceMark::Kind::Number, end);
        at_ = end;
    }

    bool figures() {
        const bool abroad = text_[at_] == '+' && is_digit(text_, at_ + 1);
        if (abroad) {
            number(row_at(text_, at_ + 1, true).end);
            return true;
        }
        if (!is_digit(text_, at_)) {
            return false;
        }
        if (const auto end = end_of_number(text_, at_); end > at_) {
            number(end);
            return true;
        }
        if (!amount()) {  // 1,50 or more digits than any amount has
            number(row_at(text_, at_, false).end);
        }
        return true;
    }

    // A word or an occupation, whichever is longer.
    bool named() {
        const auto word = word_at(text_, at_);
        const auto work = occupations_.longest(text_, at_);
        if (work && (!word || work->length > word->length)) {
            const bool hired = !marks_.empty() && marks_.back().kind == SentenceMark::Kind::Work &&
                               marks_.back().end == at_ && ends_with_hire();
            if (!hired) {  // รับจ้างทำนา is hired work
                add(SentenceMark::Kind::Work, at_ + work->length).code = work->name;
            } else {
                marks_.back().end = at_ + work->length;
            }
            at_ += work->length;
            return true;
        }
        if (!word || inside_another(word->word->kind) || begins_amount(word->length)) {
            return false;
        }
        take_word(*word);
        return true;
    }

    // Right behind letters that are no word: the ลูก of ปลูก. Such words stand apart, others need
    // not.
    [[nodiscard]] bool inside_another(Word kind) const {
        const bool apart = kind == Word::Person || kind == Word::Self || kind == Word::Plan ||
                           kind == Word::Stop || kind == Word::MainWork || kind == Word::SecondWork;
        return apart && !marks_.empty() && marks_.back().kind == SentenceMark::Kind::Gap &&
               marks_.back().end == at_;
    }

    [[nodiscard]] bool ends_with_hire() const { return text_.substr(0, at_).ends_with("รับจ้าง"); }

    // A period or hedge is part of the amount behind it.
    bool begins_amount(std::size_t length) {
        std::size_t next = at_;
        const auto token = token_in(text_, next);
        if (!token || next - at_ < length || !(opens(token->kind) || is_number(token->kind))) {
            return false;
        }
        const auto mark = try_amount();
        return mark.has_value();
    }

    void take_word(const sentence_words::Match& match) {
        static constexpr sentence_words::Word kUnitPrice{"ละ", Word::UnitPrice};
        std::size_t end = at_ + match.length;
        const bool priced = match.word->kind == Word::Counted &&
                            text_.substr(end).starts_with(kUnitPrice.text) &&
                            !joins_previous(text_, end + kUnitPrice.text.size());
        if (priced) {  // ตันละ 11,000
            end += kUnitPrice.text.size();
            add(SentenceMark::Kind::Word, end).word = &kUnitPrice;
            at_ = end;
            return;
        }
        add(SentenceMark::Kind::Word, end).word = match.word;
        at_ = end;
        const std::size_t next = skip_blank(text_, end);
        const bool time = match.word->kind == Word::Counted && match.word->special;
        const bool house = match.word->text == "บ้าน" && is_digit(text_, next);  // บ้าน 14
        if (match.word->kind == Word::NumberOf || house) {
            if (const auto stop = end_of_named(text_, end); stop > next) {
                at_ = next;
                number(stop);
            }
        } else if ((match.word->kind == Word::Month && is_digit(text_, next) &&
                    is_year(text_, next)) ||
                   (time && is_digit(text_, next) && numbers_time(match, next))) {
            at_ = next;
            number(row_at(text_, next, false).end);
        }
    }

    // เดือน 11, ปี 2568
    [[nodiscard]] bool numbers_time(const sentence_words::Match& match, std::size_t next) const {
        const Row row = row_at(text_, next, false);
        if (match.word->text == "ปี") {
            return is_year(text_, next);
        }
        return row.end - next == row.digits &&
               small_number(text_, next).value_or(kDaysOrMonths + 1) <= kDaysOrMonths;
    }

    bool amount() {
        auto mark = try_amount();
        if (!mark) {
            return unreadable();
        }
        const std::size_t begin = at_;
        marks_.push_back(std::move(*mark));
        at_ = marks_.back().end;
        if (is_counted(marks_.back()) || beside_times(begin)) {
            auto& number = marks_.back();
            number.kind = SentenceMark::Kind::Number;
            number.amount = {};
        }
        return true;
    }

    // Several number words that are no number together: ห้าพันหกพัน.
    bool unreadable() {
        const auto all = pieces();
        const auto numbers = std::ranges::count_if(
            all, [](const Piece& piece) { return is_number(piece.token.kind); });
        if (numbers < 2) {
            return false;
        }
        number(all.back().end);
        return true;
    }

    // What the number before counts: "3 ไร่", but "8000 ปี 68" is an amount and a year.
    [[nodiscard]] bool is_counted(const SentenceMark& mark) const {
        if (mark.baht) {
            return false;
        }
        const std::size_t next = skip_blank(text_, mark.end);
        const auto word = word_at(text_, next);
        if (!word) {
            return false;
        }
        if (word->word->kind == Word::Month) {
            return mark.plain;
        }
        if (word->word->kind != Word::Counted) {
            return false;
        }
        constexpr std::int64_t thousand = 100'000;  // satang
        const std::size_t behind = skip_blank(text_, next + word->length);
        return !word->word->special || (mark.amount.satang < thousand && !is_digit(text_, behind));
    }

    [[nodiscard]] bool beside_times(std::size_t begin) const {
        const auto after = word_at(text_, skip_blank(text_, at_));
        const bool before = marks_.size() > 1 && marks_[marks_.size() - 2].is(Word::Times) &&
                            marks_[marks_.size() - 2].end + 1 >= begin;
        return before || (after && after->word->kind == Word::Times);
    }

    struct Piece {
        Token token;
        std::size_t end = 0;
    };

    // The tokens that may be one amount from here on.
    [[nodiscard]] std::vector<Piece> pieces() const {
        std::vector<Piece> all;
        bool counted = false;  // a number was seen
        std::size_t at = at_;
        while (all.size() < amount_tokens::kMostTokens) {
            std::size_t next = skip_blank(text_, at);
            const bool blank = next > at;
            const auto token = token_in(text_, next);
            if (!token ||
                !(counted ? goes_on(token->kind) : opens(token->kind) || is_number(token->kind))) {
                break;
            }
            if (counted && !all.empty() && is_number(token->kind) &&
                parts(all.back().token.kind, token->kind, blank)) {
                break;
            }
            if (token->kind == Token_::Period &&
                (all.empty() || all.back().token.kind != Token_::Per)) {
                break;
            }
            counted = counted || is_number(token->kind);
            all.push_back({*token, next});
            at = next;
        }
        return all;
    }

    // Two numbers beside each other that are not one: "8500 300", "300 บาท 500", "8000 เดือนละ 500".
    [[nodiscard]] static bool parts(Token_ before, Token_ now, bool blank) {
        if (before == Token_::Number && now == Token_::Number) {
            return true;
        }
        const bool ended = before == Token_::Slang || before == Token_::Even ||
                           before == Token_::Each || before == Token_::Period ||
                           before == Token_::Above || (before == Token_::Baht && blank);
        return ended;
    }

    // The longest amount that begins here.
    [[nodiscard]] std::optional<SentenceMark> try_amount() const {
        std::vector<Piece> all = pieces();
        std::vector<Token> tokens;
        tokens.reserve(all.size());
        for (const Piece& piece : all) {
            tokens.push_back(piece.token);
        }
        bool torn = false;
        for (std::size_t tries = 0; !tokens.empty() && tries < kMostTries; ++tries) {
            if (!std::ranges::any_of(tokens, is_number, &Token::kind) || torn) {
                break;
            }
            AmountReading reading = read_amount_tokens(tokens);
            const std::size_t end = all[tokens.size() - 1].end;
            if (reading.kind != AmountReading::Kind::None && ends_amount(tokens.back(), end)) {
                return mark_of(tokens, std::move(reading), end);
            }
            torn = is_number(tokens.back().kind);  // half a number is another one
            tokens.pop_back();
        }
        return std::nullopt;
    }

    [[nodiscard]] SentenceMark mark_of(const std::vector<Token>& tokens,
                                       AmountReading reading,
                                       std::size_t end) const {
        SentenceMark mark;
        mark.kind = SentenceMark::Kind::Amount;
        mark.begin = at_;
        mark.end = end;
        mark.baht = std::ranges::find(tokens, Token_::Baht, &Token::kind) != tokens.end();
        mark.touched = mark.baht || reading.period != AmountPeriod::None;
        mark.in_words = std::ranges::find(tokens, Token_::Number, &Token::kind) == tokens.end();
        mark.plain = !mark.touched && std::ranges::all_of(tokens, [](const Token& token) {
            return token.kind == Token_::Number || !is_number(token.kind);
        }) && std::ranges::find(tokens, Token_::Kilo, &Token::kind) == tokens.end();
        mark.amount = std::move(reading);
        return mark;
    }

    // A number in words goes on where an unknown word stands right at it: พันธุ์, ห้าง.
    [[nodiscard]] bool ends_amount(const Token& last, std::size_t end) const {
        if (!is_thai(text_, end) || last.kind == Token_::Baht) {
            return true;
        }
        std::size_t next = end;
        return word_at(text_, end).has_value() || occupations_.longest(text_, end).has_value() ||
               token_in(text_, next).has_value();
    }

    std::string_view text_;
    const PhraseTable& occupations_;
    std::size_t at_ = 0;
    std::vector<SentenceMark> marks_;
};

}  // namespace

std::vector<SentenceMark> mark_sentence(std::string_view text, const PhraseTable& occupations) {
    return Marker{text, occupations}.run();
}

}  // namespace conversation
