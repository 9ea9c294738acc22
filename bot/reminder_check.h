#pragma once
#include "bot/config.h"
#include "bot/line_setup.h"
#include "conversation/holidays.h"
#include "storage/connection.h"

namespace bot {

// What `sammachip check` says of the calendar: files of the office with a fault, a year nobody
// entered. `holidays` takes what the office's files hold. True when all is well.
[[nodiscard]] bool check_calendar(const Config& config,
                                  conversation::Holidays& holidays,
                                  conversation::Instant now,
                                  const Tell& tell);

// … and of the month: whether LINE's messages will do for what plans and reports still ask for.
// Throws StorageError.
[[nodiscard]] bool check_outlook(storage::Connection& reader,
                                 const Config& config,
                                 const conversation::Holidays& holidays,
                                 conversation::Instant now,
                                 const Tell& tell);

}  // namespace bot
