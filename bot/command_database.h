#pragma once
#include "bot/command.h"
#include "conversation/calendar.h"
#include "storage/connection.h"

namespace bot {

// The configured database for a command that changes a little of it beside the running server, or
// without one. Brings it to this program's schema. Throws ConfigError, StorageError, and
// std::runtime_error when there is no database yet.
[[nodiscard]] storage::Connection open_for_command(const CommandLine& line,
                                                   conversation::Instant now);

}  // namespace bot
