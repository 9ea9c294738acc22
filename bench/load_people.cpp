#include "bench/load_people.h"

#include <algorithm>
#include <random>
#include <utility>

namespace bench {

People::People(const Crowd& crowd, std::vector<std::string> script)
    : script_(std::move(script)), step_(crowd.count), wait_for_answer_(crowd.wait_for_answer) {
    for (std::uint32_t person = 0; person < crowd.count; ++person) {
        ready_.push_back(person);
    }
    // In the order of their ids they would walk through the database's pages one after the other,
    // which no real crowd does.
    std::ranges::shuffle(ready_, std::mt19937_64{crowd.seed});
    if (crowd.active > 0 && crowd.active < crowd.count) {
        resting_.assign(ready_.begin() + crowd.active, ready_.end());
        ready_.resize(crowd.active);
    }
}

bool People::call_in() {
    if (resting_.empty()) {
        return false;
    }
    ready_.push_back(resting_.front());
    resting_.pop_front();
    called_in_++;
    return true;
}

std::uint32_t People::take() {
    const std::uint32_t person = ready_.front();
    ready_.pop_front();
    return person;
}

std::string_view People::text(std::uint32_t person) const {
    return script_[step_[person] % script_.size()];
}

void People::acked(std::uint32_t person, std::uint64_t turn) {
    step_[person]++;
    if (wait_for_answer_) {
        waiting_.push_back({person, turn});
    } else {
        go_on(person);
    }
}

void People::go_on(std::uint32_t person) {
    const bool at_the_end = step_[person] % script_.size() == 0;
    if (at_the_end && called_in_ > 0) {
        called_in_--;
        resting_.push_back(person);
    } else if (at_the_end && !resting_.empty()) {
        resting_.push_back(person);
        ready_.push_back(resting_.front());
        resting_.pop_front();
    } else {
        ready_.push_back(person);
    }
}

void People::sweep(const Ledger& ledger, std::int64_t now) {
    // Bounded, so that many who wait long do not keep the generator from its schedule.
    constexpr std::size_t kMost = 256;
    for (std::size_t left = std::min(kMost, waiting_.size()); left > 0; --left) {
        const Waiting first = waiting_.front();
        waiting_.pop_front();
        const std::int64_t answered = ledger.turn(first.turn).answered_us.load();
        if (answered != 0 && answered <= now) {
            go_on(first.person);
        } else {
            waiting_.push_back(first);
        }
    }
}

}  // namespace bench
