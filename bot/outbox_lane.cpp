#include "bot/outbox_lane.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace bot {

using storage::Outbox;

FinishedTry try_of(const Outbox::Row& row) {
    FinishedTry done;
    done.id = row.id;
    done.attempt.outbox = row.id;
    done.attempt.attempt = row.attempts;
    done.attempt.way = row.way == Outbox::Way::Reply ? "reply" : "push";
    return done;
}

void OutboxLane::prepare(OutboxExchange& exchange, Instant now, bool may_claim) {
    const std::size_t most = may_claim && is_due(now) ? room(now) : 0;
    exchange.channel = channel->id();
    exchange.finished = std::exchange(finished, {});
    exchange.quota_read = std::exchange(quota_read, std::nullopt);
    exchange.hasten = std::exchange(hasten, false);
    exchange.pushes = quota.pushes_on(now);
    exchange.reminders = budget.reminders_on(terms.price, month_of(now));
    exchange.room = most;
    exchange.probing = pace.trouble().has_value();
    exchange.now = now;
    exchange.next_due = next_due;
    claiming = most;
    dirty = most == 0 && dirty;
}

void OutboxLane::take_over(const OutboxExchange& exchange, Instant now) {
    busy = false;
    claiming = 0;
    next_due = exchange.next_due;
    if (exchange.room == 0) {
        return;
    }
    // A full claim says that there may be more; what is due but was not claimed waits for a call to
    // end, which may have happened by now.
    const bool full = exchange.rows.size() == exchange.room;
    blocked = !full && next_due && *next_due <= now;
    next_due = blocked ? now + kLookAgain : next_due;
    dirty = dirty || full || (blocked && !finished.empty());
}

void OutboxLane::undo(OutboxExchange& exchange) {
    busy = false;
    claiming = 0;
    dirty = true;
    hasten = hasten || exchange.hasten;
    not_before = std::chrono::steady_clock::now() + kPauseAfterFailure;
    finished.insert(finished.begin(),
                    std::make_move_iterator(exchange.finished.begin()),
                    std::make_move_iterator(exchange.finished.end()));
    if (exchange.quota_read && !quota_read) {
        quota_read = exchange.quota_read;
    }
}

void OutboxLane::put_back(const Outbox::Row& row, Instant now) {
    FinishedTry done = try_of(row);
    done.attempt.result = "stopped";
    done.attempt.at = now;
    done.settlement.result = Outbox::Settlement::Result::Retry;
    done.settlement.reason = done.attempt.result;
    done.settlement.next_at = now;
    done.settlement.uncertain = row.reply_only;
    finished.push_back(std::move(done));
}

void OutboxLane::note_cost(const Outbox::Row& row, const SendResult& result, FinishedTry& done) {
    const auto& outcome = traits(result.outcome);
    const bool charged = outcome.delivered || !outcome.certain;
    budget.over(done.charged.cost, charged, month_of(done.attempt.at));
    done.charged = charged ? done.charged : storage::Spending::Sum{};
    done.says_new = charged;
    done.opted_out = result.outcome == SendOutcome::OptedOut;
    done.address = row.address;
}

void OutboxLane::send(const Outbox::Row& row, Channel::SendDone done) const {
    try {
        auto messages = row.messages();
        if (!messages) {
            throw std::runtime_error("its messages cannot be read");
        }
        channel->send({.way = row.way == Outbox::Way::Reply ? SendWay::Reply : SendWay::Push,
                       .address = row.address,
                       .reply_token = row.reply_token,
                       .retry_key = row.retry_key,
                       .row = row.id.value,
                       .messages = *messages},
                      done);
    } catch (const std::exception& error) {
        SendResult result;
        result.outcome = SendOutcome::Rejected;  // nothing left: it failed while being written
        result.detail = "it could not be put into the channel's form";
        spdlog::error("outbox row {}: {}", row.id.value, error.what());
        done(result);
    }
}

}  // namespace bot
