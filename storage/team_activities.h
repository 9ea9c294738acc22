#pragma once
#include "conversation/event.h"
#include "conversation/team_activity.h"
#include "storage/activities.h"
#include "storage/connection.h"
#include "storage/reminder_sources.h"

#include <optional>
#include <vector>

namespace storage {

// Activities as one person of the team may see and answer them: those she is responsible for while
// a role of hers is in term (or who never had one), and those of the organisation she is in the
// chair of today. Of plans that are closed, none.
class TeamActivities {
  public:
    TeamActivities(Connection& connection, PersonId person, Instant now)
        : connection_(connection), person_(person), now_(now) {}

    // What waits for an answer, of the last sixty days, oldest first; then what is ahead, of the
    // next sixty, of one that recurs only its next day.
    [[nodiscard]] std::vector<conversation::TeamActivity> waiting(std::size_t limit);
    // By a day it has or had.
    [[nodiscard]] std::optional<conversation::TeamActivity> find(ActivityId id, Day day);
    // What she was reminded of last, within three days, if it still waits.
    [[nodiscard]] std::optional<conversation::TeamActivity> asked();

    // Puts an activity into the plan of the organisation she is in the chair of, and onto the
    // officer's list; only onto that when the year's plan is closed. False when she is in no chair.
    bool propose(const conversation::ActivityProposed& proposed,
                 conversation::ContactId contact,
                 InboxId inbox,
                 std::string_view by);

  private:
    [[nodiscard]] std::vector<conversation::TeamActivity> days_of(ActivityId id);
    [[nodiscard]] conversation::ActivityAnswer answer_of(const Activities::Outcome& outcome,
                                                         const ReminderSources::Planned& activity);

    Connection& connection_;
    PersonId person_;
    Instant now_;
};

}  // namespace storage
