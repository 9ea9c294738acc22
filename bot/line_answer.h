#pragma once
#include "bot/channel.h"
#include "bot/http_transport.h"
#include "bot/send_result.h"

#include <cstdint>
#include <optional>

// What LINE's answers mean (docs/CHANNELS.md has the table). Pure.
namespace bot {

// Of reply and push. A 2xx whose body is there but is no JSON object did not come from LINE whole:
// its outcome is unknown, and the next try with the same token or key tells.
[[nodiscard]] SendResult read_send_answer(const HttpAnswer& answer);

// Of GET quota and GET quota/consumption; nothing when either is no such answer.
[[nodiscard]] std::optional<Quota> read_quota(const HttpAnswer& quota,
                                              const HttpAnswer& consumption);

// Of GET group/…/members/count; nothing when it is no such answer.
[[nodiscard]] std::optional<std::int64_t> read_member_count(const HttpAnswer& answer);

// Of GET content.
[[nodiscard]] ContentResult read_content_answer(HttpAnswer answer);

}  // namespace bot
