#pragma once
#include "conversation/message.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace webhooks {

// What a verified LINE webhook body holds. A pure function of its arguments: no exception, no
// unbounded work, whatever the bytes.
struct LinePayload {
    enum class Shape { Good, NotJson, NotAWebhook };

    Shape shape = Shape::Good;  // other than Good: `events` is empty
    // In the body's order. Kinds we do not know are IncomingKind::Other.
    std::vector<conversation::IncomingMessage> events;
    std::size_t broken = 0;  // events without a usable type: left out, the others are not harmed
    // How many of each kind: "message.text", "follow", "unknown", "broken".
    std::map<std::string, std::size_t> kinds;
};

// `channel` is the configured channel's id, `received_at` our clock. Addresses become "line:U…",
// groups and rooms "line:C…" and "line:R…". Texts are valid UTF-8 without NUL, at most 10,000
// characters. An event without webhookEventId gets the digest of itself as its id, so that the same
// event is still the same id.
[[nodiscard]] LinePayload read_line_payload(std::string_view body,
                                            std::string_view channel,
                                            conversation::Instant received_at);

}  // namespace webhooks
