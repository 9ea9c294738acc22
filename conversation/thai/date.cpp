#include "conversation/thai/date.h"

#include "conversation/text/utf8.h"
#include "conversation/thai/cursor.h"
#include "conversation/thai/date_arithmetic.h"
#include "conversation/thai/date_words.h"
#include "conversation/thai/normalize.h"

#include <algorithm>

namespace conversation {

namespace {

using date_arithmetic::ask;
using date_arithmetic::day_of;
using date_arithmetic::Era;
using date_arithmetic::last_of_month;
using date_arithmetic::monday_of;
using date_arithmetic::month_span;
using date_arithmetic::one_day;
using date_arithmetic::plus;
using date_arithmetic::plus_months;
using date_arithmetic::span_of;
using date_arithmetic::weekday_of;
using date_arithmetic::years_meant;
using std::chrono::days;
using std::chrono::sys_days;

constexpr unsigned kMostCount = 1'000;  // of days, weeks … in "in N days"
constexpr std::size_t kMostCandidates = 4;

class DateParser {
  public:
    DateParser(std::string_view text, std::size_t at, Day today, YearGuess guess)
        : cursor_(text, at), today_(today), guess_(guess) {}

    [[nodiscard]] const Cursor& cursor() const { return cursor_; }

    // What may stand anywhere in a sentence and still be a date.
    std::optional<DateReading> anywhere() {
        return first_of({&DateParser::figures,
                         &DateParser::with_month_name,
                         &DateParser::relative_day,
                         &DateParser::count_ahead,
                         &DateParser::named_weekday});
    }

    std::optional<DateReading> whole() {
        const Cursor start = cursor_;
        for (const bool everywhere : {true, false}) {
            cursor_ = start;
            lead_in();
            auto reading = everywhere ? anywhere() : alone_whole();
            cursor_.skip_spaces();
            if (reading && cursor_.at_end()) {
                return reading;
            }
        }
        return std::nullopt;
    }

  private:
    using Part = std::optional<DateReading> (DateParser::*)();

    std::optional<DateReading> first_of(std::initializer_list<Part> parts) {
        const Cursor start = cursor_;
        for (const Part part : parts) {
            cursor_ = start;
            if (auto reading = (this->*part)();
                reading && reading->kind != DateReading::Kind::None) {
                return reading;
            }
        }
        cursor_ = start;
        return std::nullopt;
    }

    // What is a date only when it is all that was said. Several begin alike: the first that reaches
    // the end.
    std::optional<DateReading> alone_whole() {
        const Cursor start = cursor_;
        for (const Part part : {&DateParser::counted,
                                &DateParser::week_month_or_year,
                                &DateParser::edge_of_month,
                                &DateParser::bare_weekday,
                                &DateParser::month_alone,
                                &DateParser::year_month_figures,
                                &DateParser::day_and_month_figures,
                                &DateParser::year_alone,
                                &DateParser::day_alone}) {
            cursor_ = start;
            auto reading = (this->*part)();
            cursor_.skip_spaces();
            if (reading && reading->kind != DateReading::Kind::None && cursor_.at_end()) {
                return reading;
            }
        }
        return std::nullopt;
    }

    // Words before a date that say nothing: เมื่อวันที่ 9 …, but not the first half of เมื่อวาน.
    void lead_in() {
        if (cursor_.rest().starts_with("เมื่อวาน") || cursor_.rest().starts_with("เมื่อคืน")) {
            return;
        }
        for (const std::string_view word : {"เมื่อ", "ณ", "ส่ง", "on "}) {
            if (cursor_.take(word)) {
                cursor_.skip_spaces();
                return;
            }
        }
    }

    [[nodiscard]] int this_year() const { return static_cast<int>(today_.year()); }

    [[nodiscard]] unsigned this_month() const { return static_cast<unsigned>(today_.month()); }

