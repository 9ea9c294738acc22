#pragma once
#include "bot/channel.h"

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace support {

// A channel in memory: keeps every call, answers what the test says. Thread-safe.
class FakeChannel final : public bot::Channel {
  public:
    struct Call {
        bot::SendWay way = bot::SendWay::Reply;
        std::string address;
        std::string reply_token;
        std::string retry_key;
        std::string text;  // of the first message
    };

    explicit FakeChannel(std::string id) : id_(std::move(id)) {}

    [[nodiscard]] const std::string& id() const override { return id_; }

    // Before a sender has it.
    void set_terms(const bot::ChannelTerms& terms) {
        terms_ = terms;
        terms_.blocks = true;
    }

    [[nodiscard]] const bot::ChannelTerms& terms() const override { return terms_; }

    // One for each message.
    [[nodiscard]] std::size_t segments(
        const std::vector<conversation::OutgoingMessage>& messages) const override {
        return messages.size();
    }

    // What the next call not planned for yet comes to; then `always`, which begins as Sent.
    void then(bot::SendOutcome outcome) {
        const std::lock_guard lock(mutex_);
        planned_.push_back(outcome);
    }

    void always(std::function<bot::SendOutcome(const Call&)> rule) {
        const std::lock_guard lock(mutex_);
        always_ = std::move(rule);
    }

    // Runs in each call before it answers.
    void before_answer(std::function<void(const Call&)> hook) {
        const std::lock_guard lock(mutex_);
        hook_ = std::move(hook);
    }

    void set_quota(bot::Quota quota) {
        const std::lock_guard lock(mutex_);
        quota_ = quota;
    }

    // What fetching a picture comes to, one after the other; the last one stays.
    void plan_content(const std::string& remote_id, std::deque<bot::ContentResult> results) {
        const std::lock_guard lock(mutex_);
        contents_[remote_id] = std::move(results);
    }

    void send(const bot::SendRequest& request, SendDone done) override {
        Call call{request.way,
                  request.address,
                  request.reply_token,
                  request.retry_key,
                  request.messages.empty() ? "" : request.messages.front().text};
        bot::SendResult result;
        std::function<void(const Call&)> hook;
        {
            const std::lock_guard lock(mutex_);
            calls_.push_back(call);
            hook = hook_;
            if (!planned_.empty()) {
                result.outcome = planned_.front();
                planned_.pop_front();
            } else {
                result.outcome = always_ ? always_(call) : bot::SendOutcome::Sent;
            }
        }
        if (hook) {
            hook(call);
        }
        done(result);
    }

    [[nodiscard]] std::optional<bot::Quota> quota() override {
        const std::lock_guard lock(mutex_);
        ++quota_readings_;
        return quota_;
    }

    [[nodiscard]] bot::ContentResult fetch(const std::string& remote_id) override {
        const std::lock_guard lock(mutex_);
        ++fetches_;
        auto& planned = contents_[remote_id];
        if (planned.empty()) {
            bot::ContentResult gone;
            gone.outcome = bot::ContentResult::Outcome::Gone;
            return gone;
        }
        bot::ContentResult next = planned.front();
        if (planned.size() > 1) {
            planned.pop_front();
        }
        return next;
    }

    void show_typing(const std::string& /*address*/) override {}

    void mark_read(const std::string& /*read_token*/) override {}

    [[nodiscard]] std::vector<Call> calls() const {
        const std::lock_guard lock(mutex_);
        return calls_;
    }

    [[nodiscard]] int quota_readings() const {
        const std::lock_guard lock(mutex_);
        return quota_readings_;
    }

    [[nodiscard]] int fetches() const {
        const std::lock_guard lock(mutex_);
        return fetches_;
    }

  private:
    const std::string id_;
    bot::ChannelTerms terms_{.blocks = true};  // a hook may wait
    mutable std::mutex mutex_;
    std::deque<bot::SendOutcome> planned_;
    std::function<bot::SendOutcome(const Call&)> always_;
    std::function<void(const Call&)> hook_;
    std::optional<bot::Quota> quota_ = bot::Quota{};
    int quota_readings_ = 0;
    int fetches_ = 0;
    std::map<std::string, std::deque<bot::ContentResult>> contents_;
    std::vector<Call> calls_;
};

}  // namespace support
