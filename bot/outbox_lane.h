#pragma once
#include "bot/channel.h"
#include "bot/channel_pace.h"
#include "bot/outbox_exchange.h"
#include "bot/push_quota.h"
#include "bot/send_rate.h"
#include "bot/send_result.h"
#include "bot/sms_budget.h"
#include "conversation/calendar.h"
#include "storage/outbox.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

namespace prometheus {
class Counter;
}  // namespace prometheus

namespace bot {

// When what is due could not be claimed, it is looked for again after this.
inline constexpr std::chrono::seconds kLookAgain{1};
inline constexpr std::chrono::milliseconds kPauseAfterFailure{500};  // of an exchange

// One channel's queue in memory: what the sender knows of it between two exchanges. Everything in
// it belongs to the sender's mutex, but send() and quota_asking.
struct OutboxLane {
    using Instant = conversation::Instant;

    OutboxLane(Channel& its_channel, std::size_t most)
        : channel(&its_channel),
          terms(its_channel.terms()),
          pace(most),
          rate(terms.rate_messages, terms.rate_in),
          budget(terms.budget) {}

    // Whether there may be rows to claim.
    [[nodiscard]] bool is_due(Instant now) const {
        return dirty || hasten || (next_due.has_value() && *next_due <= now);
    }

    // How many calls may begin now.
    [[nodiscard]] std::size_t room(Instant now) { return std::min(pace.room(now), rate.room(now)); }

    void begin(Instant now) {
        pace.begin(now);
        rate.begin(now);
    }

    // A call begun was not made after all.
    void cancel() {
        pace.cancel();
        rate.cancel();
    }

    // What an exchange is about, known when its job runs.
    void prepare(OutboxExchange& exchange, Instant now, bool may_claim);
    // It is committed; its rows are the caller's to begin.
    void take_over(const OutboxExchange& exchange, Instant now);
    // It is not.
    void undo(OutboxExchange& exchange);
    // A claimed row of which no byte has left goes back to the queue.
    void put_back(const storage::Outbox::Row& row, Instant now);
    // What a gateway may have taken is charged for, whatever became of its answer.
    void note_cost(const storage::Outbox::Row& row, const SendResult& result, FinishedTry& done);

    // Begins the call; `done` as Channel::send has it. Any thread.
    void send(const storage::Outbox::Row& row, Channel::SendDone done) const;

    Channel* channel;
    const ChannelTerms& terms;
    ChannelPace pace;
    SendRate rate;
    SmsBudget budget;
    bool dirty = true;         // there may be rows to claim
    bool blocked = false;      // there are: they wait for calls to their address to end
    bool busy = false;         // an exchange is under way
    std::size_t claiming = 0;  // how many rows it claims at most
    bool hasten = false;       // the next exchange makes waiting rows due
    std::optional<Instant> next_due;
    std::chrono::steady_clock::time_point not_before{};  // after an exchange that failed
    std::vector<FinishedTry> finished;
    PushQuota quota;
    std::optional<Quota> quota_read;  // not stored yet
    std::array<prometheus::Counter*, kSendOutcomes> counters{};
    std::mutex quota_asking;  // one thread asks, the others wait for its answer
};

// The beginning of what is told of a row's try.
[[nodiscard]] FinishedTry try_of(const storage::Outbox::Row& row);

}  // namespace bot
