#pragma once
#include "bot/send_result.h"

#include <optional>
#include <string_view>

namespace bot {

// Says in the log when a channel's trouble begins, changes or is over; nothing when `now` is what
// it was.
void tell_trouble(std::string_view channel,
                  std::optional<SendOutcome> before,
                  std::optional<SendOutcome> now);

}  // namespace bot