    [[nodiscard]] DateReading with_year(Figures typed,
                                        Era era,
                                        unsigned month,
                                        unsigned day) const {
        const std::vector<int> found = years_meant(typed, era, this_year(), guess_);
        if (found.size() == 1) {
            return one_day(day_of(found[0], month, day), typed.digits == 2);
        }
        std::vector<Day> candidates;
        candidates.reserve(found.size());
        for (const int year : found) {
            candidates.push_back(day_of(year, month, day));
        }
        return ask(std::move(candidates));
    }

    // 15/1/2569, 15-1-69, 15.1.2569, 2026-01-15
    std::optional<DateReading> figures() {
        const auto first = cursor_.take_figures();
        const std::string_view separator = first ? take_separator() : std::string_view{};
        if (separator.empty()) {
            return std::nullopt;
        }
        const auto month = cursor_.take_figures(2);
        if (!month || !cursor_.take_next(separator)) {
            return std::nullopt;
        }
        cursor_.skip_spaces();
        const auto last = cursor_.take_figures();
        if (!last || goes_on()) {
            return std::nullopt;
        }
        if (first->digits == 4 && last->digits <= 2) {
            return with_year(*first, Era::Unsaid, month->value, last->value);
        }
        return first->digits <= 2
                   ? std::optional{with_year(*last, Era::Unsaid, month->value, first->value)}
                   : std::nullopt;
    }

    std::string_view take_separator() {
        for (const std::string_view mark : {"/", "-", "."}) {
            if (cursor_.take_next(mark)) {
                cursor_.skip_spaces();
                return mark;
            }
        }
        return {};
    }

    // Figures that run on are no date: 1/2/2569/5, 1-2-2569-7.
    [[nodiscard]] bool goes_on() const {
        const std::string_view rest = cursor_.rest();
        return rest.size() > 1 && (rest[0] == '/' || rest[0] == '-' || rest[0] == '.') &&
               rest[1] >= '0' && rest[1] <= '9';
    }

    // [วันพฤหัสบดีที่] 15 มกราคม [พ.ศ.] [2569]; January 15, 2026
    std::optional<DateReading> with_month_name() {
        const auto named = take_weekday_before_date();
        std::optional<unsigned> month = cursor_.take_any<unsigned>(date_words::kMonths);
        const bool month_first = month.has_value();
        take_joint();
        const auto day = cursor_.take_figures(2);
        if (!day) {
            return std::nullopt;
        }
        if (!month_first) {
            for (const std::string_view ordinal : {"st", "nd", "rd", "th"}) {
                if (cursor_.take(ordinal)) {
                    break;
                }
            }
            take_joint();
            (void)cursor_.take_next("of ");
            (void)cursor_.take_next("เดือน");
            cursor_.skip_spaces();
            month = cursor_.take_any<unsigned>(date_words::kMonths);
        }
        if (!month) {
            return std::nullopt;
        }
        return checked(dated(*month, day->value), named);
    }

    void take_joint() {
        cursor_.skip_spaces();
        (void)(cursor_.take("-") || cursor_.take("/") || cursor_.take(","));
        cursor_.skip_spaces();
    }

    // วันพุธที่ …, วันที่ …, อา. …, Friday, …
    std::optional<unsigned> take_weekday_before_date() {
        const Cursor before = cursor_;
        std::optional<unsigned> named;
        if (cursor_.take("วันที่")) {
            cursor_.skip_spaces();
            return std::nullopt;
        }
        (void)cursor_.take("วัน");
        named = cursor_.take_any<unsigned>(date_words::kWeekdays);
        if (!named) {
            cursor_ = before;
            named = cursor_.take_any<unsigned>(date_words::kShortWeekdays);
        }
        if (!named) {
            cursor_ = before;
            return std::nullopt;
        }
        (void)cursor_.take(",");
        (void)cursor_.take_next("ที่");
        cursor_.skip_spaces();
        return named;
    }

