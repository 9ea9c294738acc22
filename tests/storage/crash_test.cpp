#include "storage/database.h"
#include "storage/erasure.h"
#include "storage/fault_points.h"
#include "storage/imports.h"
#include "storage/inbox.h"
#include "storage/outbox.h"
#include "storage/requests.h"
#include "storage/retention.h"
#include "storage/turn_commit.h"
#include "tests/support/import_rows.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <set>
#include <vector>

// Kills the program at each named point, opens what it left, and checks that what was acknowledged
// is there, nothing is half there, and going on doubles nothing.

using conversation::Period;
using storage::Connection;
using storage::Database;
using storage::Outbox;
using storage::TurnCommit;
using support::kNow;
using support::say;
using support::TempFolder;
using support::words;

namespace {

constexpr int kTurns = 6;

// One turn that leaves an inbox row, a session, a report's revision and an answer.
void run_turn(Connection& connection, conversation::HouseholdId house, int number) {
    TurnCommit commit(connection);
    const auto message = say("e" + std::to_string(number), "8500");
    const auto start = commit.start(message, kNow);
    if (start.repeated) {
        return;
    }
    conversation::TurnResult result;
    result.session.emplace();
    result.session->notes["number"] = std::to_string(number);
    conversation::FormSubmitted form;
    form.form_id = "household_report";
    form.household = house;
    form.period = Period{2025, 11};
    form.entity = "household_report";
    form.instance_json = "{}";
    form.fields = {{"income_total", {std::to_string(number), {}, ""}}};
    result.events = {form};
    result.messages = {words("ขอบคุณค่ะ " + std::to_string(number))};
    commit.finish(start, message, result, result.messages, kNow);
}

void send_one(Connection& connection, std::vector<storage::OutboxId>& claimed) {
    for (const auto& row : Outbox(connection).claim({.channel = "line", .limit = 1}, kNow)) {
        claimed.push_back(row.id);
    }
}

// Another house is erased, and what is old let go of: it changes nothing for the turns.
void erase_the_neighbour(storage::Writer& writer) {
    writer.run([](Connection& connection) {
        const auto house = storage::Households(connection).find("60030403", "15");
        storage::Requests(connection)
            .add({.kind = "ERASE", .household = house->id, .text = "1", .attachment = {}},
                 {},
                 {},
                 kNow);
    });
    writer.run([](Connection& connection) {
        storage::Erasure erasure(connection);
        for (const auto& wish : erasure.due(kNow)) {
            static_cast<void>(erasure.carry_out(wish, {}, {}, kNow));
        }
    });
    writer.run([](Connection& connection) {
        static_cast<void>(
            storage::Retention(connection).step(storage::Retention::rules().front(), kNow));
    });
}

// A little life: a district imported, then turns and sending in turn. Each acknowledged turn's
// number goes down the pipe.
void live(const std::filesystem::path& path, int pipe) {
    const auto database = Database::open(path);
    auto& writer = database->writer();
    conversation::HouseholdId house;
    writer.run([&](Connection& connection) {
        support::add_village(connection);
        std::vector<storage::HouseholdRow> rows(2);
        rows[0].household.village_code = rows[1].household.village_code = "60030403";
        rows[0].household.house_no = "14";
        rows[1].household.house_no = "15";
        (void)support::import_households(connection, rows, kNow);
        house = storage::Households(connection).find("60030403", "14")->id;
    });
    erase_the_neighbour(writer);
    for (int number = 1; number <= kTurns; ++number) {
        writer.run([&](Connection& connection) { run_turn(connection, house, number); });
        const char acknowledged = static_cast<char>(number);
        static_cast<void>(!::write(pipe, &acknowledged, 1));
        std::vector<storage::OutboxId> claimed;
        writer.run([&](Connection& connection) { send_one(connection, claimed); });
        writer.run([&](Connection& connection) {
            for (const auto id : claimed) {
                Outbox(connection).settle(id, {}, kNow);
            }
        });
    }
}

struct Life {
    std::set<int> acknowledged;
    bool killed = false;
};

// Lives in a child that is killed when it reaches `point` for the `count`-th time.
Life live_until(const std::filesystem::path& path, std::string_view point, int count) {
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::close(ends[0]);
        // Shared: the hook is copied at every point.
        const auto left = std::make_shared<std::atomic<int>>(count);
        storage::set_fault_hook([point, left](std::string_view name) {
            if (name == point && --*left == 0) {
                ::raise(SIGKILL);
            }
        });
        live(path, ends[1]);
        ::_exit(0);
    }
    ::close(ends[1]);
    Life life;
    char number = 0;
    while (::read(ends[0], &number, 1) == 1) {
        life.acknowledged.insert(number);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    life.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    return life;
}

std::string value(Connection& reader, const std::string& sql) {
    return reader.single_value("test", sql);
}

// A turn is there whole or not at all.
void check_whole(Connection& reader) {
    const auto turns = value(reader, "SELECT count(*) FROM inbox");
    CHECK(value(reader, "SELECT count(*) FROM outbox") == turns);
    CHECK(value(reader, "SELECT count(*) FROM submission") == turns);
    CHECK(value(reader, "SELECT count(*) FROM report_revision") == turns);
    CHECK(value(reader, "SELECT coalesce(max(revision), 0) FROM report_revision") == turns);
    CHECK(value(reader, "SELECT count(DISTINCT retry_key) FROM outbox") == turns);
    if (turns != "0") {
        CHECK_THAT(value(reader, "SELECT body FROM session"),
                   Catch::Contains("\"number\":\"" + turns + "\""));
    }
    CHECK(value(reader, "PRAGMA foreign_key_check").empty());
    CHECK(value(reader, "PRAGMA integrity_check") == "ok");
}

// Everything comes again, as after an outage, and what waits is sent.
void go_on(Database& database) {
    conversation::HouseholdId house;
    database.writer().run([&](Connection& connection) {
        house = support::add_house(connection, "14");
        Outbox(connection).recover(kNow);
    });
    for (int number = 1; number <= kTurns; ++number) {
        database.writer().run([&](Connection& connection) { run_turn(connection, house, number); });
    }
}

}  // namespace

