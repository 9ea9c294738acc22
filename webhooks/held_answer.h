#pragma once
#include "webhooks/problem.h"

#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace webhooks {

// An answer that may be given only when something has been done: a commit. The handler returns at
// once, so no thread waits; the gate keeps the bytes until release(). All functions may be called
// from any thread.
class HeldAnswer {
  public:
    // Nothing: the answer is given as it is; else it is refused with this problem instead.
    using Then = std::function<void(std::optional<Problem> instead)>;

    // What the peer hears of a refusal: the problem, or nothing, its connection just ends.
    enum class Refusal { Said, Silent };

    explicit HeldAnswer(Refusal refusal = Refusal::Said) : refusal_(refusal) {}

    [[nodiscard]] Refusal refusal() const { return refusal_; }

    // It is done. Only the first call counts.
    void release(std::optional<Problem> instead) {
        Then then;
        {
            const std::scoped_lock lock(mutex_);
            if (released_) {
                return;
            }
            released_ = true;
            instead_ = instead;
            then = std::move(then_);
        }
        if (then) {
            then(instead);
        }
    }

    // Runs `then` once it is done, at once when it is. Called by the gate, once.
    void when_released(Then then) {
        {
            const std::scoped_lock lock(mutex_);
            if (!released_) {
                then_ = std::move(then);
                return;
            }
        }
        then(instead_);
    }

  private:
    const Refusal refusal_;
    std::mutex mutex_;
    bool released_ = false;           // guarded by mutex_, as the next two
    std::optional<Problem> instead_;  // never changes once released
    Then then_;
};

}  // namespace webhooks
