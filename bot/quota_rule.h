#pragma once
#include "bot/channel.h"

#include <cstdint>
#include <optional>
#include <string_view>

// Who may have what is left of the month's messages. Pure.
namespace bot {

// Why something is pushed; a smaller one comes first.
enum class PushPurpose { Answer, Reminder };

// How many messages of a limited quota are kept for answers that missed their reply token: a tenth,
// at most 100.
[[nodiscard]] std::int64_t kept_for_answers(std::int64_t limit);

// Whether one more message may be pushed to `address`. `quota` is nothing while it is not known:
// then only an answer may go. A push to a group or room costs as many as it has members: where that
// `cost` is not known (0), it is allowed only if messages are unlimited.
[[nodiscard]] bool may_push(const std::optional<Quota>& quota,
                            PushPurpose purpose,
                            std::string_view address,
                            std::int64_t cost = 0);

}  // namespace bot
