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

// How many calls ask a paused channel. Two: one of them may be a message that always fails.
constexpr std::size_t kProbes = 2;

// A channel that took something this short a time ago works, whatever else fails.
constexpr std::chrono::milliseconds kSilence{300};

// When nothing was begun for this long although calls are under way, they hang.
constexpr std::chrono::milliseconds kHanging{500};

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
        successes_[0] = successes_[1] = 0;
        second_ = now;
    } else if (age >= 1s) {
        successes_[0] = std::exchange(successes_[1], 0);
        second_ += 1s;
    }
}

// Old calls are taken to end before new ones: at worst a probe is made too early.
std::size_t ChannelPace::probes(Instant now) const {
    // A clock set back must not make a pause longer than it was meant.
    const bool over = now >= *paused_until_ || *paused_until_ - now > 2h;
    const bool is_one = trouble_ == SendOutcome::Throttled || trouble_ == SendOutcome::Unauthorized;
    const std::size_t allowed = begun_before_pause_ + (is_one ? 1 : kProbes);
    return over && under_way_ < allowed ? allowed - under_way_ : 0;
}

std::size_t ChannelPace::room(Instant now) {
    if (paused_until_) {
        return probes(now);
    }
    if (now - last_begin_ > 10s && under_way_ == 0) {
        window_ = kFirstWindow;  // what it took some time ago says little about now
    }
    if (under_way_ < window_) {
        return window_ - under_way_;
    }
    const bool all_hang = now - last_begin_ >= kHanging || now < last_begin_;
    return all_hang && under_way_ < most_ ? 1 : 0;
}

std::optional<conversation::Instant> ChannelPace::room_at() const {
    if (paused_until_) {
        return paused_until_;
    }
    return under_way_ < window_ ? std::nullopt : std::optional(last_begin_ + kHanging);
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
    begun_before_pause_ = under_way_;
    window_ = kFirstWindow;
}

bool ChannelPace::is_trouble(std::string_view address, SendOutcome outcome, Instant now) {
    const bool several = !failed_address_.empty() && failed_address_ != address;
    failed_address_ = address;
    if (outcome == SendOutcome::Unauthorized) {
        return true;
    }
    const auto silence = now - last_success_;
    const bool others_succeed = silence >= 0s && silence < kSilence;
    if (outcome == SendOutcome::Throttled) {
        // More in a row than chance brings among so many that succeed.
        ++throttled_;
        return !others_succeed || throttled_ > 1 + (successes_[0] + successes_[1]) / 50;
    }
    return !others_succeed && several;
}

bool ChannelPace::end(std::string_view address, const SendResult& result, Instant now) {
    --under_way_;
    begun_before_pause_ -= std::min<std::size_t>(begun_before_pause_, 1);
    roll(now);
    if (!is_failure(result.outcome)) {
        ++successes_[1];
        last_success_ = now;
        failed_address_.clear();
        throttled_ = 0;
        window_ = std::min(window_ + kWindowGrowth, most_);
        const bool recovered = paused_until_.has_value();
        paused_until_.reset();
        trouble_.reset();
        pauses_ = 0;
        return recovered;
    }
    // Calls that were under way when the pause began say nothing new.
    const bool is_news = !paused_until_ || now >= *paused_until_;
    if (is_news && (paused_until_ || is_trouble(address, result.outcome, now))) {
        pause(result, now);
    }
    return false;
}

}  // namespace bot
