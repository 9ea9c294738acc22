#include "storage/error.h"

#include <sqlite3.h>

namespace storage {

StorageError::StorageError(Code code, std::string_view statement, std::string_view message)
    : std::runtime_error(statement.empty() ? std::string(message)
                                           : std::string(statement) + ": " + std::string(message)),
      code_(code),
      statement_(statement) {}

std::string_view name_of(StorageError::Code code) noexcept {
    switch (code) {
        case StorageError::Code::Busy:
            return "busy";
        case StorageError::Code::Constraint:
            return "constraint";
        case StorageError::Code::Corrupt:
            return "corrupt";
        case StorageError::Code::Full:
            return "full";
        case StorageError::Code::ReadOnly:
            return "read_only";
        case StorageError::Code::NewerSchema:
            return "newer_schema";
        case StorageError::Code::Other:
            break;
    }
    return "other";
}

StorageError::Code code_of_sqlite(int result) noexcept {
    switch (result & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return StorageError::Code::Busy;
        case SQLITE_CONSTRAINT:
            return StorageError::Code::Constraint;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return StorageError::Code::Corrupt;
        case SQLITE_FULL:
            return StorageError::Code::Full;
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return StorageError::Code::ReadOnly;
        default:
            return StorageError::Code::Other;
    }
}

}  // namespace storage
