#pragma once
#include "bot/clock.h"

#include <atomic>
#include <chrono>

namespace support {

// A clock that stands still until it is told to go on. Thread-safe.
class FakeClock final : public bot::Clock {
  public:
    explicit FakeClock(conversation::Instant now) : now_(now.time_since_epoch().count()) {}

    // 1 December 2025, 9 o'clock in Bangkok.
    FakeClock()
        : FakeClock(conversation::Instant(std::chrono::sys_days(std::chrono::year(2025) / 12 / 1)) +
                    std::chrono::hours(2)) {}

    [[nodiscard]] conversation::Instant now() const override {
        return conversation::Instant(std::chrono::milliseconds(now_.load()));
    }

    void advance(std::chrono::milliseconds time) { now_ += time.count(); }

    void set(conversation::Instant now) { now_ = now.time_since_epoch().count(); }

  private:
    std::atomic<std::int64_t> now_;
};

}  // namespace support
