#pragma once
#include "bot/config.h"
#include "bot/http_transport.h"
#include "bot/line_setup.h"
#include "conversation/calendar.h"

#include <optional>
#include <string_view>

namespace bot {

// Looks at everything the program needs and says in words what is missing: forms, database, disk,
// LINE and the clock. Changes nothing. True when all is well.
[[nodiscard]] bool check_everything(const Config& config,
                                    HttpTransport& transport,
                                    conversation::Instant now,
                                    const Tell& tell);

// "Mon, 23 Nov 2026 06:06:37 GMT", as HTTP writes dates; nothing for anything else.
[[nodiscard]] std::optional<conversation::Instant> parse_http_date(std::string_view text);

}  // namespace bot
