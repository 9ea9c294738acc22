#pragma once
#include "bot/send_result.h"
#include "conversation/calendar.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bot {

// How many calls a channel may have under way now. A channel that works is opened quickly: every
// answer allows three more calls. One that throttles, fails or refuses our token is paused, then
// asked with one or two calls; the pauses double.
//
// What fails while others succeed pauses nothing, nor does what fails for one address only: the
// messages concerned are tried again on their own. Calls that hang hold up nobody either: where all
// that may be under way are, another is allowed twice a second.
//
// A channel that throttles or refuses our token gets at most five calls in six seconds, those under
// way when it began left out. Pure (time is an argument); not thread-safe.
class ChannelPace {
  public:
    using Instant = conversation::Instant;

    explicit ChannelPace(std::size_t most) : most_(most) {}

    // How many calls may begin now.
    [[nodiscard]] std::size_t room(Instant now);
    void begin(Instant now);

    // A call begun was not made after all.
    void cancel() { --under_way_; }

    // What came of a call to `address`. True when the channel works again after a pause: what waits
    // for it may go at once.
    [[nodiscard]] bool end(std::string_view address, const SendResult& result, Instant now);

    [[nodiscard]] std::optional<Instant> paused_until() const { return paused_until_; }

    // When there is room again by time alone; nothing when there is, or when it depends on a call.
    [[nodiscard]] std::optional<Instant> room_at() const;

    // Nothing while the channel works; else the outcome that paused it.
    [[nodiscard]] std::optional<SendOutcome> trouble() const { return trouble_; }

    [[nodiscard]] std::size_t under_way() const { return under_way_; }

    [[nodiscard]] Instant last_success() const { return last_success_; }

  private:
    void roll(Instant now);
    [[nodiscard]] std::size_t probes(Instant now) const;
    [[nodiscard]] bool is_trouble(std::string_view address, SendOutcome outcome, Instant now);
    void pause(const SendResult& result, Instant now);

    std::size_t most_;
    std::size_t window_ = 3;
    std::size_t under_way_ = 0;
    std::size_t begun_before_pause_ = 0;  // of them
    int pauses_ = 0;                      // in a row
    std::optional<Instant> paused_until_;
    std::optional<SendOutcome> trouble_;
    Instant last_begin_{};
    Instant last_success_{};
    std::string failed_address_;  // since the last success; empty: none
    int throttled_ = 0;           // in a row
    // Successes of this second and the one before.
    Instant second_{};
    int successes_[2] = {0, 0};
};

}  // namespace bot
