#include "conversation/text/utf8.h"
#include "conversation/thai/cursor.h"
#include "conversation/thai/date.h"
#include "conversation/thai/normalize.h"

#include <algorithm>

namespace conversation {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr unsigned kNoon = 12;
constexpr unsigned kHours = 24;
constexpr unsigned kMinutes = 60;
constexpr unsigned kSixHours = 6;

TimeReading at(unsigned hour, unsigned minute) {
    TimeReading reading;
    if (hour < kHours && minute < kMinutes) {
        reading.kind = TimeReading::Kind::Value;
        reading.time = hours{hour} + minutes{minute};
    }
    return reading;
}

// Words before a time that say nothing.
constexpr auto kLeadIns = std::to_array<std::string_view>(
    {"เวลา", "ตอน", "ประมาณ", "ราวๆ", "ราว", "สัก", "ซัก", "เกือบ", "ช่วง", "at ", "about "});

class TimeParser {
  public:
    TimeParser(std::string_view text, std::size_t from) : cursor_(text, from) {}

    [[nodiscard]] const Cursor& cursor() const { return cursor_; }

    bool lead_in() {
        bool found = false;
        for (bool again = true; again;) {
            again = std::any_of(kLeadIns.begin(), kLeadIns.end(), [&](std::string_view word) {
                return cursor_.take(word);
            });
            cursor_.skip_spaces();
            found = found || again;
        }
        return found;
    }

    // A time that names itself as one.
    std::optional<TimeReading> named() {
        return first_of({&TimeParser::clock_figures,
                         &TimeParser::noon_or_midnight,
                         &TimeParser::night,
                         &TimeParser::afternoon,
                         &TimeParser::counted_hour,
                         &TimeParser::bare_hour_word,
                         &TimeParser::hour_with_mark});
    }

    // "16", "1630": only when it is all that was said.
    std::optional<TimeReading> bare_figures() {
        const auto figures = cursor_.take_figures(4);
        if (!figures) {
            return std::nullopt;
        }
        return figures->digits <= 2 ? at(figures->value, 0) : joined(*figures);
    }

  private:
    using Part = std::optional<TimeReading> (TimeParser::*)();

    std::optional<TimeReading> first_of(std::initializer_list<Part> parts) {
        const Cursor start = cursor_;
        for (const Part part : parts) {
            cursor_ = start;
            if (auto reading = (this->*part)();
                reading && reading->kind != TimeReading::Kind::None) {
                return reading;
            }
        }
        cursor_ = start;
        return std::nullopt;
    }

    static TimeReading joined(Figures figures) {
        return figures.digits == 4 ? at(figures.value / 100, figures.value % 100) : TimeReading{};
    }

    // 13:30, 13.30 น., 1:30 pm, 13:30:00
    std::optional<TimeReading> clock_figures() {
        const auto hour = cursor_.take_figures(2);
        if (!hour) {
            return std::nullopt;
        }
        const bool colon = cursor_.take(":");
        if (!colon && !cursor_.take(".")) {
            return std::nullopt;
        }
        const auto minute = cursor_.take_figures(2);
        if (!minute || minute->digits != 2) {
            return std::nullopt;
        }
        if (colon && cursor_.take(":") && !cursor_.take_figures(2)) {
            return std::nullopt;
        }
        return half_of_day(hour->value, minute->value);
    }

    // 9 น., 9am, 0900 น.
    std::optional<TimeReading> hour_with_mark() {
        const auto figures = cursor_.take_figures(4);
        if (!figures) {
            return std::nullopt;
        }
        cursor_.skip_spaces();
        const std::string_view rest = cursor_.rest();
        const bool marked = rest.starts_with("น") || rest.starts_with("am") ||
                            rest.starts_with("pm") || rest.starts_with("a.m") ||
                            rest.starts_with("p.m") || rest.starts_with("o'clock");
        if (!marked || rest.starts_with("นา")) {
            return std::nullopt;
        }
        const unsigned hour = figures->digits <= 2 ? figures->value : figures->value / 100;
        const unsigned minute = figures->digits <= 2 ? 0 : figures->value % 100;
        if (figures->digits == 3) {
            return std::nullopt;
        }
        return half_of_day(hour, minute);
    }

    // What may stand behind figures: น., am, pm.
    std::optional<TimeReading> half_of_day(unsigned hour, unsigned minute) {
        cursor_.skip_spaces();
        if (take_one({"น.", "น", "o'clock"})) {
            return at(hour, minute);
        }
        const bool morning = take_one({"a.m.", "a.m", "am"});
        const bool evening = !morning && take_one({"p.m.", "p.m", "pm"});
        if (!morning && !evening) {
            return at(hour, minute);
        }
        if (hour < 1 || hour > kNoon) {
            return std::nullopt;
        }
        return at(hour % kNoon + (evening ? kNoon : 0), minute);
    }

    bool take_one(std::initializer_list<std::string_view> words) {
        return std::any_of(
            words.begin(), words.end(), [&](std::string_view word) { return cursor_.take(word); });
    }

    std::optional<TimeReading> noon_or_midnight() {
        if (cursor_.take("เที่ยงคืน") || cursor_.take("midnight")) {
            return with_minutes(0);
        }
        if (cursor_.take("เที่ยง") || cursor_.take("noon")) {
            (void)cursor_.take("วัน");
            return with_minutes(kNoon);
        }
        return std::nullopt;
    }

