#include "conversation/expression/dates.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace conversation {

namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::sys_days;

constexpr double kMillisecondsADay = 86'400'000.0;
constexpr double kMaxDays = 2'900'000;  // year 9909; beyond, a number is no date

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t length) {
    int value = 0;
    if (at + length > text.size() || text[at] == '-') {
        return std::nullopt;
    }
    const char* const end = text.data() + at + length;
    const auto [stop, error] = std::from_chars(text.data() + at, end, value);
    return error == std::errc{} && stop == end ? std::optional{value} : std::nullopt;
}

struct ClockTime {
    double fraction = 0;   // of a day
    std::size_t used = 0;  // bytes read
};

// "13:30", "13:30:05", "13:30:05.250"
std::optional<ClockTime> read_clock(std::string_view text) {
    const auto hour = number_at(text, 0, 2);
    const auto minute = number_at(text, 3, 2);
    if (!hour || !minute || text[2] != ':' || *hour > 23 || *minute > 59) {
        return std::nullopt;
    }
    double ms = (*hour * 60.0 + *minute) * 60'000.0;
    std::size_t used = 5;
    if (text.size() > 5 && text[5] == ':') {
        const auto second = number_at(text, 6, 2);
        if (!second || *second > 59) {
            return std::nullopt;
        }
        ms += *second * 1000.0;
        used = 8;
        if (text.size() > 8 && text[8] == '.') {
            double unit = 100;
            for (used = 9; used < text.size() && text[used] >= '0' && text[used] <= '9'; ++used) {
                ms += (text[used] - '0') * unit;
                unit /= 10;
            }
        }
    }
    return ClockTime{ms / kMillisecondsADay, used};
}

// "", "Z", "+07", "+07:00": the days to add to come to Bangkok's time.
std::optional<double> read_zone(std::string_view text) {
    constexpr double kBangkokHours = 7;
    if (text.empty()) {
        return 0;
    }
    if (text == "Z") {
        return kBangkokHours / 24;
    }
    if (text.size() != 3 && text.size() != 6) {
        return std::nullopt;
    }
    const auto hour = number_at(text, 1, 2);
    const auto minute = text.size() == 6 ? number_at(text, 4, 2) : std::optional{0};
    if ((text[0] != '+' && text[0] != '-') || !hour || !minute) {
        return std::nullopt;
    }
    const double zone = (text[0] == '-' ? -1 : 1) * (*hour + *minute / 60.0);
    return (kBangkokHours - zone) / 24;
}

struct Moment {
    Day day{};
    std::chrono::hh_mm_ss<milliseconds> time;
};

Moment moment_of(double number) {
    const auto total = milliseconds{std::llround(number * kMillisecondsADay)};
    const auto day = std::chrono::floor<days>(total);
    return {Day{sys_days{day}}, std::chrono::hh_mm_ss<milliseconds>{total - day}};
}

bool is_date_number(double number) {
    return std::isfinite(number) && std::fabs(number) < kMaxDays;
}

std::string short_month_name(Day day, std::string_view language) {
    const std::string both = short_month(period_of(day), language);
    return both.substr(0, both.find(' '));
}

std::string short_weekday(Day day, std::string_view language) {
    constexpr std::array<std::string_view, 7> kThai = {"อา.", "จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส."};
    constexpr std::array<std::string_view, 7> kEnglish = {
        "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    const unsigned index = std::chrono::weekday{sys_days{day}}.c_encoding();
    return std::string{language == "th" ? kThai[index] : kEnglish[index]};
}

std::optional<std::string> date_part(char letter, Day day, std::string_view language) {
    const int year = static_cast<int>(day.year());
    switch (letter) {
        case 'Y':
            return fmt::format("{:04}", year);
        case 'y':
            return fmt::format("{:02}", year % 100);
        case 'm':
            return fmt::format("{:02}", static_cast<unsigned>(day.month()));
        case 'n':
            return fmt::format("{}", static_cast<unsigned>(day.month()));
        case 'b':
            return short_month_name(day, language);
        case 'd':
            return fmt::format("{:02}", static_cast<unsigned>(day.day()));
        case 'e':
            return fmt::format("{}", static_cast<unsigned>(day.day()));
        case 'a':
            return short_weekday(day, language);
        default:
            return std::nullopt;
    }
}

std::optional<std::string> time_part(char letter, const std::chrono::hh_mm_ss<milliseconds>& time) {
    switch (letter) {
        case 'H':
            return fmt::format("{:02}", time.hours().count());
        case 'h':
            return fmt::format("{}", time.hours().count());
        case 'M':
            return fmt::format("{:02}", time.minutes().count());
        case 'S':
            return fmt::format("{:02}", time.seconds().count());
        case '3':
            return fmt::format("{:03}", time.subseconds().count());
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<double> days_of(std::string_view text) {
    const auto day = text.size() >= 10 ? parse_day(text.substr(0, 10)) : std::nullopt;
    if (!day) {
        return std::nullopt;
    }
    const auto date = static_cast<double>(sys_days{*day}.time_since_epoch().count());
    if (text.size() == 10) {
        return date;
    }
    const auto clock = text[10] == 'T' ? read_clock(text.substr(11)) : std::nullopt;
    const auto zone = clock ? read_zone(text.substr(11 + clock->used)) : std::nullopt;
    return zone ? std::optional{date + clock->fraction + *zone} : std::nullopt;
}

std::optional<double> day_fraction_of(std::string_view time) {
    const auto clock = read_clock(time);
    return clock && read_zone(time.substr(clock->used)) ? std::optional{clock->fraction}
                                                        : std::nullopt;
}

std::string date_of_days(double number) {
    return is_date_number(number) ? to_text(moment_of(std::floor(number)).day) : std::string{};
}

std::string date_time_of_days(double number) {
    if (!is_date_number(number)) {
        return {};
    }
    const Moment moment = moment_of(number);
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}+07:00",
                       to_text(moment.day),
                       moment.time.hours().count(),
                       moment.time.minutes().count(),
                       moment.time.seconds().count(),
                       moment.time.subseconds().count());
}

std::string date_time_text(Instant instant) {
    const auto local = (instant + kBangkokOffset).time_since_epoch();
    return date_time_of_days(static_cast<double>(milliseconds{local}.count()) / kMillisecondsADay);
}

std::string format_days(double number,
                        std::string_view format,
                        std::string_view language,
                        bool with_time) {
    if (!is_date_number(number)) {
        return {};
    }
    const Moment moment = moment_of(number);
    std::string result;
    for (std::size_t i = 0; i < format.size(); ++i) {
        std::optional<std::string> part;
        if (format[i] == '%' && i + 1 < format.size()) {
            part = date_part(format[i + 1], moment.day, language);
            if (!part && with_time) {
                part = time_part(format[i + 1], moment.time);
            }
        }
        if (part) {
            result += *part;
            ++i;
        } else {
            result.push_back(format[i]);
        }
    }
    return result;
}

}  // namespace conversation
