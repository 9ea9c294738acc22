#include "storage/writer.h"

#include "storage/fault_points.h"
#include "storage/transaction.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

using storage::Connection;
using storage::Sql;
using storage::StorageError;
using storage::Writer;
using support::TempDatabase;

namespace {

constexpr Sql kPut{"test.put", "INSERT INTO meta (key, value) VALUES (?1, ?2)"};

Writer::Job put(const std::string& key) {
    return [key](Connection& connection) { connection.run(kPut, key, "x"); };
}

// Holds the writer's thread inside a job, so that what is submitted meanwhile becomes one group.
class Held {
  public:
    explicit Held(Writer& writer) {
        std::promise<void> begun;
        auto reached = begun.get_future();
        auto go = go_.get_future().share();
        const bool taken = writer.submit(
            [&begun, go](Connection&) {
                begun.set_value();
                go.wait();
            },
            {});
        if (!taken) {
            throw std::logic_error("the writer takes no jobs");
        }
        reached.wait();
    }

    void let_go() { go_.set_value(); }

  private:
    std::promise<void> go_;
};

struct Result {
    std::promise<std::exception_ptr> promise;
    std::future<std::exception_ptr> future = promise.get_future();

    Writer::Done done() {
        return [this](std::exception_ptr error) { promise.set_value(std::move(error)); };
    }

    StorageError::Code code() {
        const auto error = future.get();
        try {
            std::rethrow_exception(error);
        } catch (const StorageError& storage_error) {
            return storage_error.code();
        }
    }
};

struct FaultHook {
    explicit FaultHook(std::function<void(std::string_view)> hook) {
        storage::set_fault_hook(std::move(hook));
    }

    ~FaultHook() { storage::set_fault_hook({}); }

    FaultHook(const FaultHook&) = delete;
    FaultHook& operator=(const FaultHook&) = delete;
    FaultHook(FaultHook&&) = delete;
    FaultHook& operator=(FaultHook&&) = delete;
};

}  // namespace

TEST_CASE("run returns when the work is on disk", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    Writer writer(std::move(db.connection));
    writer.run(put("a"));
    CHECK(reader.single_value("test", "SELECT value FROM meta WHERE key = 'a'") == "x");
}

TEST_CASE("jobs that wait together share one commit, in their order", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    Writer writer(std::move(db.connection));
    Held held(writer);
    std::vector<Result> results(50);
    std::vector<int> order;
    for (int i = 0; i < 50; ++i) {
        REQUIRE(writer.submit([&order, i](Connection&) { order.push_back(i); },
                              results[static_cast<std::size_t>(i)].done()));
    }
    const auto before = writer.stats().groups;
    held.let_go();
    for (auto& result : results) {
        CHECK(result.future.get() == nullptr);
    }
    CHECK(writer.stats().groups == before + 2);
    CHECK(std::ranges::is_sorted(order));
    CHECK(order.size() == 50);
}

TEST_CASE("a job that throws is undone alone and hears why", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    Writer writer(std::move(db.connection));
    Held held(writer);
    Result first;
    Result thrower;
    Result last;
    REQUIRE(writer.submit(put("first"), first.done()));
    REQUIRE(writer.submit(
        [](Connection& connection) {
            connection.run(kPut, "half", "x");
            throw std::runtime_error("cannot");
        },
        thrower.done()));
    REQUIRE(writer.submit(put("last"), last.done()));
    held.let_go();
    CHECK(first.future.get() == nullptr);
    CHECK(last.future.get() == nullptr);
    CHECK_THROWS_WITH(std::rethrow_exception(thrower.future.get()), "cannot");
    CHECK(reader.single_value("test", "SELECT group_concat(key) FROM meta WHERE value = 'x'") ==
          "first,last");
    CHECK_THROWS_AS(writer.run([](Connection&) { throw std::out_of_range("mine"); }),
                    std::out_of_range);
    CHECK(writer.stats().failed_jobs == 2);
}

TEST_CASE("when the commit fails nobody is told that it worked", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    Writer writer(std::move(db.connection));
    std::atomic<bool> failing = true;
    const FaultHook hook([&failing](std::string_view point) {
        if (point == "writer.before_commit" && failing) {
            throw StorageError(StorageError::Code::Full, "test", "disk full");
        }
    });
    Result first;
    Result second;
    REQUIRE(writer.submit(put("a"), first.done()));
    REQUIRE(writer.submit(put("b"), second.done()));
    CHECK(first.code() == StorageError::Code::Full);
    CHECK(second.code() == StorageError::Code::Full);
    CHECK_FALSE(writer.stats().last_commit_ok);
    CHECK(reader.single_value("test", "SELECT count(*) FROM meta WHERE value = 'x'") == "0");
    failing = false;
    CHECK_NOTHROW(writer.run(put("c")));
    CHECK(writer.stats().last_commit_ok);
}

