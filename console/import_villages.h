#pragma once
#include "console/import_table.h"
#include "storage/imports.h"

#include <istream>
#include <string>
#include <vector>

namespace console {

// The good rows of a file of villages, and what is wrong with the others. Import only when there
// are no faults.
struct CheckedVillages {
    std::vector<storage::VillageRow> rows;
    RowFaults faults;
    std::vector<std::string> unknown_headers;
};

// Checks a file of villages (DOMAIN.md 5.3) whole: every cell, and that no code comes twice and no
// tambon has two names. Touches no database.
[[nodiscard]] CheckedVillages check_villages(std::istream& in, const ImportProgress& progress = {});

}  // namespace console
