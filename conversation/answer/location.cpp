#include "conversation/answer/location.h"

#include "conversation/thai/normalize.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace conversation {

namespace {

constexpr double kMaxLatitude = 90;
constexpr double kMaxLongitude = 180;
constexpr std::size_t kLongestText = 500;  // bytes; links with more are none we know

// Where a map link keeps its coordinates.
constexpr auto kLinkMarks = std::to_array<std::string_view>(
    {"?q=", "&q=", "&query=", "?query=", "/@", "?ll=", "&ll=", "&destination="});

void skip_spaces(std::string_view& text) {
    const std::size_t from = text.find_first_not_of(' ');
    text.remove_prefix(from == std::string_view::npos ? text.size() : from);
}

// A decimal number at the front of `text`, taken off it.
std::optional<double> take_number(std::string_view& text) {
    skip_spaces(text);
    double value = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || !std::isfinite(value)) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

// "°", "n", "s", "e", "w" behind a number; false when a letter of the other axis stands there.
bool take_side(std::string_view& text, double& value, char positive, char negative) {
    constexpr std::string_view degree = "°";
    if (text.starts_with(degree)) {
        text.remove_prefix(degree.size());
    }
    std::string_view side = text;
    skip_spaces(side);
    if (side.empty() || side[0] < 'a' || side[0] > 'z') {
        return true;
    }
    text = side;
    if (text[0] != positive && text[0] != negative) {
        return false;
    }
    if (text[0] == negative) {
        value = -value;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<Location> take_pair(std::string_view& text) {
    auto latitude = take_number(text);
    if (!latitude || !take_side(text, *latitude, 'n', 's')) {
        return std::nullopt;
    }
    const std::size_t before = text.size();
    skip_spaces(text);
    const bool comma = text.starts_with(',') || text.starts_with("%2c");
    if (comma) {
        text.remove_prefix(text[0] == ',' ? 1 : 3);
    } else if (text.size() == before && !text.empty()) {
        return std::nullopt;
    }
    auto longitude = take_number(text);
    if (!longitude || !take_side(text, *longitude, 'e', 'w') ||
        std::abs(*latitude) > kMaxLatitude || std::abs(*longitude) > kMaxLongitude) {
        return std::nullopt;
    }
    Location location;
    location.latitude = *latitude;
    location.longitude = *longitude;
    return location;
}

std::optional<Location> in_link(std::string_view text) {
    for (const std::string_view mark : kLinkMarks) {
        const std::size_t at = text.find(mark);
        if (at != std::string_view::npos) {
            std::string_view rest = text.substr(at + mark.size());
            if (auto location = take_pair(rest)) {
                return location;
            }
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Location> read_location(std::string_view text) {
    const std::string answer = normalize(text.substr(0, kLongestText + 1));
    if (answer.size() > kLongestText) {
        return std::nullopt;
    }
    std::string_view rest = strip_particles(answer);
    if (rest.starts_with("http://") || rest.starts_with("https://")) {
        return in_link(rest);
    }
    const bool decimals = rest.find('.') != std::string_view::npos;  // "15 100" may be anything
    auto location = take_pair(rest);
    skip_spaces(rest);
    return decimals && rest.empty() ? location : std::nullopt;
}

std::string geopoint(const Location& location) {
    return fmt::format("{} {} 0 0", location.latitude, location.longitude);
}

}  // namespace conversation
