#include "conversation/answer/report_line.h"

#include "conversation/thai/amount.h"
#include "conversation/thai/letters.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>

namespace conversation {

namespace {

constexpr std::size_t kLongestLine = 1000;  // bytes; nothing longer is a report
constexpr std::size_t kMostDigits = 12;
constexpr std::size_t kMostHouseDigits = 6;
// Keys of so many letters are no part of another word: what stands behind them may touch.
constexpr std::size_t kLongKey = 5;
constexpr std::size_t kMostBeforeBlank = 2;  // digits; "500 300" of a poor month is two figures
constexpr std::string_view kBetween = " ,;#*";
constexpr std::string_view kAround = " ,;#*/=:";

constexpr auto kHouseWords =
    std::to_array<std::string_view>({"บ้านเลขที่", "บ้าน", "บ.", "บ", "hh", "h"});
constexpr auto kMooWords = std::to_array<std::string_view>({"หมู่ที่", "หมู่", "ม.", "ม"});
constexpr auto kUnits = std::to_array<std::string_view>({"บาท", "บ.", "บ", "฿", "thb", "b"});
constexpr auto kNumberWords = std::to_array<std::string_view>({"ศูนย์",
                                                               "หนึ่ง",
                                                               "สอง",
                                                               "สาม",
                                                               "สี่",
                                                               "ห้า",
                                                               "หก",
                                                               "เจ็ด",
                                                               "แปด",
                                                               "เก้า",
                                                               "สิบ",
                                                               "ยี่สิบ",
                                                               "ร้อย",
                                                               "พัน",
                                                               "หมื่น",
                                                               "แสน",
                                                               "ล้าน",
                                                               "ครึ่ง",
                                                               "ไม่มี"});
// With a figure before them they are one amount: "8.5 พัน".
constexpr auto kMagnitudes =
    std::to_array<std::string_view>({"ร้อย", "พัน", "หมื่น", "แสน", "ล้าน", "k"});
constexpr auto kNothing = std::to_array<std::string_view>({"none", "nothing", "zero"});
// Between two amounts they say nothing.
constexpr auto kAnd = std::to_array<std::string_view>({"กับ", "และ", "and", "&", "+"});
// What may stand between a key and its value: "รายได้เดือนนี้ 4500".
constexpr auto kFillers = std::to_array<std::string_view>({"ของเดือนนี้",
                                                           "เดือนนี้",
                                                           "ทั้งเดือน",
                                                           "ทั้งหมด",
                                                           "ทั้งบ้าน",
                                                           "ของบ้าน",
                                                           "รวม",
                                                           "คือ",
                                                           "เท่ากับ",
                                                           "ได้",
                                                           "มี",
                                                           "เป็น",
                                                           "this month",
                                                           "total",
                                                           "is"});
// Behind a figure they may make it something else.
constexpr auto kDoubts = std::to_array<std::string_view>(
    {"ต่อ",   "ละ", "วัน",  "อาทิตย์", "สัปดาห์", "เดือน", "ปี",   "ไร่",  "กิโล", "โล",
     "ตัน",   "ถุง", "รอบ", "ครั้ง",   "หรือ",   "ถึง",   "กว่า", "เศษ", "ไม่",  "ยัง",
     "บ่",    "สิบ", "ร้อย", "พัน",    "หมื่น",   "แสน",  "ล้าน", "per", "day", "week",
     "year", "or", "not", "than",  "about", "%",    "-",   "~"});

bool is_figure_sign(char c) {
    return c >= '0' && c <= '9';
}

bool is_name_letter(char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
}

bool is_one_of(char c, std::string_view marks) {
    return marks.find(c) != std::string_view::npos;
}

void skip(std::string_view& text, std::string_view marks) {
    text.remove_prefix(std::min(text.find_first_not_of(marks), text.size()));
}

std::string_view trimmed_of(std::string_view text, std::string_view marks) {
    skip(text, marks);
    const auto last = text.find_last_not_of(marks);
    return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

std::size_t digits_at(std::string_view text) {
    return std::min(text.find_first_not_of("0123456789"), text.size());
}

template <std::size_t Size>
std::size_t word_at(const std::array<std::string_view, Size>& words, std::string_view text) {
    std::size_t length = 0;
    for (const auto word : words) {
        if (text.starts_with(word)) {
            length = std::max(length, word.size());
        }
    }
    return length;
}

// "14", "12/3", "051234": its length at the beginning of `text`, where it ends there.
std::size_t house_number_at(std::string_view text) {
    const auto first = digits_at(text);
    const bool code = first == kMostHouseDigits;  // only a code begins with 0
    if (first == 0 || first > kMostHouseDigits || (text.front() == '0' && !code)) {
        return 0;
    }
    std::size_t length = first;
    if (length < text.size() && text[length] == '/') {
        const auto second = digits_at(text.substr(length + 1));
        length = second == 0 ? 0 : length + 1 + second;
    }
    const bool ends = length == text.size() || is_one_of(text[length], kBetween);
    return ends ? length : 0;
}

void skip_moo(std::string_view& text) {
    std::string_view rest = text;
    skip(rest, " ");
    const auto word = word_at(kMooWords, rest);
    if (word == 0) {
        return;
    }
    rest.remove_prefix(word);
    skip(rest, " ");
    if (const auto digits = digits_at(rest); digits > 0) {
        rest.remove_prefix(digits);
        text = rest;
    }
}

// "บ้าน 12/3 ม.5" off the beginning; nothing where more does not follow.
std::string take_marked_house(std::string_view& text) {
    std::string_view rest = text;
    const auto word = word_at(kHouseWords, rest);
    if (word == 0) {
        return {};
    }
    rest.remove_prefix(word);
    skip(rest, " :=.");
    const auto length = house_number_at(rest);
    if (length == 0) {
        return {};
    }
    std::string house{rest.substr(0, length)};
    rest.remove_prefix(length);
    skip_moo(rest);
    skip(rest, kAround);
    if (rest.empty()) {
        return {};
    }
    text = rest;
    return house;
}

std::size_t letters_of(std::string_view word) {
    return static_cast<std::size_t>(std::ranges::count_if(
        word, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// May a key of these letters end here, with `after` behind it?
bool key_ends(std::string_view key, std::string_view after) {
    if (after.empty() || is_one_of(after.front(), kAround) || is_figure_sign(after.front())) {
        return true;
    }
    if (is_name_letter(key.back())) {
        return !is_name_letter(after.front());
    }
    return word_at(kNumberWords, after) > 0 ||
           (letters_of(key) >= kLongKey && !joins_previous(after, 0));
}

const LineKey* key_at(std::string_view text, std::size_t at, std::span<const LineKey> keys) {
    const bool begins = at == 0 || is_figure_sign(text[at - 1]) || is_one_of(text[at - 1], kAround);
    const LineKey* best = nullptr;
    for (const auto& key : keys) {
        const auto rest = text.substr(at);
        if (begins && !key.word.empty() && rest.starts_with(key.word) &&
            (best == nullptr || key.word.size() > best->word.size()) &&
            key_ends(key.word, rest.substr(key.word.size()))) {
            best = &key;
        }
    }
    return best;
}

std::string value_of(std::string_view text) {
    text = trimmed_of(text, kAround);
    for (auto filler = word_at(kFillers, text); filler > 0 && filler < text.size();
         filler = word_at(kFillers, text)) {
        text.remove_prefix(filler);
        skip(text, kAround);
    }
    return std::string{text};
}

void set_fault(ReportLine& line, ReportLine::Fault fault, std::string_view key) {
    if (line.fault == ReportLine::Fault::None) {
        line.fault = fault;
        line.faulty_key = key;
    }
}

void add_named(ReportLine& line, const LineKey& key, std::string_view said) {
    LineValue value{key.field, key.word, value_of(said)};
    if (std::ranges::find(line.values, value.field, &LineValue::field) != line.values.end()) {
        set_fault(line, ReportLine::Fault::KeyTwice, value.key);
    } else if (value.said.empty()) {
        set_fault(line, ReportLine::Fault::MissingValue, value.key);
    }
    line.values.push_back(std::move(value));
}

// The text must begin with a key.
ReportLine read_named(std::string_view text, std::span<const LineKey> keys) {
    ReportLine line;
    const LineKey* open = key_at(text, 0, keys);
    if (open == nullptr) {
        return line;
    }
    line.kind = ReportLine::Kind::Named;
    std::size_t from = open->word.size();
    for (std::size_t at = from; at < text.size(); ++at) {
        if (const auto* next = key_at(text, at, keys)) {
            add_named(line, *open, text.substr(from, at - from));
            open = next;
            from = at + next->word.size();
            at = from - 1;
        }
    }
    add_named(line, *open, text.substr(from));
    return line;
}

// "14 รด 4500": a house that is only a number, before the first key.
ReportLine read_named_of_house(std::string_view text, std::span<const LineKey> keys) {
    const auto length = house_number_at(text);
    if (length == 0) {
        return {};
    }
    std::string_view rest = text.substr(length);
    skip(rest, kAround);
    ReportLine line = read_named(rest, keys);
    if (line.kind == ReportLine::Kind::Named) {
        line.house = text.substr(0, length);
    }
    return line;
}

// A comma before exactly three digits belongs to the figure.
bool groups_thousands(std::string_view text, std::size_t comma) {
    std::size_t before = 0;
    while (before < comma && is_figure_sign(text[comma - 1 - before])) {
        ++before;
    }
    return before > 0 && before <= 3 && digits_at(text.substr(comma + 1)) == 3;
}

std::vector<std::string_view> tokens_of(std::string_view text) {
    std::vector<std::string_view> tokens;
    std::size_t from = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const bool cut = at == text.size() || (is_one_of(text[at], kBetween) &&
                                               !(text[at] == ',' && groups_thousands(text, at)));
        if (!cut) {
            continue;
        }
        if (at > from) {
            tokens.push_back(text.substr(from, at - from));
        }
        from = at + 1;
    }
    return tokens;
}

std::string_view without_unit(std::string_view token) {
    for (const auto unit : kUnits) {
        if (token.ends_with(unit) && token.size() > unit.size() &&
            is_figure_sign(token[token.size() - unit.size() - 1])) {
            return token.substr(0, token.size() - unit.size());
        }
    }
    return token;
}

// "8500", "8,500", "50.25", "0"; a figure that begins with 0 is a code or a telephone.
bool is_figure(std::string_view token) {
    const auto digits = std::ranges::count_if(token, is_figure_sign);
    const bool plain = token.find_first_not_of("0123456789,.") == std::string_view::npos;
    const bool leading_zero = token.size() > 1 && token.front() == '0' && token[1] != '.';
    return plain && is_figure_sign(token.front()) && !leading_zero &&
           is_figure_sign(token.back()) && static_cast<std::size_t>(digits) <= kMostDigits;
}

template <std::size_t Size>
bool is_word_of(const std::array<std::string_view, Size>& words, std::string_view token) {
    return std::ranges::find(words, token) != words.end();
}

// "แปดพันห้า", "8.5k", "ไม่มี": an amount that is not only figures.
bool is_worded_amount(std::string_view token) {
    const bool figures = token.find_first_not_of("0123456789,./-") == std::string_view::npos;
    const bool leading_zero = token.size() > 1 && token.front() == '0' && is_figure_sign(token[1]);
    return !figures && !leading_zero &&
           (std::ranges::any_of(token, is_figure_sign) || word_at(kNumberWords, token) > 0 ||
            is_word_of(kNothing, token)) &&
           read_amount(token).kind != AmountReading::Kind::None;
}

// A house number may be the first.
bool is_placed_amount(std::string_view token, bool first) {
    return is_figure(token) || is_worded_amount(token) ||
           (first && house_number_at(token) == token.size());
}

// The words of a line by place, and how many amounts stand first.
struct PlacedTokens {
    std::vector<std::string_view> all;
    std::size_t amounts = 0;
};

// Without units, "8.5 พัน" as one, and the กับ between two amounts left out.
PlacedTokens placed_tokens(std::string_view text) {
    PlacedTokens tokens;
    for (const auto token : tokens_of(text)) {
        const bool behind_amount = !tokens.all.empty() && tokens.amounts == tokens.all.size();
        const bool says_nothing =
            is_word_of(kUnits, token) || (tokens.amounts == 1 && is_word_of(kAnd, token));
        if (behind_amount && says_nothing) {
            continue;
        }
        if (behind_amount && is_word_of(kMagnitudes, token) && is_figure(tokens.all.back())) {
            auto& amount = tokens.all.back();  // both are parts of `text`
            const auto end = static_cast<std::size_t>(token.data() - amount.data()) + token.size();
            amount = {amount.data(), end};
            continue;
        }
        tokens.all.push_back(without_unit(token));
        const bool leads = tokens.amounts + 1 == tokens.all.size();
        if (leads && is_placed_amount(tokens.all.back(), tokens.amounts == 0)) {
            ++tokens.amounts;
        }
    }
    return tokens;
}

ReportLine read_placed(std::string_view text, PlacedWords words, bool house_known) {
    const auto [tokens, amounts] = placed_tokens(text);
    ReportLine line;
    const std::size_t needed = house_known ? 1 : 2;
    if (tokens.empty() || (words == PlacedWords::Figures && amounts < needed)) {
        return line;
    }
    line.kind = ReportLine::Kind::Placed;
    for (const auto token : tokens) {
        const auto field = line.values.size();
        if (words == PlacedWords::Figures && field > amounts) {  // words in a row are one value
            line.values.back().said += " " + std::string{token};
        } else {
            line.values.push_back({field, {}, std::string{token}});
        }
    }
    return line;
}

// "8 500" is one figure with a blank for its comma, or two: never taken as two.
bool may_be_one_amount(std::string_view text) {
    const auto before = digits_at(text);
    const bool grouped = before > 0 && before <= kMostBeforeBlank && before + 4 == text.size() &&
                         text[before] == ' ' && digits_at(text.substr(before + 1)) == 3;
    return grouped || read_amount(text).kind != AmountReading::Kind::None;
}

}  // namespace

ReportLine read_report_line(std::string_view text,
                            std::span<const LineKey> keys,
                            PlacedWords placed) {
    if (text.size() > kLongestLine) {
        return {};
    }
    const std::string answer = normalize_answer(text);
    std::string_view rest{answer};
    const std::string house = take_marked_house(rest);
    ReportLine line = read_named(rest, keys);
    if (line.kind == ReportLine::Kind::None && house.empty()) {
        line = read_named_of_house(rest, keys);
    }
    if (line.kind == ReportLine::Kind::None && (!house.empty() || !may_be_one_amount(rest))) {
        line = read_placed(rest, placed, !house.empty());
    }
    if (!house.empty()) {
        line.house = house;
    }
    return line;
}

std::string_view without_note(std::string_view said) {
    const auto end = said.find(' ');
    const auto first = without_unit(said.substr(0, std::min(end, said.size())));
    if (end == std::string_view::npos || read_amount(first).kind != AmountReading::Kind::Value) {
        return said;
    }
    std::string_view note = said.substr(end + 1);
    const bool unit = std::ranges::any_of(kUnits, [&](std::string_view word) {
        return note.starts_with(word) && (note.size() == word.size() || note[word.size()] == ' ');
    });
    if (unit) {
        note.remove_prefix(std::min(note.find(' '), note.size()));
    }
    const bool doubtful = std::ranges::any_of(note, is_figure_sign) ||
                          std::ranges::any_of(kDoubts, [&](std::string_view word) {
                              return note.find(word) != std::string_view::npos;
                          });
    return doubtful ? said : said.substr(0, end);
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (const auto line = trimmed_of(text.substr(0, end), " \t\r"); !line.empty()) {
            lines.push_back(line);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace conversation
