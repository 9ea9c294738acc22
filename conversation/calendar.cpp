#include "conversation/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace conversation {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;

constexpr int kBuddhistOffset = 543;
constexpr unsigned kClosingDay = 10;

constexpr std::array<std::string_view, 12> kThaiMonths = {"มกราคม",
                                                          "กุมภาพันธ์",
                                                          "มีนาคม",
                                                          "เมษายน",
                                                          "พฤษภาคม",
                                                          "มิถุนายน",
                                                          "กรกฎาคม",
                                                          "สิงหาคม",
                                                          "กันยายน",
                                                          "ตุลาคม",
                                                          "พฤศจิกายน",
                                                          "ธันวาคม"};
constexpr std::array<std::string_view, 12> kThaiShort = {"ม.ค.",
                                                         "ก.พ.",
                                                         "มี.ค.",
                                                         "เม.ย.",
                                                         "พ.ค.",
                                                         "มิ.ย.",
                                                         "ก.ค.",
                                                         "ส.ค.",
                                                         "ก.ย.",
                                                         "ต.ค.",
                                                         "พ.ย.",
                                                         "ธ.ค."};
constexpr std::array<std::string_view, 12> kEnglishMonths = {"January",
                                                             "February",
                                                             "March",
                                                             "April",
                                                             "May",
                                                             "June",
                                                             "July",
                                                             "August",
                                                             "September",
                                                             "October",
                                                             "November",
                                                             "December"};

template <class Number>
std::optional<Number> digits(std::string_view text, std::size_t from, std::size_t count) {
    Number value{};
    if (text.size() < from + count) {
        return std::nullopt;
    }
    const char* first = text.data() + from;
    for (std::size_t i = 0; i < count; ++i) {
        if (first[i] < '0' || first[i] > '9') {
            return std::nullopt;
        }
    }
    std::from_chars(first, first + count, value);
    return value;
}

// With zeros in front, up to so many digits. By hand: a turn writes a dozen of them.
void put_number(std::string& text, std::int64_t number, std::size_t width) {
    std::array<char, 20> digits{};
    const auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const auto count = static_cast<std::size_t>(end - digits.data());
    text.append(width - std::min(width, count), '0');
    text.append(digits.data(), count);
}

void put_period(std::string& text, Period period) {
    put_number(text, period.year, 4);
    put_number(text += '-', period.month, 2);
}

void put_day(std::string& text, Day day) {
    put_period(text, period_of(day));
    put_number(text += '-', static_cast<unsigned>(day.day()), 2);
}

}  // namespace

Day bangkok_day(Instant instant) {
    return Day{floor<days>(instant + kBangkokOffset)};
}

std::chrono::minutes bangkok_time_of_day(Instant instant) {
    const auto local = instant + kBangkokOffset;
    return floor<std::chrono::minutes>(local - floor<days>(local));
}

Instant bangkok_instant(Day day, std::chrono::minutes time_of_day) {
    return sys_days{day} + time_of_day - kBangkokOffset;
}

Period period_of(Day day) {
    return {static_cast<int>(day.year()), static_cast<unsigned>(day.month())};
}

Period next(Period period) {
    return period.month == 12 ? Period{period.year + 1, 1} : Period{period.year, period.month + 1};
}

Period previous(Period period) {
    return period.month == 1 ? Period{period.year - 1, 12} : Period{period.year, period.month - 1};
}

Day first_day(Period period) {
    return Day{
        std::chrono::year{period.year}, std::chrono::month{period.month}, std::chrono::day{1}};
}

Day last_day(Period period) {
    return Day{std::chrono::year{period.year} / std::chrono::month{period.month} /
               std::chrono::last};
}

Day closing_day(Period period) {
    const Period after = next(period);
    return Day{std::chrono::year{after.year},
               std::chrono::month{after.month},
               std::chrono::day{kClosingDay}};
}

