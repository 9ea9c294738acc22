#pragma once
#include "bench/ledger.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

// The pretended people: each walks the same script at his own pace. Who has come to its end makes
// room for the one who has rested longest. Nobody types before his last text was taken, and, where
// `wait_for_answer`, answered; call_in() brings in others when all who walk are waiting.
class People {
  public:
    struct Crowd {
        std::uint32_t count = 0;   // people there are
        std::uint32_t active = 0;  // walk at a time when nobody is called in; 0: all
        std::uint64_t seed = 1;    // of the order in which they come
        bool wait_for_answer = false;
    };

    // Precondition: the script has a line.
    People(const Crowd& crowd, std::vector<std::string> script);

    [[nodiscard]] bool anybody_ready() const { return !ready_.empty(); }

    [[nodiscard]] bool anybody_waiting() const { return !waiting_.empty(); }

    // Somebody who rested begins to walk as well; false when nobody rests.
    bool call_in();

    // The one who has been ready longest. Precondition: anybody_ready().
    std::uint32_t take();

    // What this person types now.
    [[nodiscard]] std::string_view text(std::uint32_t person) const;

    // His text (`turn`) was taken: he goes on in the script.
    void acked(std::uint32_t person, std::uint64_t turn);

    // It was not, and nobody will try again: he types the same once more.
    void failed(std::uint32_t person) { ready_.push_back(person); }

    // Makes ready whom the ledger shows answered by now.
    void sweep(const Ledger& ledger, std::int64_t now);

  private:
    struct Waiting {
        std::uint32_t person;
        std::uint64_t turn;
    };

    // He was answered: he types on, or makes room.
    void go_on(std::uint32_t person);

    std::vector<std::string> script_;
    std::vector<std::uint32_t> step_;
    std::deque<std::uint32_t> resting_;
    std::deque<std::uint32_t> ready_;
    std::deque<Waiting> waiting_;
    std::size_t called_in_ = 0;  // walk beyond `active`
    bool wait_for_answer_;
};

}  // namespace bench
