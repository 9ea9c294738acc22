#include "storage/connection.h"

#include "storage/transaction.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <fstream>
#include <functional>

using storage::Connection;
using storage::Sql;
using storage::StorageError;
using support::TempDatabase;
using support::TempFolder;

namespace {

constexpr Sql kPut{"test.put", "INSERT INTO meta (key, value) VALUES (?1, ?2)"};
constexpr Sql kGet{"test.get", "SELECT value FROM meta WHERE key = ?1"};
constexpr Sql kTables{"test.tables", R"sql(
SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) i
WHERE m.type = 'table' AND i.name = 'id' AND i.pk = 1)sql"};
constexpr Sql kPair{"test.pair", "SELECT ?1, ?2"};

StorageError::Code code_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const StorageError& error) {
        return error.code();
    }
    throw std::logic_error("no StorageError came");
}

}  // namespace

TEST_CASE("every connection has the settings the promises rest on", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    const auto both = [&](const char* pragma, const char* expected) {
        CAPTURE(pragma);
        const std::string sql = std::string("PRAGMA ") + pragma;
        CHECK(db.connection.single_value("test", sql) == expected);
        CHECK(reader.single_value("test", sql) == expected);
    };
    both("journal_mode", "wal");
    both("synchronous", "2");
    both("foreign_keys", "1");
    both("busy_timeout", "5000");
    both("trusted_schema", "0");
    both("cell_size_check", "1");
    both("mmap_size", "0");
    both("wal_autocheckpoint", "0");
    CHECK(reader.single_value("test", "PRAGMA query_only") == "1");
    CHECK_THROWS_AS(db.connection.run_script("test", "SELECT \"no such column\""), StorageError);
    CHECK_THROWS_AS(db.connection.run_script("test", "ATTACH ':memory:' AS other"), StorageError);
}

TEST_CASE("the database and its log are for the service's account alone", "[storage]") {
    TempDatabase db;
    for (const char* ending : {"", "-wal", "-shm"}) {
        struct stat info {};

        REQUIRE(::stat((db.path.string() + ending).c_str(), &info) == 0);
        CAPTURE(ending);
        CHECK((info.st_mode & 0777U) == 0600U);
    }
}

TEST_CASE("a database that everybody may read is refused", "[storage]") {
    const TempFolder folder;
    const auto path = folder.path() / "open.db";
    { const auto made = Connection::open_writer(path); }
    std::filesystem::permissions(path, std::filesystem::perms(0644));
    CHECK(code_of([&] { static_cast<void>(Connection::open_writer(path)); }) ==
          StorageError::Code::ReadOnly);
    CHECK(code_of([&] { static_cast<void>(Connection::open_reader(path)); }) ==
          StorageError::Code::ReadOnly);
    std::filesystem::permissions(path, std::filesystem::perms(0640));
    CHECK_NOTHROW(static_cast<void>(Connection::open_writer(path)));
}

TEST_CASE("what is no database is refused and left as it is", "[storage]") {
    const TempFolder folder;
    const auto path = folder.path() / "letter.db";
    const std::string letter(5000, 'x');
    std::ofstream(path) << letter;
    std::filesystem::permissions(path, std::filesystem::perms(0600));
    CHECK(code_of([&] { static_cast<void>(Connection::open_writer(path)); }) ==
          StorageError::Code::Corrupt);
    CHECK(std::filesystem::file_size(path) == letter.size());
    CHECK(code_of([&] { static_cast<void>(Connection::open_reader(folder.path() / "none.db")); }) ==
          StorageError::Code::ReadOnly);
    CHECK(code_of([&] {
              static_cast<void>(Connection::open_writer(folder.path() / "none" / "x.db"));
          }) == StorageError::Code::ReadOnly);
}

TEST_CASE("a text is stored byte for byte, or not at all when it is no UTF-8", "[storage]") {
    TempDatabase db;
    const std::string text("ก\0ข", 7);
    db.connection.run(kPut, "nul", text);
    {
        auto row = db.connection.query(kGet, "nul");
        REQUIRE(row.step());
        CHECK(row.text(0) == text);
    }
    const auto broken = GENERATE(as<std::string>{},
                                 "\xff",
                                 "12345678\xe0\xb8",
                                 "\xed\xa0\x80",
                                 "\xc0\xaf",
                                 "\xf4\x90\x80\x80");
    CHECK_THROWS_AS(db.connection.run(kPut, "broken", broken), StorageError);
    CHECK(db.value("SELECT count(*) FROM meta WHERE key = 'broken'") == "0");
}

