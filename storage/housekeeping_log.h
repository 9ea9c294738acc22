#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The proof that the jobs which erase did so: one row a rule and run.
class HousekeepingLog {
  public:
    struct Run {
        std::string rule;
        Instant cut_off{};           // what was older than this had to go
        std::int64_t rows = 0;       // that went
        std::int64_t left_over = 0;  // that should have gone and are still there: 0 is well
        Instant at{};
    };

    explicit HousekeepingLog(Connection& connection) : connection_(connection) {}

    void write(const Run& run);
    [[nodiscard]] std::optional<Run> last(std::string_view rule);
    // Newest first.
    [[nodiscard]] std::vector<Run> latest(unsigned limit);

  private:
    Connection& connection_;
};

}  // namespace storage
