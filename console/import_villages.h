#pragma once
#include "console/import_kind.h"
#include "storage/imports.h"

#include <map>
#include <optional>
#include <string>

namespace console {

// Reads rows of a file of villages (DOMAIN.md 5.3): every cell, and that no code comes twice, no
// tambon has two names and no name belongs to two tambons. Touches no database.
class VillageReader {
  public:
    [[nodiscard]] static std::vector<ImportColumn> columns();

    // The present row; nothing when it has a fault.
    [[nodiscard]] std::optional<storage::VillageRow> read(ImportTable& table);

  private:
    void check_repeats(ImportTable& table, const std::string& code, const std::string& tambon);

    std::map<std::string, std::int64_t> codes_;   // → line
    std::map<std::string, std::string> tambons_;  // code → name
    std::map<std::string, std::string> names_;    // district's code and name → tambon's code
};

[[nodiscard]] ImportKind villages_import();

}  // namespace console