    // After day and month: the year, if it was said.
    DateReading dated(unsigned month, unsigned day) {
        const Cursor before = cursor_;
        take_joint();
        const Era era = take_era();
        (void)cursor_.take("'");
        const auto year = cursor_.take_figures(4);
        if (year && (year->digits == 2 || year->digits == 4) && !cursor_.rest().starts_with(":")) {
            return with_year(*year, era, month, day);
        }
        cursor_ = before;
        return one_day(day_of(this_year(), month, day), true);
    }

    Era take_era() {
        (void)cursor_.take("ปี");
        cursor_.skip_spaces();
        Era era = Era::Unsaid;
        if (cursor_.take("พ.ศ.") || cursor_.take("พ.ศ") || cursor_.take("พศ.") ||
            cursor_.take("พศ")) {
            era = Era::Buddhist;
        } else if (cursor_.take("ค.ศ.") || cursor_.take("ค.ศ") || cursor_.take("คศ.") ||
                   cursor_.take("คศ")) {
            era = Era::Common;
        }
        cursor_.skip_spaces();
        return era;
    }

    // A weekday that does not fit its date: one of both is wrong, so ask.
    static DateReading checked(DateReading reading, std::optional<unsigned> named) {
        if (named && reading.kind == DateReading::Kind::Value &&
            weekday_of(reading.date) != *named) {
            return ask({reading.date});
        }
        return reading;
    }

    std::optional<DateReading> relative_day() {
        const auto offset = cursor_.take_any<int>(date_words::kRelativeDays);
        if (!offset) {
            return std::nullopt;
        }
        return one_day(plus(today_, *offset, date_words::Unit::Days), true);
    }

    struct Count {
        int value = 0;
        date_words::Unit unit = date_words::Unit::Days;
    };

    // "3 วัน", "สอง สัปดาห์"
    std::optional<Count> take_count() {
        cursor_.skip_spaces();
        const auto number = cursor_.take_number(4);
        cursor_.skip_spaces();
        const auto unit = cursor_.take_any<date_words::Unit>(date_words::kUnits);
        if (!number || !unit || *number > kMostCount) {
            return std::nullopt;
        }
        return Count{static_cast<int>(*number), *unit};
    }

    // ในอีก 3 วัน, in 3 days
    std::optional<DateReading> count_ahead() {
        (void)cursor_.take("ใน");
        if (!cursor_.take("อีก") && !cursor_.take("in ")) {
            return std::nullopt;
        }
        const auto count = take_count();
        if (!count) {
            return std::nullopt;
        }
        (void)(cursor_.take_next("ข้างหน้า") || cursor_.take_next("ถัดไป"));
        return one_day(plus(today_, count->value, count->unit), true);
    }

    // 3 วันที่ผ่านมา, 2 weeks ago
    std::optional<DateReading> counted() {
        const auto count = take_count();
        cursor_.skip_spaces();
        const auto direction = cursor_.take_any<int>(date_words::kDirections);
        if (!count || !direction) {
            return std::nullopt;
        }
        return one_day(plus(today_, *direction * count->value, count->unit), true);
    }

    // วันจันทร์, วันจันทร์หน้า
    std::optional<DateReading> named_weekday() {
        if (!cursor_.take("วัน")) {
            return std::nullopt;
        }
        return bare_weekday();
    }

    std::optional<DateReading> bare_weekday() {
        const auto before = cursor_.take_any<int>(date_words::kEnglishWhich);
        const auto named = cursor_.take_any<unsigned>(date_words::kWeekdays);
        if (!named) {
            return std::nullopt;
        }
        (void)cursor_.take_next("ที่จะถึงนี้");
        const auto after = cursor_.take_any<int>(date_words::kWhich);
        const unsigned ahead = (*named + 7 - weekday_of(today_)) % 7;
        const std::optional<int> which = before ? before : after;
        if (!which || *which == 0) {
            const bool may_be_today = which.has_value();
            return one_day(
                day_from_today(ahead == 0 && !may_be_today ? 7 : static_cast<int>(ahead)), true);
        }
        if (*which < 0) {
            return one_day(day_from_today(static_cast<int>(ahead) - 7), true);
        }
        const unsigned after_monday = (*named + 6) % 7;
        return one_day(Day{sys_days{monday_of(today_)} + days{7 + after_monday}}, true);
    }

