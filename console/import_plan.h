#pragma once
#include "console/import_kind.h"

namespace console {

// The activities of the organisations' action plans, a row each. The plan of an organisation and
// year is made as a draft when its first activity comes.
[[nodiscard]] ImportKind plan_import();

}  // namespace console
