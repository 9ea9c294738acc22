#pragma once
#include "console/import_kind.h"

namespace console {

// Occupation groups, a row each, with the house numbers of their members in the group's village.
[[nodiscard]] ImportKind occ_groups_import();

}  // namespace console
