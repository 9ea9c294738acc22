#include "bot/receipt_worker.h"

#include "bot/notice_fallback.h"
#include "storage/opt_out.h"
#include "storage/outbox.h"

#include <prometheus/counter.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <iterator>
#include <string>
#include <utility>

namespace bot {

namespace {

using storage::Outbox;
using Effect = Outbox::ReceiptEffect;

constexpr const char* kName = "sammachip_receipts_total";
constexpr const char* kHelp = "Delivery receipts by what came of them.";

}  // namespace

struct ReceiptWorker::Batch {
    std::vector<webhooks::SmsReceipt> receipts;
    int applied = 0;
    int nothing = 0;
    int unknown = 0;
    std::vector<std::string> moved_to;  // channels that notices went to instead
};

ReceiptWorker::ReceiptWorker(storage::Writer& writer,
                             const Clock& clock,
                             webhooks::Metrics& metrics)
    : writer_(writer),
      clock_(clock),
      applied_(metrics.counter(kName, kHelp, {{"result", "applied"}})),
      nothing_(metrics.counter(kName, kHelp, {{"result", "nothing_new"}})),
      unknown_(metrics.counter(kName, kHelp, {{"result", "unknown_message"}})) {}

void ReceiptWorker::set_notices(const NoticeTerms& terms,
                                std::function<void(const std::string&)> wake) {
    notices_.emplace(terms);
    wake_ = std::move(wake);
}

void ReceiptWorker::store(storage::Connection& connection, Batch& batch) const {
    const auto now = clock_.now();
    Outbox outbox(connection);
    batch.applied = batch.nothing = batch.unknown = 0;
    batch.moved_to.clear();
    for (const auto& one : batch.receipts) {
        const Effect effect = outbox.receipt(one.receipt, now);
        batch.applied += effect == Effect::Applied ? 1 : 0;
        batch.nothing += effect == Effect::Nothing ? 1 : 0;
        batch.unknown += effect == Effect::UnknownMessage ? 1 : 0;
        if (effect == Effect::Applied && one.receipt.state == Outbox::Receipt::State::Failed) {
            move_notice(connection, outbox.id_of(one.receipt), batch);
        }
        const auto address = one.opted_out ? outbox.address_of(one.receipt) : std::nullopt;
        if (address) {
            const auto& channel = one.receipt.channel;
            move_waiting(connection, channel, *address, batch);
            storage::OptOut(connection).stop(channel, *address, "channel:" + channel, now);
        }
    }
}

void ReceiptWorker::move_notice(storage::Connection& connection,
                                storage::OutboxId id,
                                Batch& batch) const {
    auto moved =
        notices_ ? fall_back(connection, *notices_, id, FallbackCause::ReportedLost, clock_.now())
                 : std::nullopt;
    if (moved) {
        batch.moved_to.push_back(*std::move(moved));
    }
}

void ReceiptWorker::move_waiting(storage::Connection& connection,
                                 const std::string& channel,
                                 const std::string& address,
                                 Batch& batch) const {
    if (notices_) {
        auto moved = leave_address(connection, *notices_, channel, address, clock_.now());
        std::ranges::move(moved, std::back_inserter(batch.moved_to));
    }
}

void ReceiptWorker::stored(const Batch& batch) {
    for (const auto& channel : batch.moved_to) {
        wake_(channel);
    }
    applied_.Increment(batch.applied);
    nothing_.Increment(batch.nothing);
    unknown_.Increment(batch.unknown);
    if (batch.unknown > 0) {
        spdlog::info("channel {}: {} receipts name messages that are not ours",
                     batch.receipts.front().receipt.channel,
                     batch.unknown);
    }
}

void ReceiptWorker::take(std::vector<webhooks::SmsReceipt> receipts, webhooks::Intake::Done done) {
    using Outcome = webhooks::Intake::Outcome;
    if (receipts.empty()) {
        done(Outcome::Committed);
        return;
    }
    const auto batch = std::make_shared<Batch>();
    batch->receipts = std::move(receipts);
    const bool taken = writer_.submit(
        [this, batch](storage::Connection& connection) { store(connection, *batch); },
        [this, batch, done](const std::exception_ptr& error) {
            if (error) {
                spdlog::error("a receipt could not be stored");
                done(Outcome::Unavailable);
                return;
            }
            stored(*batch);
            done(Outcome::Committed);
        });
    if (!taken) {
        done(Outcome::Unavailable);
    }
}

}  // namespace bot
