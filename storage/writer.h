#pragma once
#include "storage/connection.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>

namespace storage {

// The one writer of a database: a thread that owns the writing connection and commits in groups.
// Every job that waits runs in a savepoint of its own inside one transaction; one commit makes all
// of them durable, then all who wait are released. A job that throws is undone alone. If the commit
// fails, nothing of the group is stored and everyone gets the StorageError; the next group starts
// afresh, so that work goes on by itself when a full disk has space again.
//
// All functions may be called from any thread but a job's own.
class Writer {
  public:
    using Job = std::function<void(Connection&)>;
    // Called after the commit, by one thread at a time and never within a job: null, what the job
    // threw, or the StorageError of the group. Must be quick and must not throw.
    using Done = std::function<void(std::exception_ptr)>;

    // Waiting turns are taken first; background work always gets a part of each group. What comes
    // Along alone makes no group of its own for a few milliseconds: it goes with the next one, at
    // its head.
    enum class Priority { Turn, Background, Along };

    enum class Outcome {
        Committed,   // it is on disk
        NotTaken,    // the queue was full or the time was over before it began: nothing happened
        Unfinished,  // it was begun and may still be committed
    };

    struct Limits {
        std::size_t queue = 8192;  // jobs waiting
        std::size_t group = 256;   // jobs in one transaction
    };

    struct Stats {
        std::uint64_t jobs = 0;           // committed
        std::uint64_t failed_jobs = 0;    // undone alone
        std::uint64_t groups = 0;         // committed
        std::uint64_t failed_groups = 0;  // not committed
        std::uint64_t checkpoints = 0;
        std::size_t waiting = 0;
        std::int64_t wal_bytes = 0;
        std::chrono::microseconds busy{};  // time spent in groups
        bool last_commit_ok = true;        // false: the last group was not stored
    };

    // Takes the connection and starts the thread.
    explicit Writer(Connection connection);
    Writer(Connection connection, Limits limits);
    // stop()s.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    Writer(Writer&&) = delete;
    Writer& operator=(Writer&&) = delete;

    // Runs a job and returns when it is on disk. Throws what the job threw; StorageError when it
    // could not be stored or the writer is stopped. Waits as long as the queue is full.
    void run(const Job& job, Priority priority = Priority::Background);
    // The same with a deadline. After Unfinished the job may still run: it must own all it uses.
    [[nodiscard]] Outcome try_run_for(std::chrono::milliseconds time,
                                      Job job,
                                      Priority priority = Priority::Turn);
    // Leaves the job and returns at once; false when the queue is full or the writer is stopped:
    // then `done` is never called.
    [[nodiscard]] bool submit(Job job, Done done, Priority priority = Priority::Turn);

    // What was deleted is to leave the write-ahead log, too: moves it into the file and shortens it
    // to nothing, at the next moment without work and without a reader in the way.
    void shorten_wal();

    // From now on every job gets a StorageError (Corrupt) with this message: damage was found.
    void refuse(std::string message);

    // Runs what is queued, moves the whole WAL into the file and closes it. Safe to call twice.
    void stop();

    [[nodiscard]] Stats stats() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace storage
