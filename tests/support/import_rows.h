#pragma once
#include "storage/imports.h"

#include <vector>

// Whole imports in one line.
namespace support {

inline storage::ImportResult import_villages(storage::Connection& connection,
                                             const std::vector<storage::VillageRow>& rows,
                                             storage::Instant now) {
    storage::Imports imports(connection, {"v.csv", "", "test"}, now);
    for (const auto& row : rows) {
        imports.village(row);
    }
    return imports.finish("villages");
}

inline storage::ImportResult import_households(storage::Connection& connection,
                                               const std::vector<storage::HouseholdRow>& rows,
                                               storage::Instant now) {
    storage::Imports imports(connection, {"h.csv", "", "test"}, now);
    for (const auto& row : rows) {
        imports.household(row);
    }
    return imports.finish("households");
}

}  // namespace support
