#include "storage/migrations.h"

#include "embedded/migrations.h"
#include "tests/support/old_schema.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

using storage::Connection;
using storage::StorageError;
using support::kNow;
using support::TempDatabase;
using support::TempFolder;

namespace {

// About as many steps of SQLite's machine as the first migration takes.
constexpr unsigned kMigrationSteps = 4000;

StorageError::Code code_of_migrating(Connection& connection) {
    try {
        storage::migrate(connection, kNow);
    } catch (const StorageError& error) {
        return error.code();
    }
    throw std::logic_error("it migrated");
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a new file gets the whole schema once, and a number of its own", "[storage]") {
    TempDatabase db;
    CHECK(storage::schema_of(db.connection) == storage::newest_schema());
    CHECK(storage::migrate(db.connection, kNow) == 0);
    CHECK(db.value("PRAGMA foreign_keys") == "1");
    CHECK(db.value("SELECT count(*) FROM meta WHERE key = 'node'") == "1");
    CHECK(db.value("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE "
                   "'%STRICT'") == "0");
    CHECK(storage::check_structure(db.connection, storage::CheckDepth::Full) == "ok");
}

TEST_CASE("every foreign key that is followed backwards has an index", "[storage]") {
    TempDatabase db;
    // Deleting or erasing a parent must not read a whole table. Left out on purpose: what is
    // written with every message, and parents that are never deleted.
    CHECK(db.value(R"sql(
SELECT group_concat(name) FROM (SELECT m.name || '.' || f.[from] AS name FROM sqlite_master m
JOIN pragma_foreign_key_list(m.name) f
WHERE m.type = 'table' AND NOT EXISTS (
    SELECT 1 FROM pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i
    WHERE i.seqno = 0 AND i.name = f.[from])
AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.pk = 1 AND c.name = f.[from])
ORDER BY 1))sql") ==
          "consent.contact,consent.person,content_fetch.attachment,inbox.contact,"
          "invite.used_by,outbox.contact,outbox.inbox,request.attachment,"
          "request.contact,submission.message");
}

TEST_CASE("messages of an older file keep everything, and what refers to them, at an upgrade",
          "[storage]") {
    const TempFolder folder;
    auto connection = support::with_schema(folder, 15);
    connection.run_script("test", R"sql(
INSERT INTO outbox (id, channel, address, state, retry_key, attempts, priority, messages,
    reply_token, reply_token_at, way, due_at, expires_at, provider_id, reason, created_at,
    updated_at, notice, push_cost)
VALUES (7, 'line', 'line:U1', 'expired', 'key-7', 3, 5, '[]', 'tok', 't1', 'push', 't2', 't3',
    'p-7', 'too_late', 't4', 't5', 'n', 2);
INSERT INTO outbox (id, channel, address, state, retry_key, priority, messages, due_at, created_at,
    updated_at, instead_of)
VALUES (9, 'sms', 'tel:+661', 'queued', 'key-9', 0, '[]', 't', 't', 't', 7);
INSERT INTO delivery (id, outbox, attempt, way, result, created_at)
VALUES (8, 7, 1, 'push', 'sent', 't');
)sql");
    const auto all = [&] {
        return connection.single_value("test", R"sql(
SELECT group_concat(concat, ';') FROM (SELECT
    id || channel || address || state || retry_key || attempts || priority || messages ||
    ifnull(reply_token || reply_token_at || way || expires_at || provider_id || reason || notice, '-')
    || reply_only || due_at || created_at || updated_at || ifnull(instead_of, '-') || push_cost
    AS concat FROM outbox ORDER BY id))sql");
    };
    const std::string before = all();
    CHECK(storage::migrate(connection, kNow) == storage::newest_schema() - 15);
    CHECK(all() == before);
    CHECK(connection.single_value("test", "PRAGMA foreign_key_check").empty());
    CHECK_THROWS_AS(connection.run_script("test", "UPDATE outbox SET state = 'lost' WHERE id = 7"),
                    StorageError);
    CHECK_THROWS_AS(connection.run_script("test", "DELETE FROM outbox WHERE id = 7"), StorageError);
}

