#pragma once
#include "console/import_kind.h"

namespace console {

// People with their roles: members and chairs of the organisations, who are the support team, and
// the trainers, sages and volunteers of the villages. A person is known by telephone, or by name
// and village; a person with several roles has several rows.
[[nodiscard]] ImportKind people_import();

}  // namespace console
