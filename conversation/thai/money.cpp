#include "conversation/thai/money.h"

#include <fmt/format.h>

namespace conversation {

namespace {

constexpr std::int64_t kSatangPerBaht = 100;

// The size of a number without its sign; right also for the smallest one.
std::uint64_t magnitude(std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    return number < 0 ? ~bits + 1 : bits;
}

std::string grouped(std::uint64_t number) {
    std::string digits = fmt::format("{}", number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

std::string baht(std::int64_t satang, bool with_groups) {
    const std::uint64_t size = magnitude(satang);
    const std::uint64_t whole = size / kSatangPerBaht;
    const std::uint64_t rest = size % kSatangPerBaht;
    std::string text = satang < 0 ? "-" : "";
    text += with_groups ? grouped(whole) : fmt::format("{}", whole);
    if (rest != 0) {
        text += fmt::format(".{:02}", rest);
    }
    return text;
}

}  // namespace

std::string with_commas(std::int64_t number) {
    return (number < 0 ? "-" : "") + grouped(magnitude(number));
}

std::string display_baht(std::int64_t satang) {
    return baht(satang, true);
}

std::string plain_baht(std::int64_t satang) {
    return baht(satang, false);
}

std::int64_t whole_baht(std::int64_t satang) {
    const std::int64_t whole = satang / kSatangPerBaht;
    const std::int64_t rest = satang % kSatangPerBaht;
    if (rest >= kSatangPerBaht / 2) {
        return whole + 1;
    }
    return rest <= -kSatangPerBaht / 2 ? whole - 1 : whole;
}

}  // namespace conversation
