#include "conversation/thai/amount_tokens.h"

#include "conversation/answer/national_id.h"

#include <algorithm>
#include <array>

namespace conversation::amount_tokens {

namespace {

constexpr std::size_t kPhoneDigits = 9;  // from here on a row that begins with 0 is a phone number

struct Word {
    std::string_view text;
    Kind kind;
    unsigned value = 0;
};

constexpr unsigned of(AmountPeriod period) {
    return static_cast<unsigned>(period);
}

constexpr unsigned of(Slot slot) {
    return static_cast<unsigned>(slot);
}

constexpr auto kNumberWords = std::to_array<Word>({
    {"ศูนย์", Kind::Digit, 0},
    {"สูญ", Kind::Digit, 0},
    {"หนึ่ง", Kind::Digit, 1},
    {"นึง", Kind::Neung, 1},
    {"หนึง", Kind::Digit, 1},
    {"เอ็ด", Kind::Ed, 1},
    {"สอง", Kind::Digit, 2},
    {"ยี่", Kind::Yi, 2},
    {"สาม", Kind::Digit, 3},
    {"สี่", Kind::Digit, 4},
    {"ห้า", Kind::Digit, 5},
    {"หก", Kind::Digit, 6},
    {"เจ็ด", Kind::Digit, 7},
    {"แปด", Kind::Digit, 8},
    {"เก้า", Kind::Digit, 9},
    {"สิบ", Kind::Unit, 1},
    {"ร้อย", Kind::Unit, 2},
    {"พัน", Kind::Unit, 3},
    {"หมื่น", Kind::Unit, 4},
    {"แสน", Kind::Unit, 5},
    {"ล้าน", Kind::Unit, 6},
    {"hundred", Kind::Unit, 2},
    {"thousand", Kind::Unit, 3},
    {"million", Kind::Unit, 6},
    {"k", Kind::Kilo, 3},
    {"เค", Kind::Kilo, 3},
    {"m", Kind::Kilo, 6},
    {"ยีบ", Kind::Twenty},
    {"ยี่บ", Kind::Twenty},
    {"ยิบ", Kind::Twenty},
    {"ซาว", Kind::Twenty},
    {"โหล", Kind::Dozen},
    {"dozen", Kind::Dozen},
    {"ครึ่ง", Kind::Half},
    {"จุด", Kind::Point},
    {"ลบ", Kind::Minus},
    {"minus", Kind::Minus},
    {"-", Kind::Dash},
    {"ถึง", Kind::To},
    {"หรือ", Kind::To},
    {"to", Kind::To},
    {"or", Kind::To},
    {"(", Kind::Open},
    {")", Kind::Close},
});

constexpr auto kMoneyWords = std::to_array<Word>({
    {"บาท", Kind::Baht},
    {"บาทไทย", Kind::Baht},
    {"บ.", Kind::Baht},
    {"บ", Kind::Baht},
    {"฿", Kind::Baht},
    {"b", Kind::Baht},
    {"thb", Kind::Baht},
    {"baht", Kind::Baht},
    {"สตางค์", Kind::Satang},
    {"สต.", Kind::Satang},
    {"สต", Kind::Satang},
    {"satang", Kind::Satang},
    {"ถ้วน", Kind::Even},
    {"ตังค์", Kind::Slang},
    {"ตังส์", Kind::Slang},
    {"ตัง", Kind::Slang},
});

constexpr auto kHedges = std::to_array<Word>({
    {"ประมาณ", Kind::About},
    {"ประมาน", Kind::About},
    {"ราวๆ", Kind::About},
    {"ราว ๆ", Kind::About},
    {"ราว", Kind::About},
    {"สัก", Kind::About},
    {"ซัก", Kind::About},
    {"น่าจะ", Kind::About},
    {"คงจะ", Kind::About},
    {"คง", Kind::About},
    {"เฉลี่ย", Kind::About},
    {"เฉลี่ยแล้ว", Kind::About},
    {"~", Kind::About},
    {"≈", Kind::About},
    {"about", Kind::About},
    {"around", Kind::About},
    {"approx", Kind::About},
    {"approx.", Kind::About},
    {"approximately", Kind::About},
    {"roughly", Kind::About},
    {"โดยประมาณ", Kind::Above},
    {"กว่าๆ", Kind::Above},
    {"กว่า ๆ", Kind::Above},
    {"กว่า", Kind::Above},
    {"เศษๆ", Kind::Above},
    {"เศษ", Kind::Above},
    {"นิดๆ", Kind::Above},
    {"นิดหน่อย", Kind::Above},
    {"หน่อยๆ", Kind::Above},
    {"ต้นๆ", Kind::Above},
    {"กลางๆ", Kind::Above},
    {"ปลายๆ", Kind::Above},
    {"ขึ้นไป", Kind::Above},
    {"+", Kind::Above},
    {"เกือบๆ", Kind::Near},
    {"เกือบจะ", Kind::Near},
    {"เกือบ", Kind::Near},
    {"จวน", Kind::Near},
    {"เฉียด", Kind::Near},
    {"ใกล้ๆ", Kind::Near},
    {"ไม่ถึง", Kind::Near},
    {"ไม่เกิน", Kind::Near},
    {"น้อยกว่า", Kind::Near},
    {"ต่ำกว่า", Kind::Near},
    {"เกิน", Kind::Near},
    {"มากกว่า", Kind::Near},
    {"อย่างน้อย", Kind::Near},
    {"nearly", Kind::Near},
    {"almost", Kind::Near},
    {"less than", Kind::Near},
    {"under", Kind::Near},
    {"more than", Kind::Near},
    {"over", Kind::Near},
    {"at least", Kind::Near},
});

constexpr auto kPeriods = std::to_array<Word>({
    {"วันละ", Kind::Each, of(AmountPeriod::Day)},
    {"รายวัน", Kind::Each, of(AmountPeriod::Day)},
    {"อาทิตย์ละ", Kind::Each, of(AmountPeriod::Week)},
    {"สัปดาห์ละ", Kind::Each, of(AmountPeriod::Week)},
    {"เดือนละ", Kind::Each, of(AmountPeriod::Month)},
    {"ด.ละ", Kind::Each, of(AmountPeriod::Month)},
    {"ดละ", Kind::Each, of(AmountPeriod::Month)},
    {"รายเดือน", Kind::Each, of(AmountPeriod::Month)},
    {"ปีละ", Kind::Each, of(AmountPeriod::Year)},
    {"รายปี", Kind::Each, of(AmountPeriod::Year)},
    {"ไร่ละ", Kind::Each, of(AmountPeriod::Rai)},
    {"กิโลละ", Kind::Each, of(AmountPeriod::Kilo)},
    {"กิโลกรัมละ", Kind::Each, of(AmountPeriod::Kilo)},
    {"กก.ละ", Kind::Each, of(AmountPeriod::Kilo)},
    {"กกละ", Kind::Each, of(AmountPeriod::Kilo)},
    {"โลละ", Kind::Each, of(AmountPeriod::Kilo)},
    {"รอบละ", Kind::Each, of(AmountPeriod::Round)},
    {"ครั้งละ", Kind::Each, of(AmountPeriod::Round)},
    {"เที่ยวละ", Kind::Each, of(AmountPeriod::Round)},
    {"daily", Kind::Each, of(AmountPeriod::Day)},
    {"weekly", Kind::Each, of(AmountPeriod::Week)},
    {"monthly", Kind::Each, of(AmountPeriod::Month)},
    {"yearly", Kind::Each, of(AmountPeriod::Year)},
    {"a day", Kind::Each, of(AmountPeriod::Day)},
    {"a week", Kind::Each, of(AmountPeriod::Week)},
    {"a month", Kind::Each, of(AmountPeriod::Month)},
    {"a year", Kind::Each, of(AmountPeriod::Year)},
    {"ต่อ", Kind::Per},
    {"/", Kind::Per},
    {"per", Kind::Per},
    {"วัน", Kind::Period, of(AmountPeriod::Day)},
    {"day", Kind::Period, of(AmountPeriod::Day)},
    {"อาทิตย์", Kind::Period, of(AmountPeriod::Week)},
    {"สัปดาห์", Kind::Period, of(AmountPeriod::Week)},
    {"week", Kind::Period, of(AmountPeriod::Week)},
    {"เดือน", Kind::Period, of(AmountPeriod::Month)},
    {"ด.", Kind::Period, of(AmountPeriod::Month)},
    {"ด", Kind::Period, of(AmountPeriod::Month)},
    {"month", Kind::Period, of(AmountPeriod::Month)},
    {"ปี", Kind::Period, of(AmountPeriod::Year)},
    {"year", Kind::Period, of(AmountPeriod::Year)},
    {"ไร่", Kind::Period, of(AmountPeriod::Rai)},
    {"rai", Kind::Period, of(AmountPeriod::Rai)},
    {"กิโล", Kind::Period, of(AmountPeriod::Kilo)},
    {"กิโลกรัม", Kind::Period, of(AmountPeriod::Kilo)},
    {"กก.", Kind::Period, of(AmountPeriod::Kilo)},
    {"กก", Kind::Period, of(AmountPeriod::Kilo)},
    {"โล", Kind::Period, of(AmountPeriod::Kilo)},
    {"kg", Kind::Period, of(AmountPeriod::Kilo)},
    {"รอบ", Kind::Period, of(AmountPeriod::Round)},
    {"ครั้ง", Kind::Period, of(AmountPeriod::Round)},
    {"เที่ยว", Kind::Period, of(AmountPeriod::Round)},
});

constexpr auto kContext = std::to_array<Word>({
    {"ได้", Kind::Filler},
    {"ได้มา", Kind::Filler},
    {"มี", Kind::Filler},
    {"รวม", Kind::Filler},
    {"รวมแล้ว", Kind::Filler},
    {"รวมกัน", Kind::Filler},
    {"รวมทั้งหมด", Kind::Filler},
    {"ทั้งหมด", Kind::Filler},
    {"จำนวน", Kind::Filler},
    {"เป็นเงิน", Kind::Filler},
    {"แค่", Kind::Filler},
    {"เพียง", Kind::Filler},
    {"ก็", Kind::Filler},
    {"เดือนนี้", Kind::Filler},
    {"ทั้งบ้าน", Kind::Filler},
    {"ทั้งเดือน", Kind::Filler},
    {"อยู่ที่", Kind::Filler},
    {"total", Kind::Filler},
    {"รายได้", Kind::Slot, of(Slot::Income)},
    {"รายรับ", Kind::Slot, of(Slot::Income)},
    {"เงินเดือน", Kind::Slot, of(Slot::Income)},
    {"ขายได้", Kind::Slot, of(Slot::Income)},
    {"ค่าแรง", Kind::Slot, of(Slot::Income)},
    {"ค่าจ้าง", Kind::Slot, of(Slot::Income)},
    {"income", Kind::Slot, of(Slot::Income)},
    {"รายจ่าย", Kind::Slot, of(Slot::Expense)},
    {"จ่าย", Kind::Slot, of(Slot::Expense)},
    {"จ่ายไป", Kind::Slot, of(Slot::Expense)},
    {"ใช้จ่าย", Kind::Slot, of(Slot::Expense)},
    {"ใช้ไป", Kind::Slot, of(Slot::Expense)},
    {"expense", Kind::Slot, of(Slot::Expense)},
    {"ออม", Kind::Slot, of(Slot::Saving)},
    {"ออมได้", Kind::Slot, of(Slot::Saving)},
    {"เงินออม", Kind::Slot, of(Slot::Saving)},
    {"เก็บ", Kind::Slot, of(Slot::Saving)},
    {"เก็บได้", Kind::Slot, of(Slot::Saving)},
    {"เงินเก็บ", Kind::Slot, of(Slot::Saving)},
    {"ฝาก", Kind::Slot, of(Slot::Saving)},
    {"saving", Kind::Slot, of(Slot::Saving)},
    {"savings", Kind::Slot, of(Slot::Saving)},
    {"saved", Kind::Slot, of(Slot::Saving)},
    {"หนี้", Kind::Slot, of(Slot::Debt)},
    {"หนี้สิน", Kind::Slot, of(Slot::Debt)},
    {"เป็นหนี้", Kind::Slot, of(Slot::Debt)},
    {"ติดหนี้", Kind::Slot, of(Slot::Debt)},
    {"มีหนี้", Kind::Slot, of(Slot::Debt)},
    {"ค้าง", Kind::Slot, of(Slot::Debt)},
    {"กู้", Kind::Slot, of(Slot::Debt)},
    {"debt", Kind::Slot, of(Slot::Debt)},
    {"ติดลบ", Kind::Negative},
});

constexpr std::size_t kBuckets = 256;

std::size_t bucket_of(std::string_view text) {
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    return byte(0) < 0x80 ? byte(0) : 0x80U + (((byte(1) & 1U) << 6U) | (byte(2) & 0x3FU));
}

// The words by their first letter, longest first.
class Lexicon {
  public:
    Lexicon() {
        add(kNumberWords);
        add(kMoneyWords);
        add(kHedges);
        add(kPeriods);
        add(kContext);
        for (std::vector<Word>& bucket : buckets_) {
            std::stable_sort(bucket.begin(), bucket.end(), [](const Word& a, const Word& b) {
                return a.text.size() > b.text.size();
            });
        }
    }

