#include "storage/backup.h"

#include "storage/database.h"
#include "storage/inbox.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

using storage::Connection;
using storage::StorageError;
using support::kNow;
using support::say;
using support::TempDatabase;

namespace {

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

void record(Connection& connection, const std::string& event_id) {
    static_cast<void>(storage::Inbox(connection).record(say(event_id, "x"), {}, kNow));
}

}  // namespace

TEST_CASE("a backup under writes holds everything that was acknowledged before it", "[storage]") {
    const support::TempFolder folder;
    const auto target = folder.path() / "backup.db";
    const auto database = storage::Database::open(folder.path() / "office.db");
    std::atomic<int> acknowledged = 0;
    std::atomic<bool> enough = false;
    std::jthread writing([&] {
        while (!enough) {
            const int next = acknowledged + 1;
            database->writer().run(
                [next](Connection& connection) { record(connection, std::to_string(next)); });
            acknowledged = next;
        }
    });
    while (acknowledged < 20) {
        std::this_thread::yield();
    }
    auto reader = database->reader();
    const int before = acknowledged;
    const auto result = storage::make_backup(reader, target);
    enough = true;
    writing.join();
    CHECK(result.bytes == std::filesystem::file_size(target));
    CHECK(storage::verify_backup(target).schema == storage::newest_schema());
    auto copy = Connection::open_reader(target);
    CHECK(storage::Inbox(copy).counts().done >= before);
    CHECK_FALSE(std::filesystem::exists(target.string() + "-wal"));

    struct stat info {};

    REQUIRE(::stat(target.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0600U);
}

TEST_CASE("one flipped byte or a lost checksum is noticed", "[storage]") {
    TempDatabase db;
    const auto target = db.folder.path() / "backup.db";
    storage::make_backup(db.connection, target);
    const std::string good = bytes_of(target);
    for (const std::size_t at : {std::size_t{100}, good.size() / 2, good.size() - 1}) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        write_bytes(target, bad);
        CAPTURE(at);
        CHECK_THROWS_AS(storage::verify_backup(target), StorageError);
    }
    write_bytes(target, good.substr(0, good.size() - 4096));
    CHECK_THROWS_AS(storage::verify_backup(target), StorageError);
    write_bytes(target, good);
    CHECK_NOTHROW(storage::verify_backup(target));
    std::filesystem::remove(target.string() + ".sha256");
    CHECK_THROWS_AS(storage::verify_backup(target), StorageError);
    CHECK_THROWS_AS(storage::verify_backup(db.folder.path() / "none.db"), StorageError);
}

TEST_CASE("the last good backup is kept when a new one takes its place, or cannot", "[storage]") {
    TempDatabase db;
    const auto target = db.folder.path() / "backup.db";
    const auto first = storage::make_backup(db.connection, target);
    record(db.connection, "e1");
    const auto second = storage::make_backup(db.connection, target);
    CHECK(first.sha256 != second.sha256);
    CHECK_NOTHROW(storage::verify_backup(target));
    CHECK_NOTHROW(storage::verify_backup(target.string() + ".previous"));
    // A database with a broken reference makes no backup.
    db.connection.run_script(
        "test", "PRAGMA foreign_keys = OFF; INSERT INTO wrong_code VALUES (1, 99, '')");
    CHECK_THROWS_AS(storage::make_backup(db.connection, target), StorageError);
    CHECK(storage::verify_backup(target).households == 0);
    CHECK_FALSE(std::filesystem::exists(target.string() + ".new"));
    CHECK_THROWS_AS(storage::make_backup(db.connection, db.folder.path() / "none" / "b.db"),
                    StorageError);
}

TEST_CASE("a restored database is the one that was saved, and the old one stays", "[storage]") {
    const support::TempFolder folder;
    const auto path = folder.path() / "office.db";
    const auto target = folder.path() / "backup.db";
    {
        const auto database = storage::Database::open(path);
        database->writer().run([](Connection& connection) {
            support::add_house(connection, "1");
            record(connection, "e1");
        });
        auto reader = database->reader();
        storage::make_backup(reader, target);
        database->writer().run([](Connection& connection) { record(connection, "e2"); });
        CHECK_THROWS_AS(storage::restore_backup(target, path), StorageError);
    }
    CHECK(storage::restore_backup(target, path).households == 1);
    {
        const auto database = storage::Database::open(path);
        auto reader = database->reader();
        CHECK(storage::Inbox(reader).seen("line", "e1"));
        CHECK_FALSE(storage::Inbox(reader).seen("line", "e2"));
    }
    auto before = Connection::open_reader(path.string() + ".before-restore");
    CHECK(storage::Inbox(before).seen("line", "e2"));
    write_bytes(target, "no backup");
    const std::string now = bytes_of(path);
    CHECK_THROWS_AS(storage::restore_backup(target, path), StorageError);
    CHECK(bytes_of(path) == now);
}
