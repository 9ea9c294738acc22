#pragma once
#include "bot/clock.h"
#include "bot/reminder_pass.h"
#include "storage/thread_annotations.h"
#include "storage/writer.h"
#include "webhooks/metrics.h"

#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>

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

    // Asks a channel how many members a group has (Channel::members). Before start().
    using GroupSize = std::function<std::optional<std::int64_t>(const std::string& channel,
                                                                const std::string& address)>;

    void set_group_size(GroupSize ask) { group_size_ = std::move(ask); }

    void start();
    void stop();

    // All that is to be done now; what start()'s thread calls, and tests. Throws StorageError.
    void step();

  private:
    void loop();
    [[nodiscard]] std::chrono::milliseconds pause();
    void count(const PassResult& result);
    void look_for_failures(conversation::Instant now);
    void count_groups(conversation::Instant now);
    void look_ahead(conversation::Instant now);

    storage::Writer& writer_;
    const Clock& clock_;
    const PassTerms terms_;
    const std::function<void(const std::string&)> wake_;
    std::array<prometheus::Counter*, 4> counters_{};
    GroupSize group_size_;
    conversation::Instant looked_for_failures_{};
    conversation::Instant counted_groups_{};
    conversation::Day looked_ahead_{};
    storage::Mutex mutex_;
    std::condition_variable_any changed_;
    bool stopping_ GUARDED_BY(mutex_) = false;
    std::jthread thread_;
};

}  // namespace bot