TEST_CASE("killed at any point nothing acknowledged is lost, nothing is half done or doubled",
          "[storage][crash]") {
    for (const auto point : storage::kFaultPoints) {
        if (point.starts_with("reminders.")) {  // they have a year of their own: tests/bot
            continue;
        }
        for (const int count : {1, 2, 3}) {
            CAPTURE(point, count);
            const TempFolder folder;
            const auto path = folder.path() / "office.db";
            const auto life = live_until(path, point, count);
            // The first time must come in every life: a point nobody reaches proves nothing.
            if (count == 1) {
                CHECK(life.killed);
            }
            const auto database = Database::open(path);
            auto reader = database->reader();
            check_whole(reader);
            for (const int number : life.acknowledged) {
                CHECK(value(reader,
                            "SELECT count(*) FROM inbox WHERE event_id = 'e" +
                                std::to_string(number) + "'") == "1");
            }
            go_on(*database);
            check_whole(reader);
            CHECK(value(reader, "SELECT count(*) FROM inbox") == std::to_string(kTurns));
            CHECK(value(reader, "SELECT count(*) FROM outbox WHERE state = 'sending'") == "0");
        }
    }
}

TEST_CASE("a life that nobody ends comes to its end", "[storage][crash]") {
    const TempFolder folder;
    const auto life = live_until(folder.path() / "office.db", "none", 1);
    CHECK_FALSE(life.killed);
    CHECK(life.acknowledged.size() == kTurns);
}

TEST_CASE("the disk being full fails what comes, keeps what was, and heals", "[storage][crash]") {
    const TempFolder folder;
    const auto path = folder.path() / "office.db";
    { const auto made = Database::open(path); }
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        int stored = 0;
        int refused = 0;
        const auto database = Database::open(path);
        const auto limit = [](rlim_t bytes) {
            const rlimit wanted{bytes, RLIM_INFINITY};
            ::setrlimit(RLIMIT_FSIZE, &wanted);
        };
        const auto put = [&](const std::string& event_id) {
            try {
                database->writer().run([&](Connection& connection) {
                    static_cast<void>(
                        storage::Inbox(connection)
                            .record(say(event_id, std::string(10'000, 'x')), {}, kNow));
                });
                ++stored;
            } catch (const storage::StorageError&) {
                ++refused;
            }
        };
        limit(300'000);
        for (int i = 0; i < 200; ++i) {
            put(std::to_string(i));
        }
        limit(RLIM_INFINITY);
        const int before = stored;
        put("after");
        auto reader = database->reader();
        const bool healed = stored == before + 1 && refused > 0 && before > 0;
        const bool kept = storage::Inbox(reader).counts().done == stored;
        ::_exit(healed && kept ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

// Run by the test below in a process of its own.
TEST_CASE("three commits in the database of the environment", "[.environment]") {
    const char* path = std::getenv("SAMMACHIP_TEST_DATABASE");
    REQUIRE(path != nullptr);
    const auto database = Database::open(path);
    for (int i = 0; i < 3; ++i) {
        database->writer().run([&](Connection& connection) {
            static_cast<void>(
                storage::Inbox(connection).record(say(std::to_string(i), "x"), {}, kNow));
        });
    }
}

TEST_CASE("SAMMACHIP_FAULT kills at the point it names", "[storage][crash]") {
    const TempFolder folder;
    const auto path = folder.path() / "office.db";
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::setenv("SAMMACHIP_TEST_DATABASE", path.c_str(), 1);
        ::setenv("SAMMACHIP_FAULT", "writer.before_commit:3", 1);
        ::execl("/proc/self/exe", "storage_test", "[.environment]", nullptr);
        ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
    const auto database = Database::open(path);
    auto reader = database->reader();
    CHECK(value(reader, "SELECT group_concat(event_id) FROM inbox") == "0,1");
}
