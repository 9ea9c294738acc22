#include "bot/retry_policy.h"

#include <catch2/catch.hpp>

using namespace bot;
using namespace std::chrono_literals;

TEST_CASE("pauses between tries grow threefold up to five minutes", "[bot][retry_policy]") {
    CHECK(retry_delay(1) == 100ms);
    CHECK(retry_delay(2) == 300ms);
    CHECK(retry_delay(5) == 8100ms);
    CHECK(retry_delay(9) == 5min);
    CHECK(retry_delay(1'000'000) == 5min);
    CHECK(retry_delay(0) == 100ms);
    CHECK(retry_delay(1, 30s) == 30s);
    CHECK(retry_delay(20, 1h) == 1h);
}
