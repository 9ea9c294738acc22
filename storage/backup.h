#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace storage {

struct BackupResult {
    std::uintmax_t bytes = 0;
    std::string sha256;  // hex; also in <file>.sha256, as sha256sum writes it
};

// What a backup holds, to tell a person that it is the right one.
struct BackupContents {
    int schema = 0;
    std::int64_t households = 0;
    std::int64_t reports = 0;
    std::optional<Instant> newest_report;
};

// Copies a living database into `target` (mode 0600) in one step, checks the copy (structure,
// foreign keys) and writes its SHA-256 beside it. Everything committed before the call is in it.
// A backup of that name is replaced only when the new one is good, and stays as <target>.previous.
// Throws StorageError.
BackupResult make_backup(Connection& reader, const std::filesystem::path& target);

// Reads a backup through: checksum, structure, foreign keys, schema. Throws StorageError (Corrupt)
// with what is wrong.
BackupContents verify_backup(const std::filesystem::path& backup);

// Verifies the backup and puts a copy of it in the place of `database`; the database that was there
// stays as <database>.before-restore. Throws StorageError: Busy when a server runs on it.
BackupContents restore_backup(const std::filesystem::path& backup,
                              const std::filesystem::path& database);

}  // namespace storage
