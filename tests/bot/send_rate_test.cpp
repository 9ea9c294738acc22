#include "bot/send_rate.h"

#include <catch2/catch.hpp>

#include <string>

using bot::SendRate;
using conversation::Instant;
using namespace std::chrono_literals;

namespace {

const Instant kNow{std::chrono::sys_days(std::chrono::year(2026) / 11 / 26)};

}  // namespace

TEST_CASE("a channel without a rate has room for everything", "[bot][sms]") {
    SendRate rate(0, 1s);
    rate.begin(kNow);
    CHECK(rate.room(kNow) > 1'000'000);
    CHECK_FALSE(rate.room_at(kNow));
}

TEST_CASE("messages a minute are spread evenly", "[bot][sms]") {
    SendRate rate(10, 60s);  // one every six seconds
    CHECK(rate.room(kNow) == 1);
    rate.begin(kNow);
    CHECK(rate.room(kNow) == 0);
    CHECK(rate.room_at(kNow) == kNow + 6s);
    CHECK(rate.room(kNow + 5999ms) == 0);
    CHECK(rate.room(kNow + 6s) == 1);
    CHECK_FALSE(rate.room_at(kNow + 6s));
    CHECK(rate.room(kNow + 10min) == 1);  // what was not used is not saved up
}

TEST_CASE("what one second allows may go at once", "[bot][sms]") {
    SendRate rate(5, 1s);
    CHECK(rate.room(kNow) == 5);
    for (int i = 0; i < 5; ++i) {
        rate.begin(kNow);
    }
    CHECK(rate.room(kNow) == 0);
    CHECK(rate.room(kNow + 200ms) == 1);
    CHECK(rate.room(kNow + 1s) == 5);
    rate.begin(kNow + 1s);
    rate.cancel();
    CHECK(rate.room(kNow + 1s) == 5);
}

TEST_CASE("never more in a minute than the rate and one second's worth", "[bot][sms]") {
    SendRate rate(100, 60s);
    int sent = 0;
    for (Instant now = kNow; now < kNow + 60s; now += 37ms) {
        for (auto room = rate.room(now); room > 0; --room, ++sent) {
            rate.begin(now);
        }
    }
    CHECK(sent >= 99);
    CHECK(sent <= 102);
}

TEST_CASE("a clock set back does not stop a channel", "[bot][sms]") {
    SendRate rate(10, 60s);
    rate.begin(kNow);
    CHECK(rate.room(kNow - 1h) == 1);
}
