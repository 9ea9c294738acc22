#pragma once
#include "webhooks/route.h"

#include <functional>
#include <string>
#include <vector>

namespace webhooks {

// One part of the program that must work for webhooks to be taken and answered.
struct PartHealth {
    std::string part;  // "database", "sender", "disk", "reminders"
    bool ready = false;
    std::string reason;  // why not, in a sentence for the operator; no people's data
};

// GET /healthz: 200 as long as the process answers at all.
[[nodiscard]] Route alive_route();

// GET /readyz: 200 when every part is ready, else 503; the JSON body names each part:
//   {"ready":false,"parts":[{"part":"database","ready":false,"reason":"…"},…]}
// `parts` is asked on each request, by several threads at once, and should answer within
// milliseconds.
[[nodiscard]] Route ready_route(std::function<std::vector<PartHealth>()> parts);

}  // namespace webhooks
