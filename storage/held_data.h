#pragma once
#include "conversation/held_data.h"
#include "storage/connection.h"

namespace storage {

// Everything held about a household, gathered for its own people or for the officer who prints it
// for them. Looking is audited by the caller, in the same transaction. A household that is not
// there: nothing is known.
[[nodiscard]] conversation::HeldData held_data(Connection& connection,
                                               conversation::HouseholdId household);

}  // namespace storage
