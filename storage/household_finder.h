#pragma once
#include "storage/connection.h"

#include <optional>
#include <string>
#include <string_view>

namespace storage {

// The household an officer means: the six digits of its card (used or not), "60030403 14/2"
// (village code, house number), or its id. Nothing when there is none.
[[nodiscard]] std::optional<conversation::HouseholdId> find_household(Connection& connection,
                                                                      std::string_view named);

// "บ้านเลขที่ 14/2 หมู่ 3 บ้านกลาง ต.เกยไชย"; empty when it is not there.
[[nodiscard]] std::string household_label(Connection& connection,
                                          conversation::HouseholdId household);

}  // namespace storage
