#include "storage/transaction.h"

namespace storage {

namespace {

constexpr Sql kBegin{"transaction.begin", "BEGIN IMMEDIATE"};
constexpr Sql kBeginRead{"transaction.begin_read", "BEGIN DEFERRED"};
constexpr Sql kCommit{"transaction.commit", "COMMIT"};
constexpr Sql kRollback{"transaction.rollback", "ROLLBACK"};
constexpr Sql kSavepoint{"savepoint.set", "SAVEPOINT job"};
constexpr Sql kRelease{"savepoint.keep", "RELEASE job"};
constexpr Sql kUndo{"savepoint.undo", "ROLLBACK TO job"};

void run_quietly(Connection& connection, const Sql& sql) noexcept {
    try {
        connection.run(sql);
    } catch (const StorageError&) {
        // SQLite has rolled back by itself, as it does when the disk is full.
    }
}

}  // namespace

Transaction::Transaction(Connection& connection) : connection_(connection) {
    connection_.run(kBegin);
}

Transaction::~Transaction() {
    if (open_ && connection_.in_transaction()) {
        run_quietly(connection_, kRollback);
    }
}

void Transaction::commit() {
    connection_.run(kCommit);
    open_ = false;
}

Savepoint::Savepoint(Connection& connection) : connection_(connection) {
    connection_.run(kSavepoint);
}

Savepoint::~Savepoint() {
    if (open_ && connection_.in_transaction()) {
        run_quietly(connection_, kUndo);
        run_quietly(connection_, kRelease);
    }
}

void Savepoint::keep() {
    connection_.run(kRelease);
    open_ = false;
}

Snapshot::Snapshot(Connection& connection) : connection_(connection) {
    connection_.run(kBeginRead);
}

Snapshot::~Snapshot() {
    if (connection_.in_transaction()) {
        run_quietly(connection_, kRollback);
    }
}

}  // namespace storage
