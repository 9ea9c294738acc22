#pragma once
#include "console/import_kind.h"

namespace console {

// How households came to community capital: a row a household, fund, step and day.
[[nodiscard]] ImportKind fund_access_import();
// Model households: a row a household and year, with the five criteria and how far it came.
[[nodiscard]] ImportKind nominations_import();
// Tambon plans and the plans they were taken up into: a row a plan and adoption.
[[nodiscard]] ImportKind plan_adoptions_import();

}  // namespace console
