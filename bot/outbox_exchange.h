#pragma once
#include "bot/channel.h"
#include "bot/notice.h"
#include "storage/connection.h"
#include "storage/delivery_log.h"
#include "storage/outbox.h"
#include "storage/spending.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bot {

// The month (Bangkok's) that quotas, costs and budgets of an instant count in.
[[nodiscard]] conversation::Period month_of(conversation::Instant now);

// A try that is over and waits to be settled.
struct FinishedTry {
    storage::OutboxId id;
    // What was sent, where it was at hand: most of it was made by the writer's thread, and is freed
    // there when the try is settled. malloc makes threads wait that free what another one made.
    std::shared_ptr<const storage::Outbox::Row> row;
    storage::Outbox::Settlement settlement;
    storage::DeliveryLog::Attempt attempt;
    std::int64_t pushed = 0;         // so many messages less has the month
    storage::Spending::Sum charged;  // the channel's bill grows by it
    bool says_new = false;           // of SMS: the person has something new to answer to
    bool opted_out = false;          // the person wants nothing more at this address
    std::string address;             // of these two
    bool kept_back = false;   // no call was made: what is left of the quota is not for this one
    bool taken_once = false;  // a try of it that had been taken would have shown (Repeat::Safe)
};

// One dealing of the sender with the outbox, a single job of storage's writer: what is over is
// settled, and what there is room for is claimed. A notice that the channel will not bring goes to
// another one (bot/notice_fallback).
struct OutboxExchange {
    std::string channel;
    conversation::Instant now{};
    std::vector<FinishedTry> finished;
    std::optional<Quota> quota_read;       // to be remembered
    bool hasten = false;                   // what waits for another try is due now
    bool pushes = true;                    // off: only replies are claimed
    bool reminders = true;                 // off: only answers are claimed, the budget is used up
    std::size_t room = 0;                  // how many to claim
    bool probing = false;                  // they are to show whether the channel works again
    const NoticeTerms* notices = nullptr;  // nothing: notices stay on their channel
    // When the next row falls due, as far as is known; looked up where this exchange may change it.
    std::optional<conversation::Instant> next_due;
    std::vector<storage::Outbox::Row> rows;  // what was claimed
    std::vector<std::string> moved_to;       // channels that notices went to instead
};

// Throws StorageError; then the job is undone. A try that cannot be settled because of a bug is
// logged and left, so that it does not keep the others from it.
void carry_out(storage::Connection& connection, OutboxExchange& exchange);

}  // namespace bot
