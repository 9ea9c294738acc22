#pragma once
#include "bot/clock.h"
#include "bot/outbox_sender.h"
#include "storage/connection.h"
#include "storage/database.h"
#include "storage/thread_annotations.h"
#include "webhooks/health.h"
#include "webhooks/metrics.h"

#include <atomic>
#include <cstddef>
#include <vector>

namespace bot {

// What /readyz and /metrics say of the whole program. Threads: any number.
class AppHealth {
  public:
    // All outlive it.
    AppHealth(storage::Database& database, const OutboxSender& sender, const Clock& clock);

    // How many forms were left out because something is wrong with them.
    void set_broken_forms(std::size_t count) { broken_forms_ = count; }

    [[nodiscard]] std::vector<webhooks::PartHealth> parts();
    // Sets the gauges that are cheaper asked than kept.
    void measure(webhooks::Metrics& metrics);

  private:
    void measure_sms(webhooks::Metrics& metrics, const OutboxSender::Status& status);
    void measure_outbox(webhooks::Metrics& metrics, conversation::Instant now) REQUIRES(mutex_);
    void measure_duties(webhooks::Metrics& metrics, conversation::Instant now) REQUIRES(mutex_);

    storage::Database& database_;
    const OutboxSender& sender_;
    const Clock& clock_;
    std::atomic<std::size_t> broken_forms_ = 0;
    storage::Mutex mutex_;
    storage::Connection reader_ GUARDED_BY(mutex_);
};

}  // namespace bot
