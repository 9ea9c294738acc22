#pragma once
#include "storage/connection.h"
#include "storage/households.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace storage {

// Takes checked rows of an import file into the register, all or nothing, with a batch row and an
// audit row. The same rows again change nothing and leave no batch. Runs inside the caller's
// transaction (a writer's job); for a dry run, throw it away.
struct VillageRow {
    std::string village_code;  // 8 digits, the first 6 the tambon's
    std::string tambon_th;
    unsigned moo = 0;
    std::string village_th;
    std::optional<int> target_fy;  // Buddhist era
};

struct HouseholdRow {
    Households::Record household;
    std::optional<bool> poor;
    std::optional<std::int64_t> base_income;
    std::optional<std::int64_t> base_saving;
};

struct ImportSource {
    std::string file_name;
    std::string sha256;
    std::string by;  // "command", "officer:<name>"
};

struct ImportResult {
    ImportBatchId batch;
    std::int64_t created = 0;
    std::int64_t changed = 0;
    std::int64_t unchanged = 0;
};

class Imports {
  public:
    explicit Imports(Connection& connection) : connection_(connection) {}

    [[nodiscard]] ImportResult villages(std::span<const VillageRow> rows,
                                        const ImportSource& source,
                                        Instant now);
    // Imported households carry the flag TARGET. Throws StorageError (Constraint) when a village is
    // not there.
    [[nodiscard]] ImportResult households(std::span<const HouseholdRow> rows,
                                          const ImportSource& source,
                                          Instant now);

  private:
    void finish(ImportResult& result,
                std::string_view kind,
                const ImportSource& source,
                Instant now);

    Connection& connection_;
};

}  // namespace storage
