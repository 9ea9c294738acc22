#pragma once
#include "conversation/form/forms.h"
#include "storage/writer.h"

#include <memory>
#include <string>
#include <vector>

namespace bot {

// The forms of a running program.
struct LoadedForms {
    std::shared_ptr<const conversation::Forms> forms;
    std::vector<std::string> errors;    // one line each, place and remedy; their forms are left out
    std::vector<std::string> warnings;  // one line each; their forms are in force
};

// Reads the forms at `paths`, keeps every edition in the database, and adds the older editions that
// open sessions hold, so that each conversation ends with the form it began with. Throws
// StorageError.
[[nodiscard]] LoadedForms load_forms(const std::vector<std::string>& paths,
                                     storage::Writer& writer,
                                     conversation::Instant now);

// The same without a database: only what is on disk.
[[nodiscard]] LoadedForms look_at_forms(const std::vector<std::string>& paths);

}  // namespace bot
