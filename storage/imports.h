#pragma once
#include "storage/connection.h"
#include "storage/household_moves.h"
#include "storage/households.h"
#include "storage/merge.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace storage {

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
    std::optional<HouseholdMoves::Place> moved_from{};  // where the household lived until moved_on
    std::optional<Day> moved_on{};                      // empty: today
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

// What a row did.
struct Imported {
    Change change = Change::Unchanged;
    std::vector<FieldChange> fields{};  // of what was there before
};

// Takes checked rows of an import file into the register, all or nothing, with a batch row and an
// audit row. The same rows again change nothing and leave no batch. Lives inside the caller's
// transaction (a writer's job); for a dry run, throw it away.
class Imports {
  public:
    Imports(Connection& connection, ImportSource source, Instant now);

    Imported village(const VillageRow& row);
    // Imported households carry the flag TARGET; a new one gets a code for its card, as long as
    // there are enough, and the trainer whose telephone the row names. Throws StorageError
    // (Constraint) when the village is not there.
    Imported household(const HouseholdRow& row);

    // Counts a row that was put by other classes of this room.
    void count(Change change);

    // New households that got no code: there are only 100,000, and a code that is easily guessed
    // protects nobody.
    [[nodiscard]] std::int64_t without_code() const { return without_code_; }

    // Writes the batch and its audit row; call it once, after the last row.
    [[nodiscard]] ImportResult finish(std::string_view kind);

    [[nodiscard]] Connection& connection() { return connection_; }

    [[nodiscard]] Instant now() const { return now_; }

    [[nodiscard]] Day today() const { return conversation::bangkok_day(now_); }

    [[nodiscard]] const std::string& by() const { return source_.by; }

  private:
    void give_code(conversation::HouseholdId household);
    void give_trainer(conversation::HouseholdId household,
                      const std::string& phone,
                      Imported& imported);
    void move(const HouseholdRow& row, Imported& imported);

    Connection& connection_;
    ImportSource source_;
    Instant now_;
    ImportResult result_;
    std::optional<std::int64_t> open_codes_;
    std::int64_t without_code_ = 0;
    std::chrono::days code_life_{};
    std::pair<std::string, PersonId> last_trainer_;
};

}  // namespace storage
