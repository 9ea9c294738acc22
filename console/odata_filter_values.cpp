#include "console/odata_filter_node.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <compare>
#include <optional>
#include <string>

// What the operations of a filter give.
namespace console {

namespace {

using conversation::Instant;

bool is_nothing(const EdmValue& value) {
    return std::holds_alternative<std::monostate>(value);
}

double number_of(const EdmValue& value) {
    const auto* const whole = std::get_if<std::int64_t>(&value);
    return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
}

// Of two known values of types that compare.
std::partial_ordering order(const EdmValue& left, const EdmValue& right) {
    if (const auto* const text = std::get_if<std::string>(&left)) {
        return *text <=> std::get<std::string>(right);
    }
    if (const auto* const moment = std::get_if<Instant>(&left)) {
        return moment->time_since_epoch().count() <=>
               std::get<Instant>(right).time_since_epoch().count();
    }
    if (const auto* const truth = std::get_if<bool>(&left)) {
        return static_cast<int>(*truth) <=> static_cast<int>(std::get<bool>(right));
    }
    const auto* const one = std::get_if<std::int64_t>(&left);
    const auto* const other = std::get_if<std::int64_t>(&right);
    if (one != nullptr && other != nullptr) {
        return *one <=> *other;
    }
    return number_of(left) <=> number_of(right);
}

EdmValue compare(FilterOp op, const EdmValue& left, const EdmValue& right) {
    if (is_nothing(left) || is_nothing(right)) {
        const bool both = is_nothing(left) && is_nothing(right);
        return (op == FilterOp::Eq && both) || (op == FilterOp::Ne && !both);
    }
    const auto result = order(left, right);
    switch (op) {
        case FilterOp::Eq:
            return result == 0;
        case FilterOp::Ne:
            return result != 0;
        case FilterOp::Gt:
            return result > 0;
        case FilterOp::Ge:
            return result >= 0;
        case FilterOp::Lt:
            return result < 0;
        default:
            return result <= 0;
    }
}

std::optional<bool> truth_of(const EdmValue& value) {
    const bool* const truth = std::get_if<bool>(&value);
    return truth == nullptr ? std::nullopt : std::optional(*truth);
}

// Three-valued: what is not known decides nothing.
EdmValue join(FilterOp op, const EdmValue& left, const EdmValue& right) {
    const bool deciding = op == FilterOp::Or;
    const auto one = truth_of(left);
    const auto other = truth_of(right);
    if (one == deciding || other == deciding) {
        return deciding;
    }
    return one && other ? EdmValue(!deciding) : EdmValue();
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::int64_t letters_of(const std::string& text) {
    return std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? std::string()
                                      : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

EdmValue of_text(FilterOp op, const std::string& text, const std::string& other) {
    std::string made = text;
    switch (op) {
        case FilterOp::Contains:
            return text.find(other) != std::string::npos;
        case FilterOp::StartsWith:
            return text.starts_with(other);
        case FilterOp::EndsWith:
            return text.ends_with(other);
        case FilterOp::Length:
            return letters_of(text);
        case FilterOp::ToLower:
            std::ranges::transform(made, made.begin(), lower);
            return made;
        case FilterOp::ToUpper:
            std::ranges::transform(made, made.begin(), upper);
            return made;
        case FilterOp::Trim:
            return trimmed(text);
        default:
            return made + other;
    }
}

EdmValue part_of(FilterOp op, std::chrono::sys_days day, std::chrono::milliseconds time) {
    const conversation::Day date(day);
    const std::chrono::hh_mm_ss clock(time);
    switch (op) {
        case FilterOp::Year:
            return std::int64_t{static_cast<int>(date.year())};
        case FilterOp::Month:
            return std::int64_t{static_cast<unsigned>(date.month())};
        case FilterOp::Day:
            return std::int64_t{static_cast<unsigned>(date.day())};
        case FilterOp::Hour:
            return clock.hours().count();
        case FilterOp::Minute:
            return clock.minutes().count();
        case FilterOp::Second:
            return clock.seconds().count();
        default:
            return conversation::to_text(date);
    }
}

EdmValue of_time(FilterOp op, const EdmValue& value) {
    if (const auto* const moment = std::get_if<Instant>(&value)) {
        const auto day = std::chrono::floor<std::chrono::days>(*moment);
        return part_of(op, day, *moment - day);
    }
    const auto* const text = std::get_if<std::string>(&value);
    const auto day = text == nullptr ? std::nullopt : conversation::parse_day(*text);
    return day ? part_of(op, *day, {}) : EdmValue();
}

bool is_of_time(FilterOp op) {
    return op >= FilterOp::Year && op <= FilterOp::Date;
}

}  // namespace

EdmValue apply(FilterOp op, const EdmValue& left, const EdmValue& right) {
    if (op == FilterOp::And || op == FilterOp::Or) {
        return join(op, left, right);
    }
    if (op == FilterOp::Not) {
        const auto truth = truth_of(left);
        return truth ? EdmValue(!*truth) : EdmValue();
    }
    if (op >= FilterOp::Eq && op <= FilterOp::Le) {
        return compare(op, left, right);
    }
    if (is_of_time(op)) {
        return of_time(op, left);
    }
    const auto* const text = std::get_if<std::string>(&left);
    const auto* const other = std::get_if<std::string>(&right);
    return text == nullptr || other == nullptr ? EdmValue() : of_text(op, *text, *other);
}

}  // namespace console