TEST_CASE("a file of a newer program is refused", "[storage]") {
    TempDatabase db;
    db.connection.run_script("test", "PRAGMA user_version = 999");
    CHECK(code_of_migrating(db.connection) == StorageError::Code::NewerSchema);
    auto reader = db.reader();
    CHECK_THROWS_AS(storage::require_current_schema(reader), StorageError);
}

TEST_CASE("the database of another program is refused and left as it was", "[storage]") {
    const TempFolder folder;
    auto connection = Connection::open_writer(folder.path() / "other.db");
    connection.run_script("test", "CREATE TABLE songs (title TEXT)");
    CHECK(code_of_migrating(connection) == StorageError::Code::Other);
    CHECK(connection.single_value("test", "SELECT group_concat(name) FROM sqlite_master") ==
          "songs");
}

TEST_CASE("a migration that fails leaves the schema before it", "[storage]") {
    TempDatabase db;
    std::vector<embedded::File> files(embedded::migrations().begin(), embedded::migrations().end());
    files.push_back({"9998_good.sql", "CREATE TABLE good (id INTEGER PRIMARY KEY) STRICT;"});
    files.push_back({"9999_bad.sql", "CREATE TABLE bad (id INTEGER PRIMARY KEY); NONSENSE;"});
    CHECK_THROWS_AS(storage::migrate(db.connection, files, kNow), StorageError);
    CHECK(storage::schema_of(db.connection) == 9998);
    CHECK(db.value("SELECT group_concat(name) FROM sqlite_master WHERE name IN ('good', 'bad')") ==
          "good");
}

TEST_CASE("a migration that breaks a reference is refused", "[storage]") {
    TempDatabase db;
    support::add_house(db.connection, "1");
    std::vector<embedded::File> files(embedded::migrations().begin(), embedded::migrations().end());
    files.push_back({"9999_bad.sql", "DELETE FROM village;"});
    CHECK_THROWS_AS(storage::migrate(db.connection, files, kNow), StorageError);
    CHECK(db.value("SELECT count(*) FROM village") == "1");
}

TEST_CASE("killed at any moment of a migration the file has the old schema or the new",
          "[storage][crash]") {
    std::mt19937 random(20251205);
    int unfinished = 0;
    for (int round = 0; round < 20; ++round) {
        const TempFolder folder;
        const auto path = folder.path() / "office.db";
        const int steps = 1 + static_cast<int>(random() % kMigrationSteps);
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto connection = Connection::open_writer(path);
            int left = steps;
            const auto count = [](void* counter) {
                return --*static_cast<int*>(counter) == 0 ? ::raise(SIGKILL) : 0;
            };
            sqlite3_progress_handler(connection.handle(), 1, count, &left);
            storage::migrate(connection, kNow);
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        unfinished += WIFSIGNALED(status) ? 1 : 0;
        auto connection = Connection::open_writer(path);
        const int found = storage::schema_of(connection);
        CHECK((found == 0 || found == storage::newest_schema()));
        CHECK(storage::migrate(connection, kNow) == storage::newest_schema() - found);
        CHECK(storage::check_structure(connection, storage::CheckDepth::Full) == "ok");
    }
    CHECK(unfinished > 10);
}

TEST_CASE("damage in the file is found, and the file is left as it was", "[storage]") {
    TempDatabase db;
    // So many that the last pages hold nothing else: damage to the schema shows on opening.
    for (int i = 0; i < 1000; ++i) {
        support::add_house(db.connection, std::to_string(i));
    }
    REQUIRE(db.connection.checkpoint(true));
    const auto copy = db.folder.path() / "broken.db";
    std::string bytes = bytes_of(db.path);
    const std::size_t page = 4096;
    for (std::size_t at = bytes.size() - 10 * page; at < bytes.size(); at += page) {
        bytes.replace(at, 64, std::string(64, '\x7f'));
    }
    std::ofstream(copy, std::ios::binary) << bytes;
    std::filesystem::permissions(copy, std::filesystem::perms(0600));
    {
        auto reader = Connection::open_reader(copy);
        CHECK(storage::check_structure(reader, storage::CheckDepth::Quick) != "ok");
    }
    CHECK(bytes_of(copy) == bytes);
}
