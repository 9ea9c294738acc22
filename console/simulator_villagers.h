#pragma once
#include "console/simulator.h"
#include "storage/connection.h"

#include <string_view>
#include <vector>

namespace console {

// Whom the simulator offers: eight houses whose card waits to be used, and eight people who speak
// for a house on the LINE channel, from the database.
[[nodiscard]] std::vector<SimulatorVillager> simulator_villagers(storage::Connection& reader,
                                                                 std::string_view channel,
                                                                 conversation::Instant now);

}  // namespace console
