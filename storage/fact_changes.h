#pragma once
#include "storage/connection.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What people of a house corrected of the register's facts, before and after.
class FactChanges {
  public:
    using Facts = std::map<std::string, std::string>;  // field → as people read it, known ones only

    struct Change {
        std::string field;
        std::string before;
        std::string after;
        std::string by;
        Instant at{};
    };

    explicit FactChanges(Connection& connection) : connection_(connection) {}

    // What the register says of the house now.
    [[nodiscard]] Facts facts(conversation::HouseholdId household);
    // Keeps each field that differs from `before` now.
    void record(conversation::HouseholdId household,
                const Facts& before,
                SubmissionId submission,
                Instant now,
                std::string_view by);
    // Oldest first.
    [[nodiscard]] std::vector<Change> of(conversation::HouseholdId household);

  private:
    Connection& connection_;
};

}  // namespace storage
