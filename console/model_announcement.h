#pragma once
#include "storage/connection.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace console {

struct ModelAnnouncement {
    std::string text;           // Thai, to be copied or printed
    std::size_t confirmed = 0;  // 0: there is nothing to announce
};

// The announcement of a year's model households: it names who allowed it, of others it says the
// village. With an audit row a household, in the caller's transaction. Throws StorageError.
[[nodiscard]] ModelAnnouncement model_announcement(storage::Connection& writer,
                                                   std::string_view office,
                                                   int fiscal_year_be,
                                                   conversation::Instant now,
                                                   std::string_view actor);

}  // namespace console
