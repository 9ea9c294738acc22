#pragma once
#include "bot/event_job.h"
#include "conversation/turn.h"
#include "storage/register_ids.h"

#include <string>
#include <vector>

// What people of a house are told of what others said about it: a report made on its behalf, and
// two reports that differ.
namespace bot {

struct TurnEffects {
    const conversation::TurnResult& result;
    const std::vector<storage::ConflictId>& opened;  // conflicts between reports
    const std::string& address;                      // of the one who wrote: knows already
};

// Puts the notices into the outbox, and remembers which report each tells (storage/tellings): to
// somebody who speaks for the house, with its figures unless the telephone serves several houses;
// where nobody does, to the telephone the office's file gives its head, without figures. Where
// neither works a slip is due. Adds the channels that have something to send. Within the job of the
// turn. Throws StorageError.
void tell_houses(storage::Connection& connection,
                 const TurnContext& context,
                 const TurnEffects& effects,
                 conversation::Instant now,
                 EventOutcome& outcome);

}  // namespace bot
