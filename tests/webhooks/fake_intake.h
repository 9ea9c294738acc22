#pragma once
#include "webhooks/intake.h"

#include <iterator>
#include <mutex>
#include <vector>

// An Intake that remembers what it took.
class FakeIntake : public webhooks::Intake {
  public:
    Outcome take(std::vector<conversation::IncomingMessage> events) override {
        const std::scoped_lock lock(mutex_);
        ++calls_;
        if (outcome_ == Outcome::Committed) {
            taken_.insert(taken_.end(),
                          std::make_move_iterator(events.begin()),
                          std::make_move_iterator(events.end()));
        }
        return outcome_;
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
};
