// Any bytes as a verified LINE webhook body: nothing thrown, and what comes out keeps its promises.
#include "webhooks/group_rule.h"
#include "webhooks/json_guard.h"
#include "webhooks/line_payload.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const auto payload = webhooks::read_line_payload(body, "line", conversation::Instant{});
    std::size_t counted = 0;
    for (const auto& [kind, count] : payload.kinds) {
        require(!kind.empty());
        counted += count;
    }
    require(counted == payload.events.size() + payload.broken);
    for (const auto& message : payload.events) {
        require(!message.event_id.empty() && message.event_id.size() <= 64);
        require(message.text.find('\0') == std::string::npos && message.text.size() <= 40'000);
        require(message.address.empty() || message.address.starts_with("line:"));
        require(message.group.empty() || message.group.starts_with("line:"));
        require(webhooks::may_pass(message) || !message.group.empty());
    }
    const auto once = webhooks::guard_json(body);
    require(webhooks::guard_json(once) == once);
    return 0;
}
