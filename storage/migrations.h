#pragma once
#include "cmake/embedded_file.h"
#include "storage/connection.h"

#include <span>
#include <string>

// The schema as numbered SQL files that are built into the program (storage/migrations/NNNN_*.sql),
// each applied once, in order, in one transaction with its number (PRAGMA user_version). Killed in
// the middle of one, the file has either the old schema or the new, and the next start goes on.
namespace storage {

// The number of the newest migration this program knows.
[[nodiscard]] int newest_schema();
// The schema number of a file; 0 for an empty one.
[[nodiscard]] int schema_of(Connection& connection);

// Throws StorageError (Other) when it is another program's database. Writes nothing.
void refuse_foreign_file(Connection& connection);

// Brings the database to newest_schema(); returns how many migrations ran. Throws StorageError:
// NewerSchema when a newer program wrote the file, Other when it is another program's database.
int migrate(Connection& connection, Instant now);
// The same with other migrations, for tests.
int migrate(Connection& connection, std::span<const embedded::File> files, Instant now);

// Throws StorageError (NewerSchema, Other) unless the schema is exactly this program's: for
// readers, which cannot migrate.
void require_current_schema(Connection& connection);

// Looks the file's structure over: quickly, or with every index against its table. "ok" or what is
// wrong, in SQLite's words, at most ten lines. Works on a reader.
enum class CheckDepth { Quick, Full };
[[nodiscard]] std::string check_structure(Connection& connection, CheckDepth depth);

}  // namespace storage
