#include "storage/joined_writes.h"

#include "storage/transaction.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <string>

using storage::Connection;
using storage::Sql;
using storage::StorageError;
using storage::Transaction;
using support::TempDatabase;

namespace {

constexpr Sql kPut{"test.put", "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)"};
constexpr Sql kGet{"test.get", "SELECT value FROM meta WHERE key = ?1"};
constexpr const char* kCount = "SELECT count(*) FROM meta WHERE key LIKE 'k%'";

std::atomic<int> writes = 0;
std::atomic<bool> disk_is_full = false;

ssize_t counted_write(int file, const void* bytes, size_t count, off_t offset) {
    ++writes;
    if (disk_is_full) {
        errno = ENOSPC;
        return -1;
    }
    return ::pwrite(file, bytes, count, offset);
}

// SQLite's writes pass by here while it lives.
class WatchedWrites {
  public:
    WatchedWrites() {
        writes = 0;
        disk_is_full = false;
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            before_[i] = vfs_->xGetSystemCall(vfs_, kNames[i]);
            set(i, reinterpret_cast<sqlite3_syscall_ptr>(counted_write));
        }
    }

    ~WatchedWrites() {
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            set(i, before_[i]);
        }
    }

    WatchedWrites(const WatchedWrites&) = delete;
    WatchedWrites& operator=(const WatchedWrites&) = delete;
    WatchedWrites(WatchedWrites&&) = delete;
    WatchedWrites& operator=(WatchedWrites&&) = delete;

  private:
    static constexpr std::array<const char*, 2> kNames{"pwrite", "pwrite64"};

    void set(std::size_t i, sqlite3_syscall_ptr call) {
        if (before_[i] != nullptr) {
            vfs_->xSetSystemCall(vfs_, kNames[i], call);
        }
    }

    sqlite3_vfs* vfs_ = sqlite3_vfs_find(nullptr);
    std::array<sqlite3_syscall_ptr, 2> before_{};
};

void put_thousands(Connection& connection, int from, int to) {
    for (int i = from; i < to; ++i) {
        connection.run(kPut, "k" + std::to_string(i), std::string(1000, 'x'));
    }
}

bool is_sound(Connection& connection) {
    return connection.single_value("test", "PRAGMA integrity_check") == "ok";
}

}  // namespace

TEST_CASE("a commit of many pages is a few writes", "[storage]") {
    TempDatabase db;
    const WatchedWrites watched;
    Transaction transaction(db.connection);
    put_thousands(db.connection, 0, 800);
    transaction.commit();
    CHECK(writes > 0);
    CHECK(writes < 20);  // of 128 KB; two a page were four hundred
}

TEST_CASE("others see what was written in pieces when it is committed, and all of it",
          "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    {
        Transaction transaction(db.connection);
        put_thousands(db.connection, 0, 800);
        CHECK(reader.single_value("test", kCount) == "0");
        transaction.commit();
    }
    CHECK(reader.single_value("test", kCount) == "800");
    CHECK(is_sound(reader));
    CHECK(is_sound(db.connection));
}

TEST_CASE("a transaction reads its own pages from the log before it is committed", "[storage]") {
    TempDatabase db;
    db.connection.run_script("test", "PRAGMA cache_size = 10");
    {
        const Transaction transaction(db.connection);
        put_thousands(db.connection, 0, 800);
        for (int i = 0; i < 800; i += 7) {
            auto row = db.connection.query(kGet, "k" + std::to_string(i));
            REQUIRE(row.step());
            CHECK(row.view(0).size() == 1000);
        }
        put_thousands(db.connection, 400, 900);  // pages in the log already are written again
    }
    CHECK(db.value(kCount) == "0");  // it was not committed
    {
        Transaction transaction(db.connection);
        put_thousands(db.connection, 0, 100);
        transaction.commit();
    }
    auto reader = db.reader();
    CHECK(reader.single_value("test", kCount) == "100");
    CHECK(is_sound(reader));
}

TEST_CASE("when the disk is full the commit says so, and the next one goes on", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    {
        const WatchedWrites watched;
        Transaction transaction(db.connection);
        put_thousands(db.connection, 0, 50);
        disk_is_full = true;
        try {
            transaction.commit();
            FAIL("it was committed");
        } catch (const StorageError& error) {
            CHECK(error.code() == StorageError::Code::Full);
        }
        disk_is_full = false;
    }
    CHECK(reader.single_value("test", kCount) == "0");
    Transaction transaction(db.connection);
    put_thousands(db.connection, 0, 30);
    transaction.commit();
    CHECK(reader.single_value("test", kCount) == "30");
    CHECK(is_sound(reader));
}
