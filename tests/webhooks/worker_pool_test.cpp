#include "webhooks/worker_pool.h"

#include "tests/support/until.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using webhooks::WorkerPool;

TEST_CASE("as many tasks run at once as there are, up to the pool's limit", "[webhooks][pool]") {
    std::atomic<int> inside = 0;
    std::atomic<bool> go_on = false;
    std::vector<WorkerPool::Task> batch;
    WorkerPool pool("test", 3);
    for (int i = 0; i < 5; ++i) {
        batch.emplace_back([&] {
            ++inside;
            (void)support::until([&] { return go_on.load(); });
        });
    }
    REQUIRE(pool.submit(batch));
    CHECK(batch.empty());
    CHECK(support::until([&] { return inside == 3 && pool.waiting() == 2; }));
    go_on = true;
    CHECK(support::until([&] { return inside == 5; }));
}

TEST_CASE("one task after another is done by few threads, however many are idle",
          "[webhooks][pool]") {
    std::atomic<int> inside = 0;
    std::atomic<bool> go_on = false;
    std::set<std::thread::id> threads;
    std::mutex mutex;
    WorkerPool pool("test", 4);
    for (int i = 0; i < 4; ++i) {
        REQUIRE(pool.submit([&] {
            ++inside;
            (void)support::until([&] { return go_on.load(); });
        }));
    }
    REQUIRE(support::until([&] { return inside == 4; }));
    go_on = true;
    // The first rounds may meet threads that are only just falling idle.
    const auto settled = support::until([&] {
        threads.clear();
        for (int i = 0; i < 20; ++i) {
            std::promise<void> done;
            (void)pool.submit([&] {
                const std::scoped_lock lock(mutex);
                threads.insert(std::this_thread::get_id());
                done.set_value();
            });
            done.get_future().get();
            std::this_thread::yield();
        }
        const std::scoped_lock lock(mutex);
        return threads.size() < 4;
    });
    CHECK(settled);
}

TEST_CASE(
    "quick tasks that come together are done by few threads, slow ones by as many as it takes",
    "[webhooks][pool]") {
    std::set<std::thread::id> threads;
    std::mutex mutex;
    std::atomic<int> done = 0;
    std::vector<WorkerPool::Task> quick;
    std::atomic<int> inside = 0;
    std::atomic<bool> go_on = false;
    WorkerPool pool("test", 64);
    for (int i = 0; i < 32; ++i) {
        quick.emplace_back([&] {
            const std::scoped_lock lock(mutex);
            threads.insert(std::this_thread::get_id());
            ++done;
        });
    }
    REQUIRE(pool.submit(quick));
    REQUIRE(support::until([&] { return done == 32; }));
    CHECK(threads.size() < 32);
    std::vector<WorkerPool::Task> slow;
    for (int i = 0; i < 64; ++i) {
        slow.emplace_back([&] {
            ++inside;
            (void)support::until([&] { return go_on.load(); });
        });
    }
    REQUIRE(pool.submit(slow));
    CHECK(support::until([&] { return inside == 64; }));
    go_on = true;
}

TEST_CASE("a pool that is stopped does what was queued and takes nothing more",
          "[webhooks][pool]") {
    WorkerPool pool("test", 1);
    int done = 0;
    for (int i = 0; i < 100; ++i) {
        REQUIRE(pool.submit([&] { ++done; }));
    }
    pool.stop();
    CHECK(done == 100);
    CHECK_FALSE(pool.submit([&] { ++done; }));
    std::vector<WorkerPool::Task> batch(1, [&] { ++done; });
    CHECK_FALSE(pool.submit(batch));
    CHECK(batch.size() == 1);
    CHECK(done == 100);
}
