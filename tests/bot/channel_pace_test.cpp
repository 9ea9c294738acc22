#include "bot/channel_pace.h"

#include <catch2/catch.hpp>

#include <string>

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

// Everybody writes once.
std::string next_address() {
    static int number = 0;
    return "line:U" + std::to_string(++number);
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
            (void)pace.end(next_address(), result(outcome), kNow + at);
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
        CHECK_FALSE(pace.end(next_address(), result(SendOutcome::Sent), now));
    }
    CHECK(pace.room(now) == 250);
    now += 300ms;
    for (int i = 0; i < 1000; ++i) {
        pace.begin(now);
        (void)pace.end(next_address(), result(SendOutcome::Unreachable), now);
    }
    CHECK(pace.room(now) == 0);
    CHECK(pace.trouble() == SendOutcome::Unreachable);
    now = *pace.paused_until();
    CHECK(pace.room(now) == 2);
    pace.begin(now);
    CHECK(pace.end(next_address(), result(SendOutcome::Sent), now));
    CHECK_FALSE(pace.trouble());
}

TEST_CASE("a few failures among many successes pause nothing", "[bot][pace]") {
    ChannelPace pace(250);
    for (int i = 0; i < 2000; ++i) {
        const Instant now = kNow + std::chrono::milliseconds(i);
        REQUIRE(pace.room(now) > 0);
        pace.begin(now);
        const auto outcome = i % 8 == 7 ? SendOutcome::Throttled : SendOutcome::Sent;
        (void)pace.end(next_address(), result(outcome), now);
    }
    CHECK_FALSE(pace.trouble());
}

TEST_CASE("a longer wait that the channel asks for is kept", "[bot][pace]") {
    ChannelPace pace(250);
    pace.begin(kNow);
    (void)pace.end(next_address(), result(SendOutcome::Throttled, 120), kNow);
    CHECK(pace.paused_until() == kNow + 120s);
}

TEST_CASE("a clock set back a year does not stall a paused channel", "[bot][pace]") {
    ChannelPace pace(250);
    pace.begin(kNow);
    (void)pace.end(next_address(), result(SendOutcome::Throttled), kNow);
    CHECK(pace.room(kNow) == 0);
    CHECK(pace.room(kNow - 365 * 24h) == 1);
}

TEST_CASE("used-up pushes do not pause replies", "[bot][pace]") {
    ChannelPace pace(250);
    pace.begin(kNow);
    (void)pace.end(next_address(), result(SendOutcome::QuotaExhausted), kNow);
    CHECK(pace.room(kNow) > 0);
}

TEST_CASE("one address that always fails pauses nothing, two in a row do", "[bot][pace]") {
    const auto outcome =
        GENERATE(SendOutcome::ProviderError, SendOutcome::Unreachable, SendOutcome::OutcomeUnknown);
    ChannelPace pace(250);
    for (int i = 0; i < 10; ++i) {
        REQUIRE(pace.room(kNow) > 0);
        pace.begin(kNow);
        (void)pace.end("line:Upoor", result(outcome), kNow);
    }
    CHECK_FALSE(pace.trouble());
    pace.begin(kNow);
    (void)pace.end("line:Uother", result(outcome), kNow);
    CHECK(pace.trouble() == outcome);
}

TEST_CASE("a channel that throttles after it worked gets five calls in six seconds too",
          "[bot][pace]") {
    ChannelPace pace(250);
    for (int i = 0; i < 40; ++i) {
        pace.begin(kNow);
        (void)pace.end(next_address(), result(SendOutcome::Sent), kNow);
    }
    int calls = 0;
    for (auto at = 200ms; at <= 6200ms; at += 200ms) {  // somebody writes five times a second
        if (pace.room(kNow + at) > 0) {
            pace.begin(kNow + at);
            (void)pace.end(next_address(), result(SendOutcome::Throttled), kNow + at);
            ++calls;
        }
    }
    CHECK(calls <= 5);
}

TEST_CASE("a crowd that is throttled right after a success is stopped at once", "[bot][pace]") {
    ChannelPace pace(250);
    for (int i = 0; i < 10; ++i) {
        pace.begin(kNow);
        (void)pace.end(next_address(), result(SendOutcome::Sent), kNow);
    }
    int calls = 0;
    while (pace.room(kNow + 1ms) > 0 && calls < 100) {
        pace.begin(kNow + 1ms);
        (void)pace.end(next_address(), result(SendOutcome::Throttled), kNow + 1ms);
        ++calls;
    }
    CHECK(calls == 2);
}

TEST_CASE("calls that hang hold up others for half a second at most", "[bot][pace]") {
    ChannelPace pace(250);
    while (pace.room(kNow) > 0) {
        pace.begin(kNow);
    }
    CHECK(pace.room(kNow + 499ms) == 0);
    CHECK(pace.room_at() == kNow + 500ms);
    CHECK(pace.room(kNow + 500ms) == 1);
}

TEST_CASE("a paused channel is asked with two calls, so that a bad message cannot stand for it",
          "[bot][pace]") {
    ChannelPace pace(250);
    for (const char* address : {"line:U1", "line:U2"}) {
        pace.begin(kNow);
        (void)pace.end(address, result(SendOutcome::OutcomeUnknown), kNow);
    }
    REQUIRE(pace.paused_until());
    const auto later = *pace.paused_until();
    CHECK(pace.room(later) == 2);
    pace.begin(later);  // this one hangs
    CHECK(pace.room(later) == 1);
    pace.begin(later);
    CHECK(pace.room(later) == 0);
    CHECK(pace.end("line:U3", result(SendOutcome::Sent), later));
    CHECK(pace.room(later) > 0);
}
