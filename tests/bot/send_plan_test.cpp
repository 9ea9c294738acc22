#include "bot/send_plan.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace bot;
using namespace std::chrono_literals;
using conversation::Instant;
using storage::Outbox;
using Result = storage::Outbox::Settlement::Result;

namespace {

const Instant kNow{std::chrono::sys_days(std::chrono::year(2025) / 12 / 1)};

SendResult result(SendOutcome outcome) {
    SendResult made;
    made.outcome = outcome;
    return made;
}

Outbox::Row row(Outbox::Way way, bool reply_only = false, int attempts = 1) {
    Outbox::Row made;
    made.way = way;
    made.reply_only = reply_only;
    made.attempts = attempts;
    made.queued_at = kNow;
    return made;
}

ChannelTerms terms(ChannelTerms::Repeat repeat) {
    ChannelTerms made;
    made.repeat = repeat;
    return made;
}

}  // namespace

TEST_CASE("a try of unknown outcome is repeated as the channel allows", "[bot][send_plan][sms]") {
    using Repeat = ChannelTerms::Repeat;
    const auto unknown = result(SendOutcome::OutcomeUnknown);
    const auto push = Outbox::Way::Push;
    const auto waits = plan_after(row(push), unknown, true, kNow, terms(Repeat::AfterReceipt));
    CHECK(waits.result == Result::Retry);
    CHECK(waits.next_at == kNow + 30s);
    CHECK(plan_after(row(push, false, kMaxUnsure), unknown, true, kNow, terms(Repeat::AfterReceipt))
              .result == Result::Failed);
    const auto lost = plan_after(row(push), unknown, true, kNow, terms(Repeat::Never));
    CHECK(lost.result == Result::Failed);
    CHECK(lost.reason == "outcome_unknown");
    const auto safe = plan_after(row(push), unknown, true, kNow, terms(Repeat::Safe));
    CHECK(safe.result == Result::Retry);
    CHECK(safe.next_at < kNow + 1s);
}

TEST_CASE("what may be taken later in the day waits, for a day at most", "[bot][send_plan][sms]") {
    const auto push = Outbox::Way::Push;
    auto not_now = result(SendOutcome::NotNow);
    CHECK(plan_after(row(push), not_now, true, kNow).next_at == kNow + kNotNowPause);
    not_now.retry_after = 7200;
    CHECK(plan_after(row(push), not_now, true, kNow).next_at == kNow + 2h);
    CHECK(plan_after(row(push), not_now, true, kNow + kAnswerLife + 1s).result == Result::Expired);
    CHECK(plan_after(row(push), result(SendOutcome::OptedOut), true, kNow).result ==
          Result::Failed);
}

TEST_CASE("what a try makes of its row", "[bot][send_plan]") {
    using enum SendOutcome;

    struct Case {
        SendOutcome outcome;
        Outbox::Row row;
        Result expected;
        bool uncertain;
        bool token_dead;
    };

    const auto reply = Outbox::Way::Reply;
    const auto push = Outbox::Way::Push;
    const std::vector<Case> cases = {
        {Sent, row(reply), Result::Sent, false, false},
        {AlreadyAccepted, row(push), Result::Sent, false, false},
        {TokenInvalid, row(reply), Result::Retry, false, true},
        {TokenInvalid, row(reply, true), Result::Sent, false, false},
        {TokenInvalid, row(push), Result::Failed, false, false},
        {OutcomeUnknown, row(reply), Result::Retry, true, false},
        {OutcomeUnknown, row(push), Result::Retry, false, false},
        {ProviderError, row(reply), Result::Retry, false, false},
        {ProviderError, row(reply, true), Result::Retry, true, false},
        {Unreachable, row(reply, true), Result::Retry, true, false},
        {Throttled, row(reply), Result::Retry, false, false},
        {Unauthorized, row(push), Result::Retry, false, false},
        {QuotaExhausted, row(push), Result::Retry, false, false},
        {ContactGone, row(push), Result::Failed, false, false},
        {Rejected, row(reply), Result::Failed, false, false},
    };
    for (const auto& one : cases) {
        CAPTURE(std::string(name(one.outcome)), one.row.way == reply, one.row.reply_only);
        const auto plan = plan_after(one.row, result(one.outcome), true, kNow);
        CHECK(plan.result == one.expected);
        CHECK(plan.uncertain == one.uncertain);
        CHECK(plan.token_dead == one.token_dead);
    }
}

TEST_CASE("a message that fails alone is given up, one that fails with all others is not",
          "[bot][send_plan]") {
    const auto worn = row(Outbox::Way::Reply, false, kMaxAttempts);
    CHECK(plan_after(worn, result(SendOutcome::ProviderError), true, kNow).result ==
          Result::Failed);
    CHECK(plan_after(worn, result(SendOutcome::ProviderError), false, kNow).result ==
          Result::Retry);
    const auto later = kNow + kAnswerLife + 1s;
    CHECK(plan_after(worn, result(SendOutcome::ProviderError), false, later).result ==
          Result::Expired);
}