    [[nodiscard]] const Word* longest(std::string_view text) const {
        for (const Word& word : buckets_[bucket_of(text)]) {
            if (text.starts_with(word.text)) {
                return &word;
            }
        }
        return nullptr;
    }

  private:
    template <std::size_t Size>
    void add(const std::array<Word, Size>& words) {
        for (const Word& word : words) {
            buckets_[bucket_of(word.text)].push_back(word);
        }
    }

    std::array<std::vector<Word>, kBuckets> buckets_;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t count = 0;
    while (at + count < text.size() && is_digit(text[at + count])) {
        ++count;
    }
    return count;
}

// The whole part of figures, its separators removed; nothing when they do not stand every three
// digits.
std::optional<std::string> read_whole(std::string_view text, std::size_t& at) {
    std::size_t count = digits_at(text, at);
    std::string whole{text.substr(at, count)};
    at += count;
    const bool may_group = count >= 1 && count <= 3;
    while (at + 1 < text.size() && text[at] == ',' && is_digit(text[at + 1])) {
        count = digits_at(text, at + 1);
        if (!may_group || count != 3) {
            return std::nullopt;
        }
        whole += text.substr(at + 1, count);
        at += count + 1;
    }
    return whole;
}

std::optional<Token> read_figures(std::string_view text, std::size_t& at) {
    const std::size_t begin = at;
    const auto whole = read_whole(text, at);
    if (!whole) {
        return std::nullopt;
    }
    std::string_view fraction;
    if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
        fraction = text.substr(at + 1, digits_at(text, at + 1));
        at += fraction.size() + 1;
    }
    const std::size_t point = fraction.empty() ? 0 : 1;
    const bool grouped = at - begin > whole->size() + fraction.size() + point;
    const bool phone = !grouped && whole->size() >= kPhoneDigits && whole->starts_with('0');
    if (phone || (!grouped && whole->size() == 13 && has_national_id(*whole))) {
        return std::nullopt;
    }
    const auto number = make_decimal(*whole, fraction);
    if (!number) {
        return std::nullopt;
    }
    return Token{Kind::Number,
                 0,
                 *number,
                 static_cast<unsigned>(fraction.size()),
                 static_cast<unsigned>(whole->size())};
}

}  // namespace

