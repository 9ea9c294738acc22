#pragma once
#include "bench/histogram.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

namespace bench {

// One turn, as far as the bench sees it from both ends. Zero means "not yet".
struct Turn {
    std::atomic<std::int64_t> intended_us;  // when the event was meant to be sent
    std::atomic<std::int64_t> acked_us;     // when 200 came back
    std::atomic<std::int64_t> answered_us;  // when LINE's answer to the first effective call left
    std::atomic<std::uint32_t> answers;     // calls that put something into the person's chat
    std::atomic<std::uint32_t> faults;      // calls for this turn that LINE spoilt on purpose
    std::atomic<std::uint32_t> person;
    std::atomic<std::uint32_t> forged;  // 1: the signature was wrong, nothing may come of it
};

// What the ledger says when all is over.
struct LedgerSummary {
    std::uint64_t turns = 0;  // genuine ones
    std::uint64_t acked = 0;
    std::uint64_t answered = 0;
    std::uint64_t unanswered = 0;  // acked, and no answer came
    std::uint64_t doubled = 0;     // more than one answer
    std::uint64_t faulted = 0;     // LINE spoilt at least one call
    std::uint64_t forged = 0;
    std::uint64_t forged_answered = 0;
    std::int64_t first_us = 0;   // earliest intended send time
    std::int64_t last_us = 0;    // latest answer
    Histogram end_to_end;        // intended send time to LINE's answer, all turns
    Histogram end_to_end_clean;  // only turns that LINE spoilt nothing of
};

// A file in shared memory where the load generator and the loopback LINE write down the two ends of
// every turn. Both map it; neither waits for the other.
class Ledger {
  public:
    // Makes (or empties) the file. Throws std::system_error.
    static Ledger create(const std::string& path, std::uint64_t turns, std::uint64_t people);

    // Opens what create made. Throws std::system_error, std::runtime_error when it is something
    // else.
    static Ledger open(const std::string& path);

    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;
    Ledger(Ledger&& other) noexcept;
    Ledger& operator=(Ledger&& other) = delete;
    ~Ledger();

    [[nodiscard]] std::uint64_t capacity() const { return header_->turns; }

    [[nodiscard]] std::uint64_t people() const { return header_->people; }

    [[nodiscard]] std::uint64_t used() const { return header_->used.load(); }

    // Starts a turn of `person`, makes it his current one unless it is forged, and returns its
    // number. Precondition: used() < capacity(), person < people().
    std::uint64_t begin_turn(std::uint32_t person, std::int64_t intended_us, bool forged);

    // Precondition: turn < used().
    [[nodiscard]] Turn& turn(std::uint64_t number) const { return turns_[number]; }

    // The turn that `person` waits for an answer of; used() when there is none or no such person.
    [[nodiscard]] std::uint64_t current_turn(std::uint64_t person) const;

    [[nodiscard]] LedgerSummary summary() const;

  private:
    struct Header {
        std::uint64_t magic;
        std::uint64_t turns;
        std::uint64_t people;
        std::atomic<std::uint64_t> used;
    };

    using Current = std::atomic<std::uint64_t>;  // turn number + 1

    Ledger(void* memory, std::size_t size);

    void* memory_;
    std::size_t size_;
    Header* header_;
    Current* current_;
    Turn* turns_;
};

}  // namespace bench
