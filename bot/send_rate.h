#pragma once
#include "conversation/calendar.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace bot {

// How often a channel may be used: so many messages in so much time, evenly spread; what one second
// allows may go at once. Pure (time is an argument); not thread-safe.
class SendRate {
  public:
    using Instant = conversation::Instant;

    // `messages` 0: as many as the channel takes.
    SendRate(unsigned messages, std::chrono::milliseconds in);

    // How many messages may begin now.
    [[nodiscard]] std::size_t room(Instant now);
    void begin(Instant now);
    // A message begun was not sent after all.
    void cancel();
    // When there is room again; nothing when there is now, or always.
    [[nodiscard]] std::optional<Instant> room_at(Instant now) const;

  private:
    using Micros = std::chrono::microseconds;

    Micros interval_{0};  // 0: no limit
    Micros burst_{0};     // how far `next_` may lie ahead of now
    std::chrono::sys_time<Micros> next_{};
};

}  // namespace bot
