#pragma once
#include "bot/clock.h"
#include "bot/reminder_pass.h"
#include "storage/thread_annotations.h"
#include "storage/writer.h"
#include "webhooks/metrics.h"

#include <array>
#include <condition_variable>
#include <functional>
#include <string>
#include <thread>

namespace prometheus {
class Counter;
}

namespace bot {

// The thread that plans and says what is due. It sleeps until the next row falls due, at most half
// a minute, so that changed plans and a changed clock are seen; each piece of work is a job of the
// writer of its own. Nothing is kept in memory: after a crash the table says what is left.
class ReminderScheduler {
  public:
    // `wake` is called when a channel has something to send. All references, also those in `terms`,
    // outlive the scheduler.
    ReminderScheduler(storage::Writer& writer,
                      const Clock& clock,
                      webhooks::Metrics& metrics,
                      PassTerms terms,
                      std::function<void(const std::string& channel)> wake);
    ~ReminderScheduler();  // stops
    ReminderScheduler(const ReminderScheduler&) = delete;
    ReminderScheduler& operator=(const ReminderScheduler&) = delete;
    ReminderScheduler(ReminderScheduler&&) = delete;
    ReminderScheduler& operator=(ReminderScheduler&&) = delete;

    void start();
    void stop();

    // All that is to be done now; what start()'s thread calls, and tests. Throws StorageError.
    void step();

  private:
    void loop();
    [[nodiscard]] std::chrono::milliseconds pause();
    void count(const PassResult& result);

    storage::Writer& writer_;
    const Clock& clock_;
    const PassTerms terms_;
    const std::function<void(const std::string&)> wake_;
    std::array<prometheus::Counter*, 4> counters_{};
    conversation::Instant looked_for_failures_{};
    storage::Mutex mutex_;
    std::condition_variable_any changed_;
    bool stopping_ GUARDED_BY(mutex_) = false;
    std::jthread thread_;
};

}  // namespace bot
