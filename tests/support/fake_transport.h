#pragma once
#include "bot/http_transport.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace support {

// The outside in memory: keeps every request, answers what the test says. Thread-safe.
class FakeTransport final : public bot::HttpTransport {
  public:
    using Answer = std::function<bot::HttpAnswer(const bot::HttpRequest&)>;

    static bot::HttpAnswer answer(int status, std::string body) {
        bot::HttpAnswer made;
        made.outcome = bot::HttpAnswer::Outcome::Answered;
        made.status = status;
        made.body = std::move(body);
        made.headers["x-line-request-id"] = "req-1";
        return made;
    }

    static bot::HttpAnswer broken(bot::HttpAnswer::Outcome outcome) {
        bot::HttpAnswer made;
        made.outcome = outcome;
        made.trouble = "scripted";
        return made;
    }

    // Answers the next call not yet planned for; then `always`.
    void then(bot::HttpAnswer answer) {
        const std::lock_guard lock(mutex_);
        planned_.push_back(std::move(answer));
    }

    void always(Answer answer) {
        const std::lock_guard lock(mutex_);
        always_ = std::move(answer);
    }

    [[nodiscard]] bot::HttpAnswer call(const bot::HttpRequest& request) override {
        Answer how;
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
            changed_.notify_all();
            if (!planned_.empty()) {
                bot::HttpAnswer next = std::move(planned_.front());
                planned_.pop_front();
                return next;
            }
            how = always_;
        }
        return how ? how(request) : answer(200, R"({"sentMessages":[{"id":"1"}]})");
    }

    void abort() override {}

    [[nodiscard]] std::vector<bot::HttpRequest> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<bot::HttpAnswer> planned_;
    Answer always_;
    std::vector<bot::HttpRequest> requests_;
};

}  // namespace support