    [[nodiscard]] Day day_from_today(int count) const {
        return plus(today_, count, date_words::Unit::Days);
    }

    // สัปดาห์หน้า, เดือนที่แล้ว, next month
    std::optional<DateReading> week_month_or_year() {
        auto which = cursor_.take_any<int>(date_words::kEnglishWhich);
        const auto unit = cursor_.take_any<date_words::Unit>(date_words::kUnits);
        if (unit && !which) {
            cursor_.skip_spaces();
            which = cursor_.take_any<int>(date_words::kWhich);
        }
        if (!unit || !which || *unit == date_words::Unit::Days) {
            return std::nullopt;
        }
        return span_around(plus(today_, *which, *unit), *unit);
    }

    static DateReading span_around(Day day, date_words::Unit unit) {
        const int year = static_cast<int>(day.year());
        if (unit == date_words::Unit::Weeks) {
            const Day monday = monday_of(day);
            return span_of(monday, Day{sys_days{monday} + days{6}});
        }
        if (unit == date_words::Unit::Months) {
            return month_span(year, static_cast<unsigned>(day.month()));
        }
        return span_of(day_of(year, 1, 1), day_of(year, 12, 31));
    }

    // สิ้นเดือน, ต้นเดือนหน้า, สิ้นเดือน ธ.ค.
    std::optional<DateReading> edge_of_month() {
        const auto edge = cursor_.take_any<date_words::Edge>(date_words::kEdges);
        if (!edge) {
            return std::nullopt;
        }
        cursor_.skip_spaces();
        int year = this_year();
        unsigned month = this_month();
        if (const auto named = cursor_.take_any<unsigned>(date_words::kMonths)) {
            month = *named;
        } else if (const auto which = cursor_.take_any<int>(date_words::kWhich)) {
            const Day moved = plus_months(day_of(year, month, 1), *which);
            year = static_cast<int>(moved.year());
            month = static_cast<unsigned>(moved.month());
        }
        switch (*edge) {
            case date_words::Edge::Begin:
                return span_of(day_of(year, month, 1), day_of(year, month, 10));
            case date_words::Edge::Middle:
                return span_of(day_of(year, month, 11), day_of(year, month, 20));
            case date_words::Edge::End:
                return span_of(day_of(year, month, 21), last_of_month(year, month));
            case date_words::Edge::Last:
                return one_day(last_of_month(year, month), true);
        }
        return std::nullopt;
    }

    // ม.ค. 2569, เดือนมกราคม
    std::optional<DateReading> month_alone() {
        (void)cursor_.take("เดือน");
        cursor_.skip_spaces();
        const auto month = cursor_.take_any<unsigned>(date_words::kMonths);
        if (!month) {
            return std::nullopt;
        }
        take_joint();
        const Era era = take_era();
        (void)cursor_.take("'");
        const auto year = cursor_.take_figures(4);
        if (!year) {
            return month_span(this_year(), *month);
        }
        const auto found = years_meant(*year, era, this_year(), guess_);
        return found.size() == 1 ? std::optional{month_span(found[0], *month)} : std::nullopt;
    }

    // 11/2568, 2568-11
    std::optional<DateReading> year_month_figures() {
        const auto first = cursor_.take_figures();
        const std::string_view separator = first ? take_separator() : std::string_view{};
        const auto second =
            separator.empty() || separator == "." ? std::nullopt : cursor_.take_figures();
        if (!second || (first->digits == 4) == (second->digits == 4)) {
            return std::nullopt;
        }
        const Figures year = first->digits == 4 ? *first : *second;
        const unsigned month = first->digits == 4 ? second->value : first->value;
        const auto found = years_meant(year, Era::Unsaid, this_year(), guess_);
        if (found.size() != 1 || month < 1 || month > 12) {
            return std::nullopt;
        }
        return month_span(found[0], month);
    }

