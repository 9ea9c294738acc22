#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

namespace storage {

// The database could not do what was asked. The text of what() says in words what was tried and
// what to do; it holds no value of any row.
class StorageError : public std::runtime_error {
  public:
    enum class Code {
        Busy,         // somebody else holds the lock; trying again later helps
        Constraint,   // a rule of the schema was broken: a bug, or a row that is already there
        Corrupt,      // the file is damaged: restore a backup
        Full,         // the disk is full; goes on by itself when there is space
        ReadOnly,     // the file or its folder may not be written
        NewerSchema,  // the file was written by a newer program
        Other,
    };

    // `statement` names the SQL or the step, "outbox.claim", and is empty where there is none.
    StorageError(Code code, std::string_view statement, std::string_view message);

    [[nodiscard]] Code code() const noexcept { return code_; }

    [[nodiscard]] const std::string& statement() const noexcept { return statement_; }

  private:
    Code code_;
    std::string statement_;
};

// "busy", "constraint", …: for logs and metrics.
[[nodiscard]] std::string_view name_of(StorageError::Code code) noexcept;

// The code for one of SQLite's result codes (plain or extended).
[[nodiscard]] StorageError::Code code_of_sqlite(int result) noexcept;

}  // namespace storage
