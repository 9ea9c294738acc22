#include "console/typed_form.h"

#include <charconv>
#include <chrono>
#include <system_error>

namespace console {

std::optional<conversation::Instant> page_instant(const Visit& visit) {
    constexpr std::chrono::minutes kPageLives{30};
    const auto asked = conversation::parse_instant(visit.field("asked"));
    const bool fresh = asked && *asked <= visit.now && visit.now - *asked <= kPageLives;
    return fresh ? asked : std::nullopt;
}

std::int64_t number_of(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size() && value > 0;
    return whole ? value : 0;
}

}  // namespace console