TEST_CASE("a full disk fails the group and work goes on when there is space", "[storage]") {
    TempDatabase db;
    const std::string pages = db.value("PRAGMA page_count");
    auto reader = db.reader();
    Writer writer(std::move(db.connection));
    writer.run([&](Connection& connection) {
        static_cast<void>(connection.single_value("test", "PRAGMA max_page_count = " + pages));
    });
    const auto fill = [](Connection& connection) {
        connection.run(kPut, "big", std::string(2'000'000, 'x'));
    };
    Held held(writer);
    Result neighbour;
    Result big;
    REQUIRE(writer.submit(put("small"), neighbour.done()));
    REQUIRE(writer.submit(fill, big.done()));
    held.let_go();
    CHECK(big.code() == StorageError::Code::Full);
    // SQLite may undo the big one alone or everything; what was said is what is there.
    const bool told = neighbour.future.get() == nullptr;
    CHECK(reader.single_value("test", "SELECT count(*) FROM meta WHERE key = 'small'") ==
          (told ? "1" : "0"));
    writer.run([](Connection& connection) {
        static_cast<void>(connection.single_value("test", "PRAGMA max_page_count = 1000000"));
    });
    CHECK_NOTHROW(writer.run(fill));
    CHECK(reader.single_value("test", "PRAGMA integrity_check") == "ok");
}

TEST_CASE("eight threads with a thousand jobs each lose and double nothing", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    Writer writer(std::move(db.connection));
    constexpr int kThreads = 8;
    constexpr int kJobs = 1000;
    std::atomic<int> failed = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < kJobs; ++i) {
                    try {
                        writer.run(put(std::to_string(t) + "-" + std::to_string(i)),
                                   Writer::Priority::Turn);
                    } catch (const std::exception&) {
                        ++failed;
                    }
                }
            });
        }
    }
    CHECK(failed == 0);
    CHECK(reader.single_value("test", "SELECT count(*) FROM meta WHERE value = 'x'") == "8000");
    const auto stats = writer.stats();
    CHECK(stats.jobs == 8000);
    CHECK(stats.groups < 8000);
}

TEST_CASE("turns go first, and background work is not starved", "[storage]") {
    TempDatabase db;
    Writer writer(std::move(db.connection), {.queue = 1000, .group = 8});
    Held held(writer);
    std::vector<char> order;
    for (int i = 0; i < 4; ++i) {
        REQUIRE(writer.submit(
            [&order](Connection&) { order.push_back('b'); }, {}, Writer::Priority::Background));
    }
    for (int i = 0; i < 20; ++i) {
        REQUIRE(writer.submit([&order](Connection&) { order.push_back('t'); }, {}));
    }
    held.let_go();
    writer.stop();
    CHECK(std::string(order.begin(), order.end()) == "tttttttbtttttttbttttttbb");
}

TEST_CASE("what comes along goes first in the next group, and alone when none comes", "[storage]") {
    TempDatabase db;
    Writer writer(std::move(db.connection));
    std::vector<std::string> order;
    {
        Held held(writer);
        Result turn;
        Result along;
        const auto noted = [&order](const char* what) {
            return [&order, what](Connection&) { order.emplace_back(what); };
        };
        REQUIRE(writer.submit(noted("turn"), turn.done()));
        REQUIRE(writer.submit(noted("along"), along.done(), Writer::Priority::Along));
        const auto before = writer.stats().groups;
        held.let_go();
        CHECK(turn.future.get() == nullptr);
        CHECK(along.future.get() == nullptr);
        CHECK(writer.stats().groups == before + 2);  // the one that held, and theirs
    }
    CHECK(order == std::vector<std::string>{"along", "turn"});
    Result alone;
    REQUIRE(writer.submit(put("a"), alone.done(), Writer::Priority::Along));
    CHECK(alone.future.get() == nullptr);
    Result last;
    REQUIRE(writer.submit(put("b"), last.done(), Writer::Priority::Along));
    writer.stop();
    CHECK(last.future.get() == nullptr);
}

TEST_CASE("a full queue and a deadline are told apart from failure", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    Writer writer(std::move(db.connection), {.queue = 2, .group = 8});
    using Outcome = Writer::Outcome;
    Held held(writer);
    CHECK(writer.try_run_for(std::chrono::milliseconds(0), put("late")) == Outcome::NotTaken);
    REQUIRE(writer.submit(put("a"), {}));
    CHECK_FALSE(writer.submit(put("b"), {}));
    CHECK(writer.try_run_for(std::chrono::hours(1), put("c")) == Outcome::NotTaken);
    held.let_go();
    writer.run(put("d"));
    CHECK(writer.try_run_for(std::chrono::hours(1), put("e")) == Outcome::Committed);
    CHECK(reader.single_value("test", "SELECT group_concat(key) FROM meta WHERE value = 'x'") ==
          "a,d,e");
}

