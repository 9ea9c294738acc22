#pragma once
#include "storage/provenance.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace console {

// Who spoke for a house, without a name: "หัวหน้าครัวเรือน", "คนในบ้าน".
[[nodiscard]] std::string speaker_text(conversation::ContactId contact,
                                       std::string_view relation,
                                       bool thai);

// One revision of a report with the words behind its figures, as pages/revision.html shows it.
[[nodiscard]] nlohmann::json revision_values(const storage::Provenance::Revision& revision,
                                             bool thai);

}  // namespace console
