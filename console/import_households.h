#pragma once
#include "console/import_table.h"
#include "storage/imports.h"

#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace console {

struct CheckedHouseholds {
    std::vector<storage::HouseholdRow> rows;
    RowFaults faults;
    std::vector<std::string> unknown_headers;
};

// Checks a file of households (DOMAIN.md 5.3) whole: every cell, that the village is there
// (`knows_village` is asked once a village) and that no house comes twice.
[[nodiscard]] CheckedHouseholds check_households(
    std::istream& in,
    const std::function<bool(std::string_view)>& knows_village,
    const ImportProgress& progress = {});

}  // namespace console