    // ตีสอง: the hours after midnight; one digit only, what follows are minutes.
    std::optional<TimeReading> night() {
        if (!cursor_.take("ตี")) {
            return std::nullopt;
        }
        const auto hour = take_single();
        return hour && *hour >= 1 && *hour <= kSixHours ? with_minutes(*hour) : std::nullopt;
    }

    // บ่ายโมง, บ่ายสาม, บ่าย 3 โมง
    std::optional<TimeReading> afternoon() {
        if (!cursor_.take("บ่าย")) {
            return std::nullopt;
        }
        cursor_.skip_spaces();
        if (cursor_.take("โมง")) {
            return with_minutes(kNoon + 1);
        }
        const auto hour = take_single();
        if (!hour || *hour < 1 || *hour > kSixHours) {
            return std::nullopt;
        }
        (void)cursor_.take_next("โมง");
        return with_minutes(kNoon + *hour);
    }

    std::optional<unsigned> take_single() {
        cursor_.skip_spaces();
        if (const auto figures = cursor_.take_figures(2)) {
            return figures->value;
        }
        return cursor_.take_digit_word();
    }

    // 14 นาฬิกา, สองทุ่ม, แปดโมงเช้า
    std::optional<TimeReading> counted_hour() {
        const auto number = cursor_.take_number(2);
        cursor_.skip_spaces();
        if (!number) {
            return std::nullopt;
        }
        if (cursor_.take("นาฬิกา")) {
            return with_minutes(*number);
        }
        if (cursor_.take("ทุ่ม")) {
            return *number >= 1 && *number <= kSixHours ? with_minutes((18 + *number) % kHours)
                                                        : std::nullopt;
        }
        return cursor_.take("โมง") ? by_the_clock(*number) : std::nullopt;
    }

    // N โมง: the six-hour clock with เช้า and เย็น; without them 1-5 is afternoon, 7-11 morning, and
    // 6 both.
    std::optional<TimeReading> by_the_clock(unsigned number) {
        cursor_.skip_spaces();
        if (cursor_.take("เช้า")) {
            return number >= 1 && number < kNoon
                       ? with_minutes(number < kSixHours ? number + kSixHours : number)
                       : std::nullopt;
        }
        if (cursor_.take("เย็น")) {
            return number >= 3 && number <= kSixHours ? with_minutes(number + kNoon) : std::nullopt;
        }
        if (number == kSixHours) {
            return morning_or_evening();
        }
        return number >= 1 ? with_minutes(number < kSixHours ? number + kNoon : number)
                           : std::nullopt;
    }

    std::optional<TimeReading> morning_or_evening() {
        const auto morning = with_minutes(kSixHours);
        if (!morning || morning->kind != TimeReading::Kind::Value) {
            return std::nullopt;
        }
        TimeReading reading;
        reading.kind = TimeReading::Kind::Ask;
        reading.candidates = {morning->time, morning->time + hours{kNoon}};
        return reading;
    }

    // ทุ่มครึ่ง, โมงเช้า
    std::optional<TimeReading> bare_hour_word() {
        if (cursor_.take("ทุ่ม")) {
            return with_minutes(19);
        }
        if (cursor_.take("โมงเช้า")) {
            return with_minutes(7);
        }
        return cursor_.take("โมงเย็น") ? with_minutes(18) : std::nullopt;
    }

    // ครึ่ง, ตรง, 15 นาที, สิบห้า
    std::optional<TimeReading> with_minutes(unsigned hour) {
        const Cursor before = cursor_;
        cursor_.skip_spaces();
        if (cursor_.take("ครึ่ง")) {
            return at(hour, kMinutes / 2);
        }
        if (cursor_.take("ตรง")) {
            return at(hour, 0);
        }
        if (const auto minute = cursor_.take_number(2)) {
            (void)cursor_.take_next("นาที");
            return at(hour, *minute);
        }
        cursor_ = before;
        return at(hour, 0);
    }

    Cursor cursor_;
};

std::optional<TimeReading> whole(std::string_view text) {
    for (const bool figures : {false, true}) {
        TimeParser parser{text, 0};
        (void)parser.lead_in();
        auto reading = figures ? parser.bare_figures() : parser.named();
        Cursor end = parser.cursor();
        end.skip_spaces();
        (void)(end.take("น.") || end.take("น"));
        if (reading && reading->kind != TimeReading::Kind::None && end.at_end()) {
            return reading;
        }
    }
    return std::nullopt;
}

// The one time a sentence names behind ตอน or เวลา, at its end or before a space.
TimeReading inside(std::string_view text) {
    std::optional<TimeReading> found;
    for (std::size_t from = 0; from < text.size();) {
        TimeParser parser{text, from};
        auto reading = parser.lead_in() ? parser.named() : std::nullopt;
        const std::string_view rest = parser.cursor().rest();
        if (!reading || !(rest.empty() || rest[0] == ' ')) {
            from += decode_utf8(text, from).length;
            continue;
        }
        if (found) {
            return {};
        }
        found = std::move(reading);
        from = std::max(parser.cursor().at(), from + 1);
    }
    return found.value_or(TimeReading{});
}

}  // namespace

TimeReading read_time(std::string_view text) {
    const std::string normalized = normalize(text);
    const std::string_view answer = strip_particles(normalized);
    if (auto reading = whole(answer)) {
        return *reading;
    }
    return inside(answer);
}

}  // namespace conversation
