#pragma once
#include "bot/clock.h"
#include "bot/reminder_pass.h"
#include "storage/chat_groups.h"
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

    // Called, daily, for a group whose members were not counted lately: what a push to it costs is
    // to be asked of its channel and given to note_group_size, when it is known. Must not block.
    // Before start().
    using AskGroupSize = std::function<void(const storage::ChatGroups::Group& group)>;

    void set_ask_group_size(AskGroupSize ask) { ask_group_size_ = std::move(ask); }

    // Any thread. Throws StorageError.
    void note_group_size(storage::ChatGroupId group, std::int64_t members);

    void start();
    void stop();

    // All that is to be done now; what start()'s thread calls, and tests. Throws StorageError.
    void step();

  private:
    void loop();
    [[nodiscard]] std::chrono::milliseconds pause();
    void count(const PassResult& result);
    void look_for_failures(conversation::Instant now);
    void ask_group_sizes(conversation::Instant now);
    void look_ahead(conversation::Instant now);

    storage::Writer& writer_;
    const Clock& clock_;
    const PassTerms terms_;
    const std::function<void(const std::string&)> wake_;
    std::array<prometheus::Counter*, 4> counters_{};
    AskGroupSize ask_group_size_;
    conversation::Instant looked_for_failures_{};
    conversation::Instant asked_groups_{};
    conversation::Day looked_ahead_{};
    storage::Mutex mutex_;
    std::condition_variable_any changed_;
    bool stopping_ GUARDED_BY(mutex_) = false;
    std::jthread thread_;
};

}  // namespace bot
