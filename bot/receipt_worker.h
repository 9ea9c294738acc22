#pragma once
#include "bot/clock.h"
#include "bot/notice.h"
#include "storage/writer.h"
#include "webhooks/metrics.h"
#include "webhooks/receipt_desk.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
}  // namespace prometheus

namespace bot {

// Stores what gateways say about messages sent: the receipts of one call are one job of the writer.
// Those of messages nobody knows are counted and forgotten. Threads: any number.
class ReceiptWorker final : public webhooks::ReceiptDesk {
  public:
    // All outlive it, and it outlives the writer's last job.
    ReceiptWorker(storage::Writer& writer, const Clock& clock, webhooks::Metrics& metrics);

    // Before the first receipt: notices that did not arrive go by another channel, which `wake` is
    // told of after the commit.
    void set_notices(const NoticeTerms& terms, std::function<void(const std::string&)> wake);

    void take(std::vector<webhooks::SmsReceipt> receipts, webhooks::Intake::Done done) override;

  private:
    struct Batch;
    void store(storage::Connection& connection, Batch& batch) const;
    void move_notice(storage::Connection& connection, storage::OutboxId id, Batch& batch) const;
    void move_waiting(storage::Connection& connection,
                      const std::string& channel,
                      const std::string& address,
                      Batch& batch) const;
    void stored(const Batch& batch);

    storage::Writer& writer_;
    const Clock& clock_;
    std::optional<NoticeTerms> notices_;
    std::function<void(const std::string&)> wake_;
    prometheus::Counter& applied_;
    prometheus::Counter& nothing_;
    prometheus::Counter& unknown_;
};

}  // namespace bot
