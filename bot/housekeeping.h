#pragma once
#include "conversation/texts.h"
#include "storage/connection.h"
#include "storage/writer.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

// How the jobs reach the database: the running program gives its writer, a command a connection of
// its own.
struct HousekeepingDoors {
    // Runs a job in a transaction and returns when it is on disk.
    std::function<void(const storage::Writer::Job& job)> write;
    // Moves and shortens the write-ahead log, so that nothing deleted is left in it.
    std::function<void()> shorten;
    storage::Connection& reader;
};

// Erases what was asked to be erased (storage/erasure), and proves it. Keeps what it must look for
// until a farewell is sent; killed in between, the farewell itself remembers.
class ErasureJob {
  public:
    struct Outcome {
        std::int64_t erased = 0;   // wishes carried out
        std::int64_t closed = 0;   // … and proved
        std::int64_t waiting = 0;  // for a farewell to be sent
        std::int64_t traces = 0;   // places where something was found: a person must look
    };

    // Both outlive it.
    ErasureJob(HousekeepingDoors doors, const conversation::Texts& texts)
        : doors_(std::move(doors)), texts_(texts) {}

    // Wishes that were asked until then. Throws StorageError.
    Outcome run(conversation::Instant asked_until,
                conversation::Instant now,
                std::string_view by = "system");

  private:
    void settle(conversation::Instant now);

    HousekeepingDoors doors_;
    const conversation::Texts& texts_;
    std::map<std::int64_t, std::vector<std::string>> addresses_;  // by request, until it is closed
};

struct RetentionOutcome {
    std::string_view rule;
    std::string_view thai;
    std::string_view english;
    conversation::Instant cut_off{};
    std::int64_t rows = 0;
    std::int64_t left_over = 0;
};

// All rules, in small steps of a transaction each, with the row that proves it. `go_on` is asked
// between steps: false ends it, and the next run goes on where it stopped. Throws StorageError.
std::vector<RetentionOutcome> run_retention(const HousekeepingDoors& doors,
                                            conversation::Instant now,
                                            const std::function<bool()>& go_on = {});
// What it would do: nothing is changed.
[[nodiscard]] std::vector<RetentionOutcome> preview_retention(storage::Connection& reader,
                                                              conversation::Instant now);

}  // namespace bot
