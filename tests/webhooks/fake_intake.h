#pragma once
#include "webhooks/intake.h"

#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

// An Intake that remembers what it took.
class FakeIntake : public webhooks::Intake {
  public:
    void take(std::vector<conversation::IncomingMessage> events, Done done) override {
        std::unique_lock lock(mutex_);
        ++calls_;
        if (waits_) {
            waiting_.push_back(std::move(done));
            return;
        }
        if (outcome_ == Outcome::Committed) {
            taken_.insert(taken_.end(),
                          std::make_move_iterator(events.begin()),
                          std::make_move_iterator(events.end()));
        }
        const auto outcome = outcome_;
        lock.unlock();
        done(outcome);
    }

    // From now on nothing is committed before commit() is called.
    void wait() {
        const std::scoped_lock lock(mutex_);
        waits_ = true;
    }

    // Ends what waits; returns how many calls that were.
    std::size_t commit() {
        std::vector<Done> waiting;
        {
            const std::scoped_lock lock(mutex_);
            waiting.swap(waiting_);
        }
        for (const auto& done : waiting) {
            done(Outcome::Committed);
        }
        return waiting.size();
    }

    void answer_with(Outcome outcome) {
        const std::scoped_lock lock(mutex_);
        outcome_ = outcome;
    }

    [[nodiscard]] std::vector<conversation::IncomingMessage> taken() const {
        const std::scoped_lock lock(mutex_);
        return taken_;
    }

    [[nodiscard]] int calls() const {
        const std::scoped_lock lock(mutex_);
        return calls_;
    }

  private:
    mutable std::mutex mutex_;
    Outcome outcome_ = Outcome::Committed;
    std::vector<conversation::IncomingMessage> taken_;
    int calls_ = 0;
    bool waits_ = false;
    std::vector<Done> waiting_;
};
