#include "storage/database.h"

#include "storage/health.h"
#include "storage/inbox.h"
#include "storage/outbox.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

using storage::Connection;
using storage::Database;
using storage::StorageError;
using support::kNow;
using support::say;
using support::TempFolder;

namespace {

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

StorageError::Code code_of_opening(const std::filesystem::path& path) {
    try {
        static_cast<void>(Database::open(path));
    } catch (const StorageError& error) {
        return error.code();
    }
    throw std::logic_error("it opened");
}

void record(Database& database, const std::string& event_id) {
    database.writer().run([&](Connection& connection) {
        const auto id = storage::Inbox(connection).record(say(event_id, "x"), {}, kNow);
        REQUIRE(id.has_value());
    });
}

}  // namespace

TEST_CASE("a second server on one database is refused", "[storage]") {
    const TempFolder folder;
    const auto path = folder.path() / "office.db";
    {
        const auto first = Database::open(path);
        CHECK(code_of_opening(path) == StorageError::Code::Busy);
        record(*first, "e1");
    }
    const auto again = Database::open(path);
    auto reader = again->reader();
    CHECK(storage::Inbox(reader).seen("line", "e1"));
}

TEST_CASE("an orderly stop leaves one clean file", "[storage]") {
    const TempFolder folder;
    const auto path = folder.path() / "office.db";
    {
        const auto database = Database::open(path);
        record(*database, "e1");
        CHECK_FALSE(database->check().after_unclean_stop);
    }
    CHECK_FALSE(std::filesystem::exists(path.string() + "-wal"));
    CHECK_FALSE(Database::open(path)->check().after_unclean_stop);
}

TEST_CASE("after a kill the file is looked over whole and everything acknowledged is there",
          "[storage][crash]") {
    const TempFolder folder;
    const auto path = folder.path() / "office.db";
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const auto database = Database::open(path);
        for (int i = 0; i < 20; ++i) {
            record(*database, std::to_string(i));
        }
        ::raise(SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    const auto database = Database::open(path);
    CHECK(database->check().after_unclean_stop);
    CHECK(database->check().state == Database::Check::State::Ok);
    auto reader = database->reader();
    CHECK(storage::Inbox(reader).counts().done == 20);
}

TEST_CASE("a damaged file is refused with the way out, and not touched", "[storage]") {
    const TempFolder folder;
    const auto path = folder.path() / "office.db";
    { const auto made = Database::open(path); }
    std::string bytes = bytes_of(path);
    const std::size_t page = 4096;
    for (std::size_t at = page; at + page < bytes.size(); at += 2 * page) {
        bytes.replace(at, 64, std::string(64, '\x7f'));
    }
    std::ofstream(path, std::ios::binary) << bytes;
    try {
        static_cast<void>(Database::open(path));
        FAIL("it opened");
    } catch (const StorageError& error) {
        CHECK(error.code() == StorageError::Code::Corrupt);
        CHECK_THAT(error.what(), Catch::Contains("restore") && Catch::Contains(path.string()));
    }
    CHECK(bytes_of(path) == bytes);
}

TEST_CASE("another program's database is refused before a byte of it changes", "[storage]") {
    const TempFolder folder;
    const auto path = folder.path() / "songs.db";
    std::ofstream(path).close();
    std::filesystem::permissions(
        path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    {
        auto other = Connection::open_writer(path);
        other.run_script("test", "CREATE TABLE songs (title TEXT); PRAGMA journal_mode = DELETE");
    }
    const std::string bytes = bytes_of(path);
    CHECK_THROWS_WITH(static_cast<void>(Database::open(path)),
                      Catch::Contains("another program") && Catch::Contains("[database] path"));
    CHECK(bytes_of(path) == bytes);
}

TEST_CASE("health says in words what an operator must do", "[storage]") {
    const TempFolder folder;
    const auto database = Database::open(folder.path() / "office.db");
    auto reader = database->reader();
    record(*database, "e1");
    auto health = storage::look_at_health(*database, reader, kNow);
    CHECK(health.disk.bytes > 0);
    health.disk = {100, 50};
    CHECK(health.problems().empty());
    database->writer().run([](Connection& connection) {
        storage::Outbox::Draft draft;
        draft.channel = "line";
        draft.address = "line:U1";
        storage::Outbox(connection).enqueue(draft, kNow);
        storage::Inbox(connection).record_dead(say("e2", "x"), "it threw", kNow);
    });
    health = storage::look_at_health(*database, reader, kNow + std::chrono::minutes(11));
    CHECK(health.queued == 1);
    CHECK(health.dead_letters == 1);
    CHECK(health.oldest_due == std::chrono::minutes(11));
    health.disk = {100, 4};
    CHECK(health.problems().size() == 2);
    database->writer().refuse("page 7 is broken");
    health = storage::look_at_health(*database, reader, kNow);
    CHECK_FALSE(health.writer.last_commit_ok);
}