TEST_CASE("UTF-8 is told from what is not", "[storage]") {
    CHECK(storage::is_valid_utf8(""));
    CHECK(storage::is_valid_utf8("รายได้ 8,500 บาท 🙂"));
    CHECK_FALSE(storage::is_valid_utf8("abcdefg\x80"));
    CHECK_FALSE(storage::is_valid_utf8("abcdefgh\xe0\xb8"));
}

TEST_CASE("a statement is clean at its next use", "[storage]") {
    TempDatabase db;
    {
        auto row = db.connection.query(kPair, 1, 2);
        REQUIRE(row.step());
        CHECK_THROWS_AS(static_cast<void>(db.connection.query(kPair, 3)), std::logic_error);
        CHECK(row.integer(1) == 2);
    }
    auto row = db.connection.query(kPair, 5);
    REQUIRE(row.step());
    CHECK(row.integer(0) == 5);
    CHECK(row.is_null(1));
}

TEST_CASE("errors name the statement and never a value", "[storage]") {
    TempDatabase db;
    db.connection.run(kPut, "secret key", "secret value");
    try {
        db.connection.run(kPut, "secret key", "other");
        FAIL("a second row was stored");
    } catch (const StorageError& error) {
        CHECK(error.code() == StorageError::Code::Constraint);
        CHECK(error.statement() == "test.put");
        CHECK_THAT(error.what(), !Catch::Contains("secret"));
    }
}

TEST_CASE("what was not committed is not there", "[storage]") {
    TempDatabase db;
    {
        const storage::Transaction transaction(db.connection);
        db.connection.run(kPut, "a", "1");
    }
    {
        storage::Transaction transaction(db.connection);
        db.connection.run(kPut, "b", "1");
        {
            const storage::Savepoint savepoint(db.connection);
            db.connection.run(kPut, "c", "1");
        }
        {
            storage::Savepoint savepoint(db.connection);
            db.connection.run(kPut, "d", "1");
            savepoint.keep();
        }
        transaction.commit();
    }
    CHECK(db.value("SELECT group_concat(key) FROM meta WHERE length(key) = 1") == "b,d");
}

TEST_CASE("a reader cannot write and sees a snapshot", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    CHECK(code_of([&] { reader.run(kPut, "a", "1"); }) == StorageError::Code::ReadOnly);
    const storage::Snapshot snapshot(reader);
    CHECK_FALSE(reader.query(kGet, "b").step());
    db.connection.run(kPut, "b", "1");
    CHECK_FALSE(reader.query(kGet, "b").step());
}

TEST_CASE("ids grow, also over a restart and a clock set back", "[storage]") {
    TempDatabase db;
    using storage::RowId;
    const auto first = db.connection.new_id<storage::InboxId>(support::kNow);
    const auto second = db.connection.new_id<storage::InboxId>(support::kNow);
    CHECK(first < second);
    db.connection.run_script(
        "test",
        "INSERT INTO notice (id, version, language, text, in_force_from, created_at) VALUES (" +
            std::to_string(second.value) + ", 'v', 'th', '', '', '')");
    auto again = Connection::open_writer(db.path);
    CHECK(again.new_id<RowId>(support::kNow - std::chrono::hours(24)).value > second.value);
}

TEST_CASE("every table with ids is asked for the highest one", "[storage]") {
    TempDatabase db;
    auto tables = db.reader();
    int count = 0;
    auto rows = tables.query(kTables);
    while (rows.step()) {
        ++count;
        const std::string table = rows.text(0);
        CAPTURE(table);
        TempDatabase other;
        other.connection.run_script("test",
                                    "PRAGMA foreign_keys = OFF; "
                                    "PRAGMA ignore_check_constraints = ON");
        // Every column that must be filled gets its own name, or a 1 where it is a number.
        const std::string columns =
            tables.single_value("test",
                                "SELECT group_concat(name) FROM pragma_table_info('" + table +
                                    "') WHERE [notnull] AND name <> 'id'");
        const std::string values = tables.single_value(
            "test",
            "SELECT group_concat(iif(type = 'INTEGER', '1', iif(type = 'BLOB', 'x''00''', "
            "'''x'''))) FROM pragma_table_info('" +
                table + "') WHERE [notnull] AND name <> 'id'");
        const std::int64_t high = std::int64_t{1} << 62;
        other.connection.run_script("test",
                                    "INSERT INTO " + table + " (id, " + columns + ") VALUES (" +
                                        std::to_string(high) + ", " + values + ")");
        CHECK(other.connection.new_id<storage::RowId>(support::kNow).value > high);
    }
    CHECK(count > 25);
}