TEST_CASE("a job that is begun and slow is unfinished, not undone", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    Writer writer(std::move(db.connection));
    std::promise<void> go;
    auto gone = go.get_future().share();
    const auto slow = [gone](Connection& connection) {
        gone.wait();
        connection.run(kPut, "slow", "x");
    };
    // However slow the machine: not taken until it is begun, and it cannot end before go.
    auto outcome = Writer::Outcome::NotTaken;
    while (outcome == Writer::Outcome::NotTaken) {
        outcome = writer.try_run_for(std::chrono::milliseconds(5), slow);
    }
    CHECK(outcome == Writer::Outcome::Unfinished);
    go.set_value();
    writer.stop();
    CHECK(reader.single_value("test", "SELECT count(*) FROM meta WHERE key = 'slow'") == "1");
}

TEST_CASE("stop runs what waits, moves the log into the file and refuses more", "[storage]") {
    TempDatabase db;
    const auto wal = db.path.string() + "-wal";
    Writer writer(std::move(db.connection));
    std::vector<Result> results(20);
    for (int i = 0; i < 20; ++i) {
        REQUIRE(writer.submit(put(std::to_string(i)), results[static_cast<std::size_t>(i)].done()));
    }
    writer.stop();
    for (auto& result : results) {
        CHECK(result.future.get() == nullptr);
    }
    CHECK_FALSE(std::filesystem::exists(wal));
    CHECK_THROWS_AS(writer.run(put("later")), StorageError);
    CHECK_FALSE(writer.submit(put("later"), {}));
    CHECK_NOTHROW(writer.stop());
}

TEST_CASE("once damage is found nothing more is written", "[storage]") {
    TempDatabase db;
    auto reader = db.reader();
    Writer writer(std::move(db.connection));
    writer.refuse("page 7 is broken");
    Result result;
    REQUIRE(writer.submit(put("a"), result.done()));
    CHECK(result.code() == StorageError::Code::Corrupt);
    CHECK_FALSE(writer.stats().last_commit_ok);
    CHECK(reader.single_value("test", "SELECT count(*) FROM meta WHERE value = 'x'") == "0");
}

TEST_CASE("the log stays small, and becomes small again after a long reader", "[storage]") {
    TempDatabase db;
    const auto wal = db.path.string() + "-wal";
    auto reader = db.reader();
    Writer writer(std::move(db.connection));
    const auto write_megabytes = [&](const std::string& name, int count) {
        for (int i = 0; i < count; ++i) {
            writer.run([&](Connection& connection) {
                connection.run(kPut, name + std::to_string(i), std::string(1'000'000, 'x'));
            });
        }
    };
    write_megabytes("a", 100);
    CHECK(std::filesystem::file_size(wal) < 64U * 1024U * 1024U);
    {
        const storage::Snapshot snapshot(reader);
        static_cast<void>(reader.single_value("test", "SELECT count(*) FROM meta"));
        write_megabytes("b", 60);
        CHECK(writer.stats().wal_bytes > 48 * 1024 * 1024);
    }
    // The next pause tidies up.
    for (int i = 0; i < 100'000 && std::filesystem::file_size(wal) > 1024; ++i) {
        writer.run([](Connection&) {});
    }
    CHECK(std::filesystem::file_size(wal) < 8U * 1024U * 1024U);
}

TEST_CASE("while other work waits, the writer goes on and another thread tells of the commit",
          "[storage]") {
    TempDatabase db;
    Writer writer(std::move(db.connection), {.queue = 100, .group = 1});
    Held held(writer);
    std::promise<std::thread::id> teller;
    std::promise<std::thread::id> worker;
    REQUIRE(writer.submit(put("a"), [&](const std::exception_ptr&) {
        teller.set_value(std::this_thread::get_id());
    }));
    REQUIRE(writer.submit([&](Connection&) { worker.set_value(std::this_thread::get_id()); }, {}));
    held.let_go();
    CHECK(teller.get_future().get() != worker.get_future().get());
}

TEST_CASE("a writer that stops has told of everything before, in order and one at a time",
          "[storage]") {
    TempDatabase db;
    Writer writer(std::move(db.connection), {.queue = 1000, .group = 3});
    std::vector<int> told;  // by one thread at a time: no lock
    for (int i = 0; i < 500; ++i) {
        REQUIRE(writer.submit(put("k" + std::to_string(i)),
                              [&told, i](const std::exception_ptr&) { told.push_back(i); }));
    }
    writer.stop();
    CHECK(told.size() == 500);
    CHECK(std::ranges::is_sorted(told));
}
