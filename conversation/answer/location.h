#pragma once
#include "conversation/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace conversation {

// Coordinates in a text: "15.896, 100.315", "15.896 N 100.315 E", a map link with them. Latitude
// first, decimal degrees, in range; nothing when there is any doubt.
[[nodiscard]] std::optional<Location> read_location(std::string_view text);

// As XLSForm stores a geopoint: "latitude longitude altitude accuracy", "15.896 100.315 0 0".
[[nodiscard]] std::string geopoint(const Location& location);

}  // namespace conversation
