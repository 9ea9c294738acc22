#pragma once
#include "storage/connection.h"

#include <cstdint>

namespace storage {

// What the office owes people and the regulator by a day: for /metrics and `check`.
struct Duties {
    std::int64_t breaches_open = 0;     // the regulator was not told
    std::int64_t breaches_overdue = 0;  // … and the 72 hours are over
    std::int64_t requests_open = 0;
    std::int64_t requests_overdue = 0;
    std::int64_t erasures_overdue = 0;  // asked more than 24 hours ago
};

[[nodiscard]] Duties look_at_duties(Connection& connection, Instant now);

}  // namespace storage
