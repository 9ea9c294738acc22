#include "bot/send_rate.h"

#include <algorithm>
#include <limits>

namespace bot {

SendRate::SendRate(unsigned messages, std::chrono::milliseconds in) {
    if (messages > 0) {
        interval_ = std::max(Micros(in) / messages, Micros(1));
        burst_ = std::max(interval_, Micros(std::chrono::seconds(1)));
    }
}

std::size_t SendRate::room(Instant now) {
    if (interval_ == Micros(0)) {
        return std::numeric_limits<std::size_t>::max();
    }
    if (next_ < now || next_ > now + burst_ + interval_) {  // idle, or the clock was set back
        next_ = now;
    }
    const auto free = (now + burst_ - next_) / interval_;
    return free > 0 ? static_cast<std::size_t>(free) : 0;
}

void SendRate::begin(Instant now) {
    next_ = std::max<std::chrono::sys_time<Micros>>(next_, now) + interval_;
}

void SendRate::cancel() {
    next_ -= interval_;
}

std::optional<conversation::Instant> SendRate::room_at(Instant now) const {
    const auto at = std::chrono::ceil<Instant::duration>(next_ + interval_ - burst_);
    return interval_ == Micros(0) || at <= now ? std::nullopt : std::optional(at);
}

}  // namespace bot
