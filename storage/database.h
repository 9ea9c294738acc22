#pragma once
#include "storage/connection.h"
#include "storage/writer.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace storage {

// The database of a running program: locked against a second server, looked over, migrated, with
// its one writer and as many readers as are asked for.
class Database {
  public:
    struct Check {
        enum class State { Running, Ok, Damaged } state = State::Running;
        bool after_unclean_stop = false;
        std::string result;  // "ok" or what is wrong
    };

    // Opens (or makes) the file. Order: lock, structure looked over by a reader that changes
    // nothing, migrations, writer. The look is quick_check, after an unclean stop integrity_check;
    // of a file above 8 MB it goes on beside the running program, and damage found then stops all
    // writing. Throws StorageError: Busy when another server runs on the file, Corrupt when it is
    // damaged (the file stays as it was; the text names the restore command), NewerSchema,
    // ReadOnly, Full.
    [[nodiscard]] static std::unique_ptr<Database> open(const std::filesystem::path& path);

    // Stops the writer, moves the WAL into the file and gives up the lock.
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    Database(Database&&) = delete;
    Database& operator=(Database&&) = delete;

    [[nodiscard]] Writer& writer();
    // A new read-only connection.
    [[nodiscard]] Connection reader() const;
    [[nodiscard]] const std::filesystem::path& path() const;

    [[nodiscard]] Check check() const;

  private:
    struct State;
    explicit Database(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace storage
