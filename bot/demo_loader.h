#pragma once
#include "bot/demo_district.h"
#include "storage/connection.h"

#include <string>

namespace bot {

struct DemoLoad {
    std::string line_channel = "line";  // the channel its LINE people are reached through
    conversation::Instant now{};        // when it is loaded: for the audit row
};

// Writes the synthetic district into the register, in the caller's transaction: areas, households
// with flags, baseline and consent, contacts, used and open invitation codes, and the reports with
// all their revisions, each dated when it would have happened. The database must hold no
// household.
void load_demo_district(storage::Connection& writer,
                        const DemoDistrict& district,
                        const DemoLoad& load);

}  // namespace bot
