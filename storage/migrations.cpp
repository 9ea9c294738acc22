#include "storage/migrations.h"

#include "embedded/migrations.h"
#include "storage/fault_points.h"
#include "storage/transaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace storage {

namespace {

using Code = StorageError::Code;

// "Smch": tells our files from those of other programs that use SQLite.
constexpr int kApplicationId = 0x536d6368;

constexpr Sql kQuickCheck{"check.quick", "PRAGMA quick_check(10)"};
constexpr Sql kFullCheck{"check.full", "PRAGMA integrity_check(10)"};
constexpr Sql kForeignKeyCheck{"migrate.foreign_keys", "PRAGMA foreign_key_check"};
constexpr Sql kTables{"migrate.tables", "SELECT count(*) FROM sqlite_master"};
constexpr Sql kPutNode{"migrate.node",
                       "INSERT INTO meta (key, value) VALUES ('node', ?1), ('created_at', ?2)"};

int number_of(std::string_view file_name) {
    int number = 0;
    const auto [end, error] =
        std::from_chars(file_name.data(), file_name.data() + file_name.size(), number);
    if (error != std::errc() || number <= 0) {
        throw std::logic_error("a migration's name must begin with its number: " +
                               std::string(file_name));
    }
    return number;
}

int newest_of(std::span<const embedded::File> files) {
    int newest = 0;
    for (const auto& file : files) {
        newest = std::max(newest, number_of(file.name));
    }
    return newest;
}

int pragma_number(Connection& connection, const std::string& pragma) {
    const std::string text = connection.single_value("migrate.read", "PRAGMA " + pragma);
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

[[noreturn]] void refuse_newer(Connection& connection, int version, int newest) {
    throw StorageError(Code::NewerSchema,
                       "migrate",
                       fmt::format("{} was written by a newer sammachip (schema {}, this program "
                                   "knows up to {}); install that version again, or restore a "
                                   "backup made before the upgrade",
                                   connection.path().string(),
                                   version,
                                   newest));
}

void apply(Connection& connection, const embedded::File& file, Instant now) {
    const int number = number_of(file.name);
    Transaction transaction(connection);
    connection.run_script(file.name, std::string(file.content));
    if (number == 1) {
        connection.run(kPutNode, std::to_string(draw_node()), now);
    }
    if (connection.query(kForeignKeyCheck).step()) {
        throw StorageError(Code::Constraint,
                           file.name,
                           "rows refer to rows that are not there; restore a backup and report "
                           "this as a fault of the program");
    }
    connection.run_script(
        "migrate.number",
        fmt::format(
            "PRAGMA user_version = {}; PRAGMA application_id = {}", number, kApplicationId));
    fault_point("migrations.after_script");
    transaction.commit();
    fault_point("migrations.after_commit");
}

// Foreign keys are off while tables are rebuilt, as SQLite's manual advises, and checked before the
// commit.
class ForeignKeysOff {
  public:
    explicit ForeignKeysOff(Connection& connection) : connection_(connection) {
        connection_.run_script("migrate.pragmas", "PRAGMA foreign_keys = OFF");
    }

    ~ForeignKeysOff() {
        try {
            connection_.run_script("migrate.pragmas", "PRAGMA foreign_keys = ON");
        } catch (const StorageError&) {
            // The migration has failed; the connection is not used further.
        }
    }

    ForeignKeysOff(const ForeignKeysOff&) = delete;
    ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;
    ForeignKeysOff(ForeignKeysOff&&) = delete;
    ForeignKeysOff& operator=(ForeignKeysOff&&) = delete;

  private:
    Connection& connection_;
};

}  // namespace

void refuse_foreign_file(Connection& connection) {
    const int application = pragma_number(connection, "application_id");
    if (application == kApplicationId) {
        return;
    }
    auto tables = connection.query(kTables);
    const bool empty = tables.step() && tables.integer(0) == 0;
    if (schema_of(connection) != 0 || application != 0 || !empty) {
        throw StorageError(Code::Other,
                           "migrate",
                           fmt::format("{} is the database of another program; [database] path "
                                       "must name a file of sammachip's own",
                                       connection.path().string()));
    }
}

int newest_schema() {
    return newest_of(embedded::migrations());
}

int schema_of(Connection& connection) {
    return pragma_number(connection, "user_version");
}

int migrate(Connection& connection, Instant now) {
    return migrate(connection, embedded::migrations(), now);
}

int migrate(Connection& connection, std::span<const embedded::File> files, Instant now) {
    const int version = schema_of(connection);
    refuse_foreign_file(connection);
    const int newest = newest_of(files);
    if (version > newest) {
        refuse_newer(connection, version, newest);
    }
    int applied = 0;
    const ForeignKeysOff foreign_keys_off(connection);
    for (const auto& file : files) {
        if (number_of(file.name) <= version) {
            continue;
        }
        try {
            apply(connection, file, now);
        } catch (const StorageError& error) {
            throw StorageError(error.code(),
                               file.name,
                               fmt::format("cannot bring {} to this program's schema ({}); the "
                                           "file is as it was before this step",
                                           connection.path().string(),
                                           error.what()));
        }
        ++applied;
    }
    return applied;
}

void require_current_schema(Connection& connection) {
    const int version = schema_of(connection);
    refuse_foreign_file(connection);
    const int newest = newest_schema();
    if (version > newest) {
        refuse_newer(connection, version, newest);
    }
    if (version < newest) {
        throw StorageError(Code::Other,
                           "migrate",
                           fmt::format("{} has the older schema {} (this program needs {}); start "
                                       "the server once, it brings the file up to date",
                                       connection.path().string(),
                                       version,
                                       newest));
    }
}

std::string check_structure(Connection& connection, CheckDepth depth) {
    std::string result;
    try {
        auto lines = connection.query(depth == CheckDepth::Quick ? kQuickCheck : kFullCheck);
        while (lines.step()) {
            result += (result.empty() ? "" : "; ") + lines.text(0);
        }
    } catch (const StorageError& error) {
        if (error.code() != Code::Corrupt) {
            throw;
        }
        result += (result.empty() ? "" : "; ") + std::string(error.what());
    }
    return result;
}

}  // namespace storage
