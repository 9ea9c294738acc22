#include "bot/outbox_exchange.h"

#include "bot/notice_fallback.h"
#include "bot/send_plan.h"
#include "storage/error.h"
#include "storage/opt_out.h"
#include "storage/quota.h"
#include "storage/sms_arrivals.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace bot {

namespace {

using storage::Connection;
using storage::Outbox;

void add(OutboxExchange& exchange, std::vector<std::string> channels) {
    std::ranges::move(channels, std::back_inserter(exchange.moved_to));
}

// The provider knows the message by our key and will never take it: no try before was taken either.
bool was_never_taken(const FinishedTry& done) {
    const auto& reason = done.settlement.reason;
    return done.taken_once &&
           (reason == name(SendOutcome::Rejected) || reason == name(SendOutcome::ContactGone) ||
            reason == name(SendOutcome::OptedOut));
}

// What a settlement means for a notice; nothing: that it is sent, or that it is tried again.
std::optional<FallbackCause> fallback_cause(const FinishedTry& done) {
    using Result = Outbox::Settlement::Result;
    switch (done.settlement.result) {
        case Result::Failed:
            return was_never_taken(done) ? FallbackCause::NeverTaken : FallbackCause::Refused;
        case Result::Expired:
            return FallbackCause::Refused;
        case Result::Retry:
            if (done.kept_back) {
                return FallbackCause::KeptBack;
            }
            return done.settlement.reason == name(SendOutcome::QuotaExhausted)
                       ? std::optional(FallbackCause::UsedUp)
                       : std::nullopt;
        case Result::Sent:
            break;
    }
    return std::nullopt;
}

// After the row is settled and its try written down.
void move_notices(Connection& connection, const FinishedTry& done, OutboxExchange& exchange) {
    if (exchange.notices == nullptr) {
        return;
    }
    if (const auto cause = fallback_cause(done)) {
        auto moved = fall_back(connection, *exchange.notices, done.id, *cause, exchange.now);
        if (moved) {
            exchange.moved_to.push_back(*std::move(moved));
        }
    }
    if (done.opted_out) {
        add(exchange,
            leave_address(
                connection, *exchange.notices, exchange.channel, done.address, exchange.now));
    }
}

void settle(Connection& connection, const FinishedTry& done, OutboxExchange& exchange) {
    Outbox(connection).settle(done.id, done.settlement, exchange.now);
    const bool plain = done.settlement.result == Outbox::Settlement::Result::Sent &&
                       done.attempt.attempt == 1 && done.settlement.reason.empty();
    if (!plain) {  // of what went well at once, the row itself tells all
        storage::DeliveryLog(connection).log(done.attempt);
    }
    if (done.charged.messages > 0) {
        storage::Spending(connection)
            .add(exchange.channel, month_of(exchange.now), done.charged, exchange.now);
    }
    if (done.says_new) {
        storage::SmsArrivals(connection).answered(exchange.channel, done.address);
    }
    if (done.pushed > 0) {
        storage::Quota(connection)
            .count_push(exchange.channel, month_of(exchange.now), done.pushed);
    }
    move_notices(connection, done, exchange);
    if (done.opted_out) {
        storage::OptOut(connection)
            .stop(exchange.channel, done.address, "channel:" + exchange.channel, exchange.now);
    }
}

void settle_all(Connection& connection, OutboxExchange& exchange) {
    for (auto& done : exchange.finished) {
        try {
            settle(connection, done, exchange);
            done.row.reset();
        } catch (const storage::StorageError& error) {
            if (error.code() != storage::StorageError::Code::Constraint) {
                throw;
            }
            spdlog::error("outbox row {} cannot be settled: {}", done.id.value, error.what());
        }
    }
}

}  // namespace

conversation::Period month_of(conversation::Instant now) {
    return conversation::period_of(conversation::bangkok_day(now));
}

void carry_out(Connection& connection, OutboxExchange& exchange) {
    if (exchange.quota_read) {
        storage::Quota(connection)
            .put(exchange.channel,
                 month_of(exchange.now),
                 exchange.quota_read->limit,
                 exchange.quota_read->used,
                 exchange.now);
    }
    exchange.moved_to.clear();
    settle_all(connection, exchange);  // pushes after the reading count on top of it
    Outbox outbox(connection);
    if (exchange.hasten) {
        outbox.hasten(exchange.channel, exchange.now);
    }
    exchange.rows.clear();
    if (exchange.room > 0 && exchange.notices != nullptr &&
        !(exchange.pushes && exchange.reminders)) {
        add(exchange, leave_used_up(connection, *exchange.notices, exchange.channel, exchange.now));
    }
    if (exchange.room > 0) {
        Outbox::Claim claim;
        claim.channel = exchange.channel;
        claim.limit = static_cast<unsigned>(exchange.room);
        claim.pushes = exchange.pushes;
        claim.untried_first = exchange.probing;
        claim.least = exchange.reminders ? Outbox::Priority::Bulk : Outbox::Priority::Answer;
        claim.token_life = exchange.pushes ? std::chrono::milliseconds(kTokenLife)
                                           : std::chrono::milliseconds(kTokenLastHope);
        exchange.rows = outbox.claim(claim, exchange.now);
    }
    const bool again = std::ranges::any_of(exchange.finished, [](const FinishedTry& done) {
        return done.settlement.result == Outbox::Settlement::Result::Retry;
    });
    if (exchange.rows.size() < exchange.room || again || exchange.hasten) {
        exchange.next_due = outbox.next_due(exchange.channel);
    }
}

}  // namespace bot
