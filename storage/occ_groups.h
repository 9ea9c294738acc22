#pragma once
#include "storage/connection.h"
#include "storage/merge.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Occupation groups of the villages, and the households known to belong to them.
class OccGroups {
  public:
    struct Group {
        OccGroupId id{};
        VillageId village{};
        std::string name_th{};                     // unique within its village
        std::string occ{};                         // code of the occupation; empty: not known
        std::optional<std::int64_t> members_hh{};  // as the group itself says
        std::optional<Day> formed_on{};
        std::optional<Day> ended_on{};
    };

    explicit OccGroups(Connection& connection) : connection_(connection) {}

    Put<OccGroupId> put(const Group& group, Instant now, std::string_view by);
    // Of a village, by name.
    [[nodiscard]] std::vector<Group> of_village(VillageId village);

    // A household that is in the group already stays as it is.
    Change join(OccGroupId group,
                conversation::HouseholdId household,
                Day from,
                Instant now,
                std::string_view by);
    void leave(OccGroupId group, conversation::HouseholdId household, Day last, Instant now);
    [[nodiscard]] std::vector<conversation::HouseholdId> members(OccGroupId group, Day on);

  private:
    Connection& connection_;
};

}  // namespace storage
