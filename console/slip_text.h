#pragma once
#include "conversation/texts.h"
#include "storage/connection.h"
#include "storage/tellings.h"

#include <string>
#include <string_view>

namespace console {

struct SlipOffice {
    std::string_view name;
    std::string_view contact;
};

// The slip that tells a household what was reported on its behalf, in Thai; empty when the report
// or the house is gone. It shows figures: the caller writes the audit row of the look, in the same
// transaction. Throws StorageError.
[[nodiscard]] std::string slip_text(storage::Connection& connection,
                                    const conversation::Texts& texts,
                                    const SlipOffice& office,
                                    const storage::Tellings::Telling& telling);

}  // namespace console
