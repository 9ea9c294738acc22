#pragma once
#include "console/first_lines.h"
#include "console/import_kind.h"
#include "storage/imports.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace console {

// Reads rows of a file of households (DOMAIN.md 5.3): every cell, that the village is there
// (`knows_village` is asked once a village) and that no house comes twice. `moved_from` names the
// house a household lived in before, as "60030403 14/2"; "-" says that it did not move.
class HouseholdReader {
  public:
    using KnowsVillage = std::function<bool(std::string_view)>;

    [[nodiscard]] static std::vector<ImportColumn> columns();

    explicit HouseholdReader(KnowsVillage knows_village)
        : knows_village_(std::move(knows_village)) {}

    // The present row; nothing when it has a fault.
    [[nodiscard]] std::optional<storage::HouseholdRow> read(ImportTable& table);

  private:
    void check_village(ImportTable& table, const std::string& code);

    KnowsVillage knows_village_;
    std::map<std::string, bool> villages_;
    FirstLines houses_;
};

[[nodiscard]] ImportKind households_import();

}  // namespace console
