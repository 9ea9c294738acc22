#pragma once
#include "conversation/calendar.h"

namespace bot {

// Where the process learns what time it is. Rules take instants as arguments; only the threads at
// the edge ask. Implementations are thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;

    [[nodiscard]] virtual conversation::Instant now() const = 0;
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] conversation::Instant now() const override {
        return std::chrono::time_point_cast<conversation::Instant::duration>(
            std::chrono::system_clock::now());
    }
};

}  // namespace bot