Period open_period(Day day) {
    const Period current = period_of(day);
    const bool last_is_open =
        std::chrono::sys_days{day} <= std::chrono::sys_days{closing_day(previous(current))};
    return last_is_open ? previous(current) : current;
}

int fiscal_year_be(Period period) {
    return period.year + kBuddhistOffset + (period.month >= 10 ? 1 : 0);
}

int fiscal_year_be(Day day) {
    return fiscal_year_be(period_of(day));
}

Day fiscal_year_end(Day day) {
    const int year = fiscal_year_be(period_of(day)) - kBuddhistOffset;
    return {std::chrono::year(year), std::chrono::September, std::chrono::day(30)};
}

std::string to_text(Period period) {
    std::string text;
    put_period(text, period);
    return text;
}

std::optional<Period> parse_period(std::string_view text) {
    const auto year = digits<int>(text, 0, 4);
    const auto month = digits<unsigned>(text, 5, 2);
    if (text.size() != 7 || text[4] != '-' || !year || !month || *month < 1 || *month > 12) {
        return std::nullopt;
    }
    return Period{*year, *month};
}

std::string to_text(Day day) {
    std::string text;
    put_day(text, day);
    return text;
}

std::optional<Day> parse_day(std::string_view text) {
    if (text.size() != 10 || text[7] != '-') {
        return std::nullopt;
    }
    const auto period = parse_period(text.substr(0, 7));
    const auto day = digits<unsigned>(text, 8, 2);
    if (!period || !day) {
        return std::nullopt;
    }
    const Day result{
        std::chrono::year{period->year}, std::chrono::month{period->month}, std::chrono::day{*day}};
    return result.ok() ? std::optional{result} : std::nullopt;
}

std::string to_text(Instant instant) {
    const auto day = floor<days>(instant);
    const std::chrono::hh_mm_ss time{instant - day};
    std::string text;
    text.reserve(24);
    put_day(text, Day{day});
    put_number(text += 'T', time.hours().count(), 2);
    put_number(text += ':', time.minutes().count(), 2);
    put_number(text += ':', time.seconds().count(), 2);
    put_number(text += '.', time.subseconds().count(), 3);
    text += 'Z';
    return text;
}

std::optional<Instant> parse_instant(std::string_view text) {
    const auto day = text.size() >= 10 ? parse_day(text.substr(0, 10)) : std::nullopt;
    const auto hour = digits<int>(text, 11, 2);
    const auto minute = digits<int>(text, 14, 2);
    const auto second = digits<int>(text, 17, 2);
    const auto milli = digits<int>(text, 20, 3);
    if (text.size() != 24 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        text[19] != '.' || text[23] != 'Z' || !day || !hour || !minute || !second || !milli ||
        *hour > 23 || *minute > 59 || *second > 59) {
        return std::nullopt;
    }
    return sys_days{*day} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second} + std::chrono::milliseconds{*milli};
}

std::string month_name(Period period, std::string_view language) {
    const bool thai = language == "th";
    return fmt::format("{} {}",
                       (thai ? kThaiMonths : kEnglishMonths)[period.month - 1],
                       thai ? period.year + kBuddhistOffset : period.year);
}

std::string short_month(Period period, std::string_view language) {
    if (language == "th") {
        return fmt::format(
            "{} {:02}", kThaiShort[period.month - 1], (period.year + kBuddhistOffset) % 100);
    }
    return fmt::format("{} {}", kEnglishMonths[period.month - 1].substr(0, 3), period.year);
}

std::string short_date(Day day, std::string_view language) {
    const auto month = static_cast<unsigned>(day.month()) - 1;
    const auto year = static_cast<int>(day.year());
    if (language == "th") {
        return fmt::format("{} {} {}",
                           static_cast<unsigned>(day.day()),
                           kThaiShort[month],
                           year + kBuddhistOffset);
    }
    return fmt::format(
        "{} {} {}", static_cast<unsigned>(day.day()), kEnglishMonths[month].substr(0, 3), year);
}

}  // namespace conversation