    // 25/12
    std::optional<DateReading> day_and_month_figures() {
        const auto day = cursor_.take_figures(2);
        const std::string_view separator = day ? take_separator() : std::string_view{};
        const auto month =
            separator.empty() || separator == "." ? std::nullopt : cursor_.take_figures(2);
        if (!month) {
            return std::nullopt;
        }
        return one_day(day_of(this_year(), month->value, day->value), true);
    }

    // ปี 2569, พ.ศ. 2569, 2569
    std::optional<DateReading> year_alone() {
        const Era era = take_era();
        const auto year = cursor_.take_figures(4);
        if (!year || year->digits != 4) {
            return std::nullopt;
        }
        const auto found = years_meant(*year, era, this_year(), guess_);
        if (found.size() != 1) {
            return std::nullopt;
        }
        return span_of(day_of(found[0], 1, 1), day_of(found[0], 12, 31));
    }

    // วันที่ 25: of this month while it is to come, otherwise this month's or the next one's.
    std::optional<DateReading> day_alone() {
        if (cursor_.take("วันที่") || cursor_.take("ที่")) {
            cursor_.skip_spaces();
        }
        const auto day = cursor_.take_figures(2);
        if (!day || day->value < 1 || day->value > 31) {
            return std::nullopt;
        }
        const Day here = day_of(this_year(), this_month(), day->value);
        const Day next = plus_months(day_of(this_year(), this_month(), 1), 1);
        const Day there = Day{next.year(), next.month(), std::chrono::day{day->value}};
        if (here.ok() && here >= today_) {
            return one_day(here, true);
        }
        return here.ok() ? ask({here, there}) : ask({there});
    }

    Cursor cursor_;
    Day today_;
    YearGuess guess_;
};

bool is_figure(char c) {
    return c >= '0' && c <= '9';
}

// Whether a date can begin at `at`: not inside figures such as 32/01/2025.
bool may_begin(std::string_view text, std::size_t at) {
    if (at == 0) {
        return true;
    }
    const char before = text[at - 1];
    const bool joins = is_figure(before) || before == '/' || before == '-' || before == '.';
    return !joins || !is_figure(text[at]);
}

// The dates in a longer text.
DateReading inside(std::string_view text, Day today, YearGuess guess) {
    std::vector<DateReading> found;
    for (std::size_t at = 0; at < text.size() && found.size() <= kMostCandidates;) {
        DateParser parser{text, at, today, guess};
        auto reading = may_begin(text, at) ? parser.anywhere() : std::nullopt;
        if (!reading) {
            at += decode_utf8(text, at).length;
            continue;
        }
        at = std::max(parser.cursor().at(), at + 1);
        found.push_back(std::move(*reading));
    }
    if (found.empty()) {
        return {};
    }
    if (found.size() == 1) {
        found[0].echo = true;
        return found[0];
    }
    std::vector<Day> candidates;
    for (const DateReading& reading : found) {
        if (reading.kind == DateReading::Kind::Value && !reading.span &&
            std::find(candidates.begin(), candidates.end(), reading.date) == candidates.end()) {
            candidates.push_back(reading.date);
        }
    }
    return candidates.size() == 1 ? one_day(candidates[0], true) : ask(std::move(candidates));
}

}  // namespace

DateReading read_date(std::string_view text, Day reference, YearGuess guess) {
    const std::string normalized = normalize(text);
    const std::string_view answer = strip_particles(normalized);
    if (!reference.ok() || answer.empty()) {
        return {};
    }
    if (auto whole = DateParser{answer, 0, reference, guess}.whole()) {
        return *whole;
    }
    return inside(answer, reference, guess);
}

}  // namespace conversation
