#include "bot/send_plan.h"

#include "bot/retry_policy.h"

#include <algorithm>
#include <string>

namespace bot {

namespace {

using conversation::Instant;
using Settlement = storage::Outbox::Settlement;
using Way = storage::Outbox::Way;

Settlement sent(const SendResult& result, std::string reason) {
    Settlement settlement;
    settlement.result = Settlement::Result::Sent;
    settlement.reason = std::move(reason);
    settlement.provider_id = result.provider_id;
    return settlement;
}

Settlement ended(Settlement::Result result, SendOutcome outcome) {
    Settlement settlement;
    settlement.result = result;
    settlement.reason = name(outcome);
    return settlement;
}

Settlement later(SendOutcome outcome, Instant next_at) {
    Settlement settlement;
    settlement.result = Settlement::Result::Retry;
    settlement.reason = name(outcome);
    settlement.next_at = next_at;
    return settlement;
}

// Whether it is time to give up on a row that may be tried again.
bool is_hopeless(const storage::Outbox::Row& row, bool channel_works, Instant now) {
    const bool too_old =
        row.priority == storage::Outbox::Priority::Answer && now - row.queued_at > kAnswerLife;
    return too_old || (channel_works && row.attempts >= kMaxAttempts);
}

Settlement again(const storage::Outbox::Row& row,
                 const SendResult& result,
                 bool channel_works,
                 Instant now) {
    if (is_hopeless(row, channel_works, now)) {
        const bool aged = row.attempts < kMaxAttempts || !channel_works;
        return ended(aged ? Settlement::Result::Expired : Settlement::Result::Failed,
                     result.outcome);
    }
    const auto delay = retry_delay(row.attempts, std::chrono::seconds(result.retry_after));
    Settlement settlement = later(result.outcome, now + delay);
    // Once unsure, a reply stays unsure, whatever a later try says for certain about itself.
    settlement.uncertain =
        row.way == Way::Reply && (row.reply_only || result.outcome == SendOutcome::OutcomeUnknown);
    return settlement;
}

// After a push nobody knows the outcome of, on a channel that does not know our keys.
Settlement unsure(const storage::Outbox::Row& row, const ChannelTerms& terms, Instant now) {
    const bool hopeless = is_hopeless(row, false, now) || row.attempts >= kMaxUnsure;
    if (terms.repeat == ChannelTerms::Repeat::Never || hopeless) {
        return ended(Settlement::Result::Failed, SendOutcome::OutcomeUnknown);
    }
    return later(SendOutcome::OutcomeUnknown, now + terms.receipt_wait);
}

Settlement not_now(const storage::Outbox::Row& row, const SendResult& result, Instant now) {
    if (is_hopeless(row, false, now)) {
        return ended(Settlement::Result::Expired, result.outcome);
    }
    const std::chrono::seconds asked_for(result.retry_after);
    return later(result.outcome, now + std::max<std::chrono::seconds>(kNotNowPause, asked_for));
}

}  // namespace

Settlement plan_after(const storage::Outbox::Row& row,
                      const SendResult& result,
                      bool channel_works,
                      Instant now,
                      const ChannelTerms& terms) {
    switch (result.outcome) {
        case SendOutcome::Sent:
            return sent(result, "");
        case SendOutcome::AlreadyAccepted:
            return sent(result, std::string(name(result.outcome)));
        case SendOutcome::TokenInvalid:
            if (row.reply_only) {
                return sent(result, std::string(name(result.outcome)));
            }
            if (row.way == Way::Reply) {
                Settlement settlement = later(result.outcome, now);
                settlement.token_dead = true;
                return settlement;
            }
            return ended(Settlement::Result::Failed, result.outcome);
        case SendOutcome::ContactGone:
        case SendOutcome::OptedOut:
        case SendOutcome::Rejected:
            return ended(Settlement::Result::Failed, result.outcome);
        case SendOutcome::NotNow:
            return not_now(row, result, now);
        case SendOutcome::QuotaExhausted: {
            if (is_hopeless(row, false, now)) {
                return ended(Settlement::Result::Expired, result.outcome);
            }
            Settlement settlement = later(result.outcome, now + kQuotaPause);
            settlement.uncertain = row.reply_only && row.way == Way::Reply;
            return settlement;
        }
        case SendOutcome::Throttled:
        case SendOutcome::Unauthorized:
        case SendOutcome::ProviderError:
        case SendOutcome::Unreachable:
            break;
        case SendOutcome::OutcomeUnknown:
            if (row.way == Way::Push && terms.repeat != ChannelTerms::Repeat::Safe) {
                return unsure(row, terms, now);
            }
            break;
    }
    return again(row, result, channel_works, now);
}

}  // namespace bot
