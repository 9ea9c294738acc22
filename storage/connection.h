#pragma once
#include "storage/error.h"
#include "storage/ids.h"
#include "storage/statement.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace storage {

// One connection to the database file, with the settings everything relies on: WAL,
// synchronous=FULL, foreign keys, 5 s busy timeout, untrusted schema, cell size check, no
// double-quoted strings, defensive, no memory map. No connection ever checkpoints by itself. Used
// by one thread at a time.
//
// There is one writing connection a database (storage/writer owns it); readers are opened read-only
// and never block it.
class Connection {
  public:
    // Opens for writing; a file that is not there is made, mode 0600. Throws StorageError saying
    // what to do: ReadOnly when the file or folder may not be written or the file is readable by
    // everybody, Corrupt when it is no database.
    [[nodiscard]] static Connection open_writer(const std::filesystem::path& path);
    // Opens read-only; the file must be there.
    [[nodiscard]] static Connection open_reader(const std::filesystem::path& path);

    ~Connection();
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Prepares (once) and binds. The result is read row by row with step().
    template <class... Values>
    [[nodiscard]] Statement query(const Sql& sql, const Values&... values) {
        Statement statement(prepared(sql));
        statement.bind_all(values...);
        return statement;
    }

    template <class... Values>
    Statement query(const Sql&& sql, const Values&... values) = delete;

    // Prepares (once), binds and runs to the end; returns how many rows changed.
    template <class... Values>
    std::int64_t run(const Sql& sql, const Values&... values) {
        return Statement(prepared(sql)).run_with(values...);
    }

    template <class... Values>
    std::int64_t run(const Sql&& sql, const Values&... values) = delete;

    // Runs a script of statements without parameters (migrations, pragmas). `name` is for errors.
    void run_script(std::string_view name, const std::string& sql);
    // The single value a pragma or count answers, as text; empty for none.
    [[nodiscard]] std::string single_value(std::string_view name, const std::string& sql);

    // A new id for a row, unique also across offices. Only on the writing connection of a migrated
    // database.
    template <class IdType>
    [[nodiscard]] IdType new_id(Instant now) {
        return IdType{next_id(now)};
    }

    [[nodiscard]] const std::filesystem::path& path() const;
    [[nodiscard]] bool in_transaction() const;

    // Moves the WAL into the file as far as possible without waiting for anybody. With `truncate`
    // also shortens the WAL to nothing, which only works while no reader is in the way. Returns
    // whether everything was moved. Only the writer may call it.
    bool checkpoint(bool truncate);
    // Pages in the WAL after the last commit.
    [[nodiscard]] int wal_pages() const;

    // SQLite's own handle, for backup and the pieces of this room that need it.
    [[nodiscard]] sqlite3* handle() const;

  private:
    struct State;
    explicit Connection(std::unique_ptr<State> state);
    [[nodiscard]] Statement::Prepared& prepared(const Sql& sql);
    [[nodiscard]] std::int64_t next_id(Instant now);
    static Connection open(const std::filesystem::path& path, int flags);

    std::unique_ptr<State> state_;
};

}  // namespace storage
