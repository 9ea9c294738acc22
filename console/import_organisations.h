#pragma once
#include "console/import_kind.h"

namespace console {

// The organisations of the support team, with the telephone of each one's chair: whoever has it is
// the chair from today, a person without a name until the file of people brings one.
[[nodiscard]] ImportKind organisations_import();

}  // namespace console
