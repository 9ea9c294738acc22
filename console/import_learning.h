#pragma once
#include "console/import_kind.h"

namespace console {

// Learning centres, a row each.
[[nodiscard]] ImportKind learning_centres_import();
// Sessions that trainers held: a row a trainer, day and topic.
[[nodiscard]] ImportKind trainer_sessions_import();

}  // namespace console