std::optional<Token> token_at(std::string_view normalized, std::size_t& at) {
    static const Lexicon kLexicon;
    if (is_digit(normalized[at]) || (normalized[at] == '.' && digits_at(normalized, at + 1) > 0)) {
        return read_figures(normalized, at);
    }
    const Word* word = kLexicon.longest(normalized.substr(at));
    if (word == nullptr) {
        return std::nullopt;
    }
    at += word->text.size();
    return Token{word->kind, word->value, {}, 0, 0};
}

std::optional<std::vector<Token>> read_tokens(std::string_view normalized) {
    std::vector<Token> tokens;
    tokens.reserve(16);
    for (std::size_t at = 0; at < normalized.size();) {
        if (tokens.size() == kMostTokens) {
            return std::nullopt;
        }
        if (normalized[at] == ' ') {
            ++at;
            continue;
        }
        const auto token = token_at(normalized, at);
        if (!token) {
            return std::nullopt;
        }
        tokens.push_back(*token);
    }
    return tokens;
}

Slot slot_of(std::string_view name) {
    struct Named {
        std::string_view beginning;
        Slot slot;
    };

    constexpr auto names = std::to_array<Named>({{"income", Slot::Income},
                                                 {"expense", Slot::Expense},
                                                 {"saving", Slot::Saving},
                                                 {"debt", Slot::Debt}});
    for (const Named& named : names) {
        if (name.starts_with(named.beginning)) {
            return named.slot;
        }
    }
    return Slot::Any;
}

}  // namespace conversation::amount_tokens
