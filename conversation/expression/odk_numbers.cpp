#include "conversation/expression/functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

// number int round abs pow sum min max count count-non-empty, and mathematics
namespace conversation {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kMaxPlaces = 15;

FunctionResult number(const Arguments& arguments) {
    return arguments.number(0);
}

FunctionResult integer(const Arguments& arguments) {
    return std::trunc(arguments.number(0));
}

// The value times ten to the power of `places`, in the 15 digits that are sure: 1.005 rounds as
// people write it and not as binary stores it.
double scaled(double value, int places) {
    const std::string text = fmt::format("{:.15g}", value * std::pow(10, places));
    double result = 0;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

FunctionResult round(const Arguments& arguments) {
    const double value = arguments.number(0);
    if (!std::isfinite(value)) {
        return value;
    }
    if (arguments.size() == 1) {
        return std::floor(value + 0.5);
    }
    const double places = std::trunc(arguments.number(1));
    if (std::isnan(places)) {
        return kNaN;
    }
    const int count = static_cast<int>(std::clamp(places, -kMaxPlaces, kMaxPlaces));
    const double whole = std::round(scaled(value, count));
    return count >= 0 ? whole / std::pow(10, count) : whole * std::pow(10, -count);
}

FunctionResult sum(const Arguments& arguments) {
    const auto numbers = arguments.numbers(0);
    return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

// A number that is not known leaves the smallest and the largest unknown as well.
template <class Compare>
double extreme(const std::vector<double>& numbers, Compare compare) {
    if (numbers.empty() || std::ranges::any_of(numbers, [](double n) { return std::isnan(n); })) {
        return kNaN;
    }
    return *std::ranges::max_element(numbers, compare);
}

FunctionResult largest(const Arguments& arguments) {
    return extreme(arguments.numbers(0), std::less<>{});
}

FunctionResult smallest(const Arguments& arguments) {
    return extreme(arguments.numbers(0), std::greater<>{});
}

FunctionResult count(const Arguments& arguments) {
    const xmlNodeSet* const nodes = arguments.nodes(0);
    return nodes == nullptr ? kNaN : static_cast<double>(nodes->nodeNr);
}

FunctionResult count_non_empty(const Arguments& arguments) {
    const auto texts = arguments.texts(0);
    return static_cast<double>(
        std::ranges::count_if(texts, [](const std::string& text) { return !text.empty(); }));
}

FunctionResult power(const Arguments& arguments) {
    return std::pow(arguments.number(0), arguments.number(1));
}

FunctionResult arc_tangent_of_two(const Arguments& arguments) {
    return std::atan2(arguments.number(0), arguments.number(1));
}

FunctionResult pi(const Arguments& /*arguments*/) {
    return std::numbers::pi;
}

FunctionResult power_of_ten(const Arguments& arguments) {
    return std::pow(10, arguments.number(0));
}

template <double (*Call)(double)>
FunctionResult of_one(const Arguments& arguments) {
    return Call(arguments.number(0));
}

template <double (*Call)(double)>
constexpr Function mathematics(std::string_view name) {
    return function<of_one<Call>>(name, 1, 1, ValueKind::Number);
}

constexpr Function on_nodes(Function function) {
    function.takes_nodes = true;
    return function;
}

constexpr std::array kFunctions = {
    function<number>("number", 1, 1, ValueKind::Number),
    function<integer>("int", 1, 1, ValueKind::Number),
    function<round>("round", 1, 2, ValueKind::Number),
    function<sum>("sum", 1, -1, ValueKind::Number),
    function<largest>("max", 1, -1, ValueKind::Number),
    function<smallest>("min", 1, -1, ValueKind::Number),
    on_nodes(function<count>("count", 1, 1, ValueKind::Number)),
    on_nodes(function<count_non_empty>("count-non-empty", 1, 1, ValueKind::Number)),
    function<power>("pow", 2, 2, ValueKind::Number),
    function<arc_tangent_of_two>("atan2", 2, 2, ValueKind::Number),
    function<pi>("pi", 0, 0, ValueKind::Number),
    function<power_of_ten>("exp10", 1, 1, ValueKind::Number),
    mathematics<std::fabs>("abs"),
    mathematics<std::sqrt>("sqrt"),
    mathematics<std::exp>("exp"),
    mathematics<std::log>("log"),
    mathematics<std::log10>("log10"),
    mathematics<std::sin>("sin"),
    mathematics<std::cos>("cos"),
    mathematics<std::tan>("tan"),
    mathematics<std::asin>("asin"),
    mathematics<std::acos>("acos"),
    mathematics<std::atan>("atan"),
    mathematics<std::floor>("floor"),
    mathematics<std::ceil>("ceiling"),
};

}  // namespace

std::span<const Function> number_functions() {
    return kFunctions;
}

}  // namespace conversation
