#include "bot/outbox_exchange.h"

#include "bot/send_plan.h"
#include "storage/error.h"
#include "storage/opt_out.h"
#include "storage/quota.h"
#include "storage/sms_arrivals.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace bot {

namespace {

using storage::Connection;
using storage::Outbox;

void settle(Connection& connection, const FinishedTry& done, const OutboxExchange& exchange) {
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
    if (done.opted_out) {
        storage::OptOut(connection)
            .stop(exchange.channel, done.address, "channel:" + exchange.channel, exchange.now);
    }
    if (done.pushed) {
        storage::Quota(connection).count_push(exchange.channel, month_of(exchange.now), 1);
    }
}

void settle_all(Connection& connection, const OutboxExchange& exchange) {
    for (const auto& done : exchange.finished) {
        try {
            settle(connection, done, exchange);
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
    settle_all(connection, exchange);  // pushes after the reading count on top of it
    Outbox outbox(connection);
    if (exchange.hasten) {
        outbox.hasten(exchange.channel, exchange.now);
    }
    exchange.rows.clear();
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
