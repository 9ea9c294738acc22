#include "conversation/answer/line_month.h"

#include "conversation/thai/date_words.h"
#include "conversation/thai/letters.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace conversation {

namespace {

constexpr std::size_t kLongestLine = 1000;  // bytes; nothing longer is a report
constexpr int kEraOffset = 543;
constexpr int kFirstBuddhistYear = 2400;
constexpr std::string_view kBlanks = " ,;:#*/.";
constexpr std::string_view kMonthWord = "เดือน";

struct Moved {
    std::string_view word;
    int months = 0;
};

constexpr auto kRelative = std::to_array<Moved>({{"เดือนก่อนหน้านี้", -1},
                                                 {"เดือนก่อนหน้า", -1},
                                                 {"เดือนก่อน", -1},
                                                 {"เดือนที่แล้ว", -1},
                                                 {"เดือนที่ผ่านมา", -1},
                                                 {"last month", -1},
                                                 {"previous month", -1},
                                                 {"เดือนถัดไป", 1},
                                                 {"เดือนหน้า", 1},
                                                 {"next month", 1}});
constexpr auto kThisMonth = std::to_array<std::string_view>({"เดือนนี้", "this month"});
// A name written out may touch the next word: "ตุลาคมได้".
constexpr auto kFullEndings = std::to_array<std::string_view>({"คม", "ยน", "พันธ์"});
constexpr auto kBefore = std::to_array<std::string_view>({"ประจำ", "ของ", "for", "of"});

// A month in a text: where it stands, and what it says.
struct Found {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::optional<Period> period;
};

bool is_blank(char c) {
    return kBlanks.find(c) != std::string_view::npos;
}

bool is_figure_sign(char c) {
    return c >= '0' && c <= '9';
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(kBlanks, at), text.size());
}

std::size_t digits_at(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of("0123456789", at), text.size()) - at;
}

Period moved(Period period, int months) {
    const int count =
        period.year * 12 + static_cast<int>(period.month) - 1 + months;  // since year 0
    return {count / 12, static_cast<unsigned>(count % 12) + 1};
}

// The year in which this month was last, or is next.
Period nearest(unsigned month, Period now) {
    const int behind = (static_cast<int>(now.month) + 12 - static_cast<int>(month)) % 12;
    return moved(now, behind == 11 ? 1 : -behind);
}

bool name_ends(std::string_view text, std::string_view name, std::size_t end) {
    if (end >= text.size() || is_blank(text[end])) {
        return true;
    }
    if (is_latin(name, name.size() - 1)) {
        return false;
    }
    return is_figure_sign(text[end]) ||
           (std::ranges::any_of(kFullEndings,
                                [&](std::string_view last) { return name.ends_with(last); }) &&
            !joins_previous(text, end));
}

std::optional<Named<unsigned>> name_at(std::string_view text, std::size_t at) {
    std::optional<Named<unsigned>> best;
    for (const auto& month : date_words::kMonths) {
        if (text.substr(at).starts_with(month.word) &&
            (!best || month.word.size() > best->word.size()) &&
            name_ends(text, month.word, at + month.word.size())) {
            best = month;
        }
    }
    return best;
}

// "8500 300", "รด 8500": what stands behind a year. One figure alone could be the second of two
// amounts.
bool leaves_a_report(std::string_view before, std::string_view after) {
    std::size_t figures = 0;
    bool words = false;
    for (const auto part : {before, after}) {
        for (std::size_t i = 0; i < part.size(); ++i) {
            const bool figure = is_figure_sign(part[i]);
            figures += figure && (i == 0 || is_blank(part[i - 1])) ? 1U : 0U;
            words = words || (!figure && !is_blank(part[i]));
        }
    }
    return words || figures != 1;
}

// A year of two digits within a year from now; Buddhist, or the common era's in English.
std::optional<int> short_year(int typed, int now, bool latin) {
    for (const int year : {now - 1, now, now + 1}) {
        if (typed == (year + kEraOffset) % 100 || (latin && typed == year % 100)) {
            return year;
        }
    }
    return std::nullopt;
}

