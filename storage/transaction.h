#pragma once
#include "storage/connection.h"

namespace storage {

// A write transaction: BEGIN IMMEDIATE here, rolled back at the end unless commit() was called.
class Transaction {
  public:
    explicit Transaction(Connection& connection);  // Throws StorageError: Busy
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction(Transaction&&) = delete;
    Transaction& operator=(Transaction&&) = delete;

    // Throws StorageError when it could not be made durable; then nothing of it is.
    void commit();

  private:
    Connection& connection_;
    bool open_ = true;
};

// A part of a transaction that can be undone alone.
class Savepoint {
  public:
    explicit Savepoint(Connection& connection);
    ~Savepoint();
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    Savepoint(Savepoint&&) = delete;
    Savepoint& operator=(Savepoint&&) = delete;

    void keep();

  private:
    Connection& connection_;
    bool open_ = true;
};

// A read transaction: all queries inside see the database as it was at the first one.
class Snapshot {
  public:
    explicit Snapshot(Connection& connection);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    Snapshot(Snapshot&&) = delete;
    Snapshot& operator=(Snapshot&&) = delete;

  private:
    Connection& connection_;
};

}  // namespace storage
