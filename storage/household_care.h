#pragma once
#include "storage/connection.h"
#include "storage/merge.h"

#include <optional>
#include <string_view>
#include <vector>

namespace storage {

// Which trainer or volunteer looks after which household, with its history. Looking after is one
// thing, being allowed to see is another: houses_of() also asks for a role in term.
class HouseholdCare {
  public:
    explicit HouseholdCare(Connection& connection) : connection_(connection) {}

    // The person looks after the household from that day; who did before does no longer.
    Change assign(conversation::HouseholdId household,
                  PersonId person,
                  Day from,
                  Instant now,
                  std::string_view by);
    void end(conversation::HouseholdId household, Day last, Instant now);
    // Households whose file names this telephone as the trainer's, and that nobody looks after yet,
    // are this person's from that day. Returns how many.
    std::int64_t assign_by_phone(
        std::string_view phone, PersonId person, Day from, Instant now, std::string_view by);

    // Who looks after it now; none: an id of 0.
    [[nodiscard]] PersonId of(conversation::HouseholdId household);
    // Households the person looks after and may report for on that day: as a trainer, sage or
    // volunteer of their village in term, or a volunteer leader. A term's end closes them.
    [[nodiscard]] std::vector<conversation::HouseholdId> houses_of(PersonId person, Day on);

  private:
    Connection& connection_;
};

}  // namespace storage
