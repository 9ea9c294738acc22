#pragma once
#include "bot/send_result.h"
#include "conversation/calendar.h"

#include <cstddef>
#include <optional>

namespace bot {

// How many calls a channel may have under way now. A channel that works is opened quickly: every
// answer allows one more call. One that throttles, fails or refuses our token is paused, then asked
// with a single call; the pauses double. A few failures among many successes pause nothing: the
// messages concerned are tried again on their own.
//
// With a channel that always throttles this makes at most four calls in six seconds, and with one
// that refuses our token three. Pure (time is an argument); not thread-safe.
class ChannelPace {
  public:
    using Instant = conversation::Instant;

    explicit ChannelPace(std::size_t most) : most_(most) {}

    // How many calls may begin now.
    [[nodiscard]] std::size_t room(Instant now);
    void begin(Instant now);

    // A call begun was not made after all.
    void cancel() { --under_way_; }

    // What came of a call. True when the channel works again after a pause: what waits for it may
    // go at once.
    [[nodiscard]] bool end(const SendResult& result, Instant now);

    // When there is room again by time alone; nothing when it depends on a call under way.
    [[nodiscard]] std::optional<Instant> paused_until() const { return paused_until_; }

    // Nothing while the channel works; else the outcome that paused it.
    [[nodiscard]] std::optional<SendOutcome> trouble() const { return trouble_; }

    [[nodiscard]] std::size_t under_way() const { return under_way_; }

    [[nodiscard]] Instant last_success() const { return last_success_; }

  private:
    void roll(Instant now);
    void pause(const SendResult& result, Instant now);

    std::size_t most_;
    std::size_t window_ = 3;
    std::size_t under_way_ = 0;
    int pauses_ = 0;  // in a row
    std::optional<Instant> paused_until_;
    std::optional<SendOutcome> trouble_;
    Instant last_begin_{};
    Instant last_success_{};
    // Successes and failures of this second and the one before.
    Instant second_{};
    int successes_[2] = {0, 0};
    int failures_[2] = {0, 0};
};

}  // namespace bot
