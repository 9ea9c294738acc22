#include "bot/push_quota.h"

#include "bot/send_plan.h"

#include <catch2/catch.hpp>

using namespace bot;
using namespace std::chrono_literals;
using conversation::Instant;
using storage::Outbox;

namespace {

const Instant kNow{std::chrono::sys_days(std::chrono::year(2025) / 12 / 1)};

Outbox::Row row(std::int64_t id) {
    Outbox::Row made;
    made.id.value = id;
    made.address = "line:U1";
    made.way = Outbox::Way::Push;
    return made;
}

}  // namespace

TEST_CASE("what is known of the quota grows old", "[bot][quota]") {
    PushQuota quota;
    CHECK(quota.is_stale(kNow));
    quota.read(Quota{300, 0}, kNow);
    CHECK_FALSE(quota.is_stale(kNow + kQuotaPause - 1s));
    CHECK(quota.is_stale(kNow + kQuotaPause));
    CHECK(quota.is_stale(kNow - 24h));  // the clock was set back
    quota.read(std::nullopt, kNow);     // it could not be asked: again in a minute, not at once
    CHECK_FALSE(quota.is_stale(kNow + 59s));
    CHECK(quota.is_stale(kNow + 60s));
    CHECK(quota.known()->limit == 300);
}

TEST_CASE("pushes count until the month is used up, then they are off for a while",
          "[bot][quota]") {
    PushQuota quota;
    quota.read(Quota{2, 0}, kNow);
    CHECK(quota.take(row(1), kNow));
    CHECK(quota.take(row(2), kNow));
    CHECK(quota.pushes_on(kNow));
    CHECK_FALSE(quota.take(row(3), kNow));
    CHECK_FALSE(quota.pushes_on(kNow));
    CHECK(quota.pushes_on(kNow + kQuotaPause));
    CHECK(quota.pushes_on(kNow - 365 * 24h));
}

TEST_CASE("what certainly was not sent is not counted", "[bot][quota]") {
    PushQuota quota;
    quota.read(Quota{1, 0}, kNow);
    CHECK(quota.take(row(1), kNow));
    quota.over(row(1), SendOutcome::ProviderError, kNow);
    CHECK(quota.known()->used == 0);
    CHECK(quota.take(row(1), kNow));
    quota.over(row(1), SendOutcome::Sent, kNow);
    CHECK(quota.known()->used == 1);
}

TEST_CASE("a push of unknown outcome may be asked about although the month is used up",
          "[bot][quota]") {
    PushQuota quota;
    quota.read(Quota{1, 0}, kNow);
    CHECK(quota.take(row(1), kNow));
    quota.over(row(1), SendOutcome::OutcomeUnknown, kNow);
    CHECK_FALSE(quota.take(row(2), kNow));
    CHECK(quota.take(row(1), kNow));
    quota.over(row(1), SendOutcome::AlreadyAccepted, kNow);
    CHECK(quota.known()->used == 1);
    CHECK_FALSE(quota.take(row(1), kNow));
}

TEST_CASE("a month that is used up by the channel's own word stops pushes", "[bot][quota]") {
    PushQuota quota;
    quota.read(Quota{300, 0}, kNow);
    CHECK(quota.take(row(1), kNow));
    quota.over(row(1), SendOutcome::QuotaExhausted, kNow);
    CHECK_FALSE(quota.pushes_on(kNow + 1min));
    CHECK(quota.is_stale(kNow));
}
