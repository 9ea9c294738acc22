#pragma once
#include "bot/clock.h"
#include "bot/housekeeping.h"
#include "conversation/texts.h"
#include "storage/database.h"
#include "storage/thread_annotations.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <thread>

namespace bot {

// The thread that keeps the promises of the privacy notice: at the start and every ten minutes it
// erases what was asked half an hour ago or earlier (so that the receipt has arrived), and once a
// night, from 02:00 on, it lets go of what was kept long enough.
class Housekeeper {
  public:
    // How long a wish to be erased rests.
    static constexpr std::chrono::minutes kRest{30};
    static constexpr std::chrono::hours kNight{2};  // Bangkok's time

    // Both outlive it.
    Housekeeper(storage::Database& database, const Clock& clock);
    ~Housekeeper();  // stops
    Housekeeper(const Housekeeper&) = delete;
    Housekeeper& operator=(const Housekeeper&) = delete;
    Housekeeper(Housekeeper&&) = delete;
    Housekeeper& operator=(Housekeeper&&) = delete;

    void start();
    // Ends after the step under way.
    void stop();

    // What the thread does each time. For tests, before start().
    void round();

  private:
    void loop();
    [[nodiscard]] bool stopping();
    [[nodiscard]] bool is_night_due(conversation::Instant now);

    const Clock& clock_;
    storage::Connection reader_;
    const conversation::Texts texts_ = conversation::Texts::built_in();
    HousekeepingDoors doors_;
    ErasureJob erasures_;
    storage::Mutex mutex_;
    std::condition_variable_any changed_;
    bool stopping_ GUARDED_BY(mutex_) = false;
    std::jthread thread_;
};

}  // namespace bot
