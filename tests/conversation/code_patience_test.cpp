#include "conversation/code_patience.h"

#include <catch2/catch.hpp>

using conversation::CodeTries;
using conversation::Instant;
using namespace std::chrono_literals;

namespace {

const Instant kNow = conversation::bangkok_instant(
    conversation::Day{std::chrono::year{2025}, std::chrono::month{12}, std::chrono::day{5}}, 9h);

}  // namespace

TEST_CASE("each further wrong code has to wait longer, the fifth locks", "[conversation][codes]") {
    const auto [wrong, wait] = GENERATE(
        table<int, std::chrono::minutes>({{0, 0min}, {1, 0min}, {2, 0min}, {3, 1min}, {4, 5min}}));
    CodeTries tries;
    tries.wrong = wrong;
    tries.last = kNow;
    CAPTURE(wrong);
    const auto until = conversation::codes_closed_until(tries, kNow);
    CHECK(until.has_value() == (wait > 0min));
    CHECK(until.value_or(kNow) == kNow + wait);
    CHECK_FALSE(conversation::codes_closed_until(tries, kNow + wait));
    CHECK(conversation::lock_by_wrong_code(tries, kNow).has_value() == (wrong == 4));
}

TEST_CASE("who was locked within a day is locked for a day", "[conversation][codes]") {
    CodeTries tries;
    tries.wrong = 4;
    CHECK(conversation::lock_by_wrong_code(tries, kNow) == kNow + 1h);
    tries.locks = 1;
    CHECK(conversation::lock_by_wrong_code(tries, kNow) == kNow + 24h);
}

TEST_CASE("a lock closes until its end, whatever was tried", "[conversation][codes]") {
    CodeTries tries;
    tries.locked_until = kNow + 1h;
    CHECK(conversation::codes_closed_until(tries, kNow + 59min) == kNow + 1h);
    CHECK_FALSE(conversation::codes_closed_until(tries, kNow + 1h));
}
