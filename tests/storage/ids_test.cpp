#include "storage/ids.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <set>

using storage::IdSource;
using support::kNow;

TEST_CASE("an id tells its instant and its office", "[storage]") {
    IdSource source(4711, 0);
    const auto id = source.next(kNow);
    CHECK(storage::instant_of_id(id) == kNow);
    CHECK(storage::node_of_id(id) == 4711);
    CHECK(id > 0);
}

TEST_CASE("a thousand ids of one millisecond differ and grow", "[storage]") {
    IdSource source(1, 0);
    std::int64_t last = 0;
    for (int i = 0; i < 1000; ++i) {
        const auto id = source.next(kNow);
        REQUIRE(id > last);
        last = id;
    }
}

TEST_CASE("two offices never make the same id", "[storage]") {
    IdSource first(1, 0);
    IdSource second(2, 0);
    std::set<std::int64_t> all;
    for (int i = 0; i < 500; ++i) {
        all.insert(first.next(kNow));
        all.insert(second.next(kNow));
    }
    CHECK(all.size() == 1000);
}

TEST_CASE("a clock set back, or far off, makes no id twice", "[storage]") {
    IdSource source(3, 0);
    const auto before = source.next(kNow);
    CHECK(source.next(kNow - std::chrono::hours(24 * 365)) > before);
    CHECK(source.next(kNow - std::chrono::hours(24 * 365 * 10)) > before);
    const auto restarted = IdSource(3, before).next(kNow - std::chrono::hours(1));
    CHECK(restarted > before);
}

TEST_CASE("retry keys are random UUIDs of version 4", "[storage]") {
    const auto key = storage::new_uuid();
    CHECK(key.size() == 36);
    CHECK(key[14] == '4');
    CHECK(std::string("89ab").find(key[19]) != std::string::npos);
    CHECK(key != storage::new_uuid());
}
