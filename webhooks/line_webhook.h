#pragma once
#include "conversation/calendar.h"
#include "webhooks/intake.h"
#include "webhooks/metrics.h"
#include "webhooks/route.h"

#include <functional>
#include <string>

namespace webhooks {

struct LineWebhook {
    std::string channel;  // the channel's id: the route is POST /webhooks/<channel>
    std::string secret;   // the channel secret; not empty
};

// POST /webhooks/<channel>: signature over the raw bytes, then payload, then group rule, then
// `intake`, then 200. Wrong, missing or cut signature: 401 and nothing else happens. Signed but
// broken: 200 with the good neighbours taken. Intake unavailable: 503, LINE sends again.
// `intake`, `metrics` and `now` are used by several threads and must outlive the route. Throws
// std::invalid_argument for an empty secret.
[[nodiscard]] Route line_webhook_route(const LineWebhook& line,
                                       Intake& intake,
                                       Metrics& metrics,
                                       std::function<conversation::Instant()> now);

}  // namespace webhooks
