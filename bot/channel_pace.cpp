#include "bot/channel_pace.h"

#include <algorithm>
#include <utility>

namespace bot {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kFirstWindow = 3;
// A channel that answers in 100 ms takes a thousand calls a second within half a second.
constexpr std::size_t kWindowGrowth = 3;  // with each success

// The first pause after an outcome.
std::chrono::milliseconds first_pause(SendOutcome outcome) {
    switch (outcome) {
        case SendOutcome::Throttled:
            return 4s;
        case SendOutcome::Unauthorized:
            return 15s;
        default:
            return 500ms;
    }
}

// Trouble that ends is noticed within this time, so that answers are not late for longer.
constexpr std::chrono::milliseconds kLongestPause = 30s;

// Quota concerns pushes only, and is kept elsewhere.
bool is_failure(SendOutcome outcome) {
    return traits(outcome).channel_wide && outcome != SendOutcome::QuotaExhausted;
}

}  // namespace

void ChannelPace::roll(Instant now) {
    const auto age = now - second_;
    if (age >= 2s || age < 0s) {
        successes_[0] = successes_[1] = failures_[0] = failures_[1] = 0;
        second_ = now;
    } else if (age >= 1s) {
        successes_[0] = std::exchange(successes_[1], 0);
        failures_[0] = std::exchange(failures_[1], 0);
        second_ += 1s;
    }
}

std::size_t ChannelPace::room(Instant now) {
    if (paused_until_) {
        // A clock set back must not make a pause longer than it was meant.
        const bool over = now >= *paused_until_ || *paused_until_ - now > 2h;
        return over && under_way_ == 0 ? 1 : 0;
    }
    if (now - last_begin_ > 10s && under_way_ == 0) {
        window_ = kFirstWindow;  // what it took some time ago says little about now
    }
    return window_ - std::min(window_, under_way_);
}

void ChannelPace::begin(Instant now) {
    ++under_way_;
    last_begin_ = now;
}

void ChannelPace::pause(const SendResult& result, Instant now) {
    auto length = first_pause(result.outcome);
    for (int i = 0; i < pauses_ && length < kLongestPause; ++i) {
        length *= 2;
    }
    length = std::max<std::chrono::milliseconds>(std::min(length, kLongestPause),
                                                 std::chrono::seconds(result.retry_after));
    ++pauses_;
    paused_until_ = now + length;
    trouble_ = result.outcome;
    window_ = kFirstWindow;
}

bool ChannelPace::end(const SendResult& result, Instant now) {
    --under_way_;
    roll(now);
    if (!is_failure(result.outcome)) {
        ++successes_[1];
        last_success_ = now;
        window_ = std::min(window_ + kWindowGrowth, most_);
        const bool recovered = paused_until_.has_value();
        paused_until_.reset();
        trouble_.reset();
        pauses_ = 0;
        return recovered;
    }
    ++failures_[1];
    const bool mostly = (failures_[0] + failures_[1]) * 2 > successes_[0] + successes_[1] ||
                        result.outcome == SendOutcome::Unauthorized;
    // Calls that were under way when the pause began say nothing new.
    if (mostly && (!paused_until_ || now >= *paused_until_)) {
        pause(result, now);
    }
    return false;
}

}  // namespace bot
