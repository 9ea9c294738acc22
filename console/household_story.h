#pragma once
#include "storage/provenance.h"

#include <string>

namespace console {

// The chain from message to figure of one household as plain text, newest month first: who speaks
// for it, what was consented to, and for each revision who said it, for whom, when, by which
// channel, message and form version, and whether it counts. Instants are shown in Bangkok's time.
// Empty when there is no such household. Throws StorageError.
[[nodiscard]] std::string household_story(storage::Connection& reader,
                                          conversation::HouseholdId household);

}  // namespace console
