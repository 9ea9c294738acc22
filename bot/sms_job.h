#pragma once
#include "bot/event_job.h"

#include <optional>

namespace bot {

// How long after it the same text is the same message, where a gateway gives messages no ids and
// nothing of ours was sent to the person in between.
inline constexpr std::chrono::seconds kSameTextWindow{60};

// What is done with an SMS before it may enter a conversation: messages that cannot be answered are
// kept, repeated ones dropped, parts joined, a number that writes too fast is not answered any
// more. Part of one job of storage's writer, as handle_event(), which calls it. Throws
// StorageError.
struct SmsVerdict {
    // Set: this is what came of it, there is nothing more to do.
    std::optional<EventOutcome> outcome;
    // Set: goes on in its place, the parts joined.
    std::optional<conversation::IncomingMessage> whole;
};

[[nodiscard]] SmsVerdict receive_sms(storage::Connection& connection,
                                     const TurnContext& context,
                                     const conversation::IncomingMessage& message,
                                     conversation::Instant now);

}  // namespace bot
