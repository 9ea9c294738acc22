#pragma once
#include "bot/event_job.h"
#include "conversation/turn.h"

#include <string>
#include <string_view>
#include <vector>

// What the people of a house are told of the choice of the model household.
namespace bot {

// Everybody who speaks for the house, in the words of `key` (model.told, model.chosen_told).
// Returns the channels that have something to send. Within a job of the writer. Throws
// StorageError.
[[nodiscard]] std::vector<std::string> tell_of_model(storage::Connection& connection,
                                                     const TurnContext& context,
                                                     conversation::HouseholdId household,
                                                     std::string_view key,
                                                     conversation::Instant now);

// For every house that was proposed in the turn: is it so, and does it agree?
void ask_nominated(storage::Connection& connection,
                   const TurnContext& context,
                   const conversation::TurnResult& result,
                   conversation::Instant now,
                   EventOutcome& outcome);

}  // namespace bot
