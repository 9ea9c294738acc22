#pragma once
#include "storage/connection.h"

#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Households that moved to another house. They keep their id, reports and baseline, so that they
// are counted once, where they live now; the house they left is free for others.
class HouseholdMoves {
  public:
    struct Place {
        std::string village_code;
        std::string house_no;

        bool operator==(const Place&) const = default;
    };

    struct Move {
        Place from{};
        Place to{};
        Day on{};
    };

    explicit HouseholdMoves(Connection& connection) : connection_(connection) {}

    // Throws StorageError (Constraint) when the village is not there, or another household has the
    // house, or it lives there already.
    void move(conversation::HouseholdId household,
              const Place& to,
              Day on,
              Instant now,
              std::string_view by);
    // Oldest first.
    [[nodiscard]] std::vector<Move> of(conversation::HouseholdId household);

  private:
    Connection& connection_;
};

}  // namespace storage
