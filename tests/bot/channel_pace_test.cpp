#include "bot/channel_pace.h"

#include <catch2/catch.hpp>

using namespace bot;
using namespace std::chrono_literals;
using conversation::Instant;

namespace {

const Instant kNow{std::chrono::sys_days(std::chrono::year(2025) / 12 / 1)};

SendResult result(SendOutcome outcome, int retry_after = 0) {
    SendResult made;
    made.outcome = outcome;
    made.retry_after = retry_after;
    return made;
}

// Calls a channel that always answers `outcome` whenever the pace allows; returns how many calls.
int calls_within(ChannelPace& pace, SendOutcome outcome, std::chrono::milliseconds time) {
    int calls = 0;
    for (auto at = 0ms; at < time; at += 10ms) {
        const std::size_t room = pace.room(kNow + at);
        for (std::size_t i = 0; i < room; ++i) {
            pace.begin(kNow + at);
            ++calls;
        }
        for (std::size_t i = 0; i < room; ++i) {
            (void)pace.end(result(outcome), kNow + at);
        }
    }
    return calls;
}

}  // namespace

TEST_CASE("a channel that throttles gets at most five calls in six seconds", "[bot][pace]") {
    const auto outcome = GENERATE(SendOutcome::Throttled, SendOutcome::Unauthorized);
    ChannelPace pace(250);
    CHECK(calls_within(pace, outcome, 6s) <= 5);
}

TEST_CASE("a channel that is down is asked twice a minute at least", "[bot][pace]") {
    ChannelPace pace(250);
    (void)calls_within(pace, SendOutcome::Unreachable, 10min);
    const auto before = calls_within(pace, SendOutcome::Unreachable, 0s);
    CHECK(before == 0);
    REQUIRE(pace.paused_until());
    CHECK(*pace.paused_until() <= kNow + 10min + 30s);
}

TEST_CASE("a channel that works is opened wide, and one that recovers says so", "[bot][pace]") {
    ChannelPace pace(250);
    Instant now = kNow;
    for (int i = 0; i < 300; ++i) {
        pace.begin(now);
        CHECK_FALSE(pace.end(result(SendOutcome::Sent), now));
    }
    CHECK(pace.room(now) == 250);
    for (int i = 0; i < 1000; ++i) {
        pace.begin(now);
        (void)pace.end(result(SendOutcome::Unreachable), now);
    }
    CHECK(pace.room(now) == 0);
    CHECK(pace.trouble() == SendOutcome::Unreachable);
    now = *pace.paused_until();
    CHECK(pace.room(now) == 1);
    pace.begin(now);
    CHECK(pace.room(now) == 0);
    CHECK(pace.end(result(SendOutcome::Sent), now));
    CHECK_FALSE(pace.trouble());
}

TEST_CASE("a few failures among many successes pause nothing", "[bot][pace]") {
    ChannelPace pace(250);
    for (int i = 0; i < 2000; ++i) {
        const Instant now = kNow + std::chrono::milliseconds(i);
        REQUIRE(pace.room(now) > 0);
        pace.begin(now);
        const auto outcome = i % 8 == 7 ? SendOutcome::Throttled : SendOutcome::Sent;
        (void)pace.end(result(outcome), now);
    }
    CHECK_FALSE(pace.trouble());
}

TEST_CASE("a longer wait that the channel asks for is kept", "[bot][pace]") {
    ChannelPace pace(250);
    pace.begin(kNow);
    (void)pace.end(result(SendOutcome::Throttled, 120), kNow);
    CHECK(pace.paused_until() == kNow + 120s);
}

TEST_CASE("a clock set back a year does not stall a paused channel", "[bot][pace]") {
    ChannelPace pace(250);
    pace.begin(kNow);
    (void)pace.end(result(SendOutcome::Throttled), kNow);
    CHECK(pace.room(kNow) == 0);
    CHECK(pace.room(kNow - 365 * 24h) == 1);
}

TEST_CASE("used-up pushes do not pause replies", "[bot][pace]") {
    ChannelPace pace(250);
    pace.begin(kNow);
    (void)pace.end(result(SendOutcome::QuotaExhausted), kNow);
    CHECK(pace.room(kNow) > 0);
}
