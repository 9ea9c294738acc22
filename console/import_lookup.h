#pragma once
#include "console/import_table.h"
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <string>
#include <string_view>

// What rows of several kinds of import files refer to: found in the register, or a fault saying
// which file to import first. Each reads a cell of the present row and gives an id of 0 when the
// cell is empty or wrong.
namespace console {

class ImportLookup {
  public:
    ImportLookup(storage::Connection& connection, ImportTable& table)
        : connection_(connection), table_(table) {}

    [[nodiscard]] storage::VillageId village(std::string_view key);
    // A tambon by its 6 digits or its name.
    [[nodiscard]] std::string tambon(std::string_view key);
    // A household by the columns village_code and house_no.
    [[nodiscard]] conversation::HouseholdId household();
    // The one person with a telephone.
    [[nodiscard]] storage::PersonId person(std::string_view key);
    // An organisation by the columns org_kind and org_name; the name is only needed when there are
    // several of the kind.
    [[nodiscard]] storage::OrganisationId organisation();

  private:
    storage::Connection& connection_;
    ImportTable& table_;
};

}  // namespace console