std::optional<int> long_year(int typed) {
    const int year = typed >= kFirstBuddhistYear ? typed - kEraOffset : typed;
    constexpr int kFirst = 1990;
    constexpr int kLast = 2056;
    return year >= kFirst && year <= kLast ? std::optional{year} : std::nullopt;
}

// Takes the year behind a month's name, if one stands there.
void take_year(std::string_view text, Found& found, int now, bool latin) {
    std::size_t at = skip_blanks(text, found.end);
    for (const std::string_view word : {"ปี", "พ.ศ.", "พ.ศ", "พศ", "'"}) {
        at = text.substr(at).starts_with(word) ? skip_blanks(text, at + word.size()) : at;
    }
    const auto digits = digits_at(text, at);
    const auto end = at + digits;
    const bool ends = end == text.size() || text[end] == ' ' || text[end] == ',';
    if ((digits != 2 && digits != 4) || !ends) {
        return;
    }
    int typed = 0;
    std::from_chars(text.data() + at, text.data() + end, typed);
    const auto year = digits == 2 ? short_year(typed, now, latin) : long_year(typed);
    if (year && (digits == 2 || leaves_a_report(text.substr(0, found.begin), text.substr(end)))) {
        found.period->year = *year;
        found.end = end;
    }
}

std::optional<Found> relative_at(std::string_view text, std::size_t at, Period now) {
    for (const auto& [word, months] : kRelative) {
        if (text.substr(at).starts_with(word) && ends_word(text, at + word.size())) {
            return Found{at, at + word.size(), moved(now, months)};
        }
    }
    for (const auto word : kThisMonth) {  // behind a key it belongs to the key
        const bool edge = at == 0 || at + word.size() == text.size();
        if (edge && text.substr(at).starts_with(word) && ends_word(text, at + word.size())) {
            return Found{at, at + word.size(), std::nullopt};
        }
    }
    return std::nullopt;
}

std::optional<Found> month_at(std::string_view text, std::size_t at, Period now) {
    if (auto relative = relative_at(text, at, now)) {
        return relative;
    }
    const bool said = text.substr(at).starts_with(kMonthWord);
    const auto from = said ? skip_blanks(text, at + kMonthWord.size()) : at;
    const auto name = name_at(text, from);
    if (!name) {
        return std::nullopt;
    }
    Found found{at, from + name->word.size(), nearest(name->value, now)};
    take_year(text, found, now.year, is_latin(name->word, 0));
    return found;
}

// A name begins behind a blank or an amount; after เดือน it may touch what stands before.
bool may_begin(std::string_view text, std::size_t at) {
    return at == 0 || is_blank(text[at - 1]) || text.substr(at).starts_with(kMonthWord);
}

std::string without(std::string_view text, const Found& found) {
    std::string_view before = text.substr(0, found.begin);
    for (const auto word : kBefore) {
        const auto last = before.find_last_not_of(' ');
        const auto end = last == std::string_view::npos ? 0 : last + 1;
        if (before.substr(0, end).ends_with(word) &&
            (!is_latin(word, 0) || begins_word(before, end - word.size()))) {
            before = before.substr(0, end - word.size());
        }
    }
    std::string rest{before};
    rest += ' ';
    rest += text.substr(skip_blanks(text, found.end));
    return normalize_answer(rest);
}

}  // namespace

std::optional<LineMonth> take_line_month(std::string_view text, Day today) {
    if (text.size() > kLongestLine) {
        return std::nullopt;
    }
    const std::string answer = normalize_answer(text);
    const Period now = period_of(today);
    for (std::size_t at = 0; at < answer.size(); ++at) {
        if (!may_begin(answer, at)) {
            continue;
        }
        if (const auto found = month_at(answer, at, now)) {
            return LineMonth{found->period, without(answer, *found)};
        }
    }
    return std::nullopt;
}

}  // namespace conversation
