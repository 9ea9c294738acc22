#pragma once
#include "conversation/held_data.h"
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <optional>

namespace storage {

// Everything held about a person of the team, gathered for herself or for the officer who prints it
// for her. Looking is audited by the caller, in the same transaction. Nothing when there is no such
// person.
[[nodiscard]] std::optional<conversation::HeldPerson> held_person(Connection& connection,
                                                                  PersonId person);

}  // namespace storage
