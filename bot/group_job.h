#pragma once
#include "bot/event_job.h"

#include <optional>

// What a LINE group of a team may do: become the team's by the officer's code ("ผูก 12345678"), and
// ask for the board ("กระดาน"). Of a group nothing else is read. Within a job of the writer.
namespace bot {

// Nothing: it is for the conversation, or for nobody. Throws StorageError.
[[nodiscard]] std::optional<conversation::OutgoingMessage> answer_team(
    storage::Connection& connection,
    const TurnContext& context,
    const conversation::IncomingMessage& message,
    conversation::ContactId contact,
    conversation::Instant now);

// We were put out of a group: the officer is told, where it was a team's.
void note_removal(storage::Connection& connection,
                  const conversation::IncomingMessage& message,
                  conversation::Instant now);

}  // namespace bot
