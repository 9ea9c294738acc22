#pragma once
#include "conversation/register.h"
#include "storage/connection.h"

#include <optional>
#include <string_view>
#include <vector>

namespace storage {

// The register as people of the team may see it in chat: who they are on a day, and which
// households they may report for (the rule stands at conversation::AssignedHouse). Terms are looked
// up every time: the day after the last one, whoever asks finds nothing.
class TeamView {
  public:
    explicit TeamView(Connection& connection) : connection_(connection) {}

    // `version`: of the notice in force, for whether this contact consented to it.
    [[nodiscard]] conversation::TeamMember member(PersonId person,
                                                  conversation::ContactId contact,
                                                  std::string_view version,
                                                  Day today);
    // Without those `contact` speaks for itself.
    [[nodiscard]] std::vector<conversation::AssignedHouse> assigned(PersonId person,
                                                                    conversation::ContactId contact,
                                                                    Period period,
                                                                    Day today);
    // May the person report for this one household today?
    [[nodiscard]] bool may_report_for(PersonId person,
                                      conversation::HouseholdId household,
                                      Day today);

    [[nodiscard]] conversation::OfficeCounts office_counts(Period period);

  private:
    Connection& connection_;
};

}  // namespace storage
