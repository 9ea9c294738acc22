#pragma once
#include "storage/connection.h"
#include "storage/merge.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What the organisations planned to do and what came of it. An activity's state is that of its
// newest outcome; overdue is computed by who asks.
class Activities {
  public:
    struct Activity {
        ActivityId id{};
        PlanId plan{};
        std::string code{};  // unique within its plan
        std::string title{};
        std::string kind{};  // PREP TRAIN VISIT MONITOR MEETING FUND PLANWORK OTHER
        VillageId village{};
        TambonId tambon{};  // one of the two or none: the district
        PersonId responsible{};
        std::optional<Day> start{};
        std::optional<Day> end{};
        std::optional<Day> original_end{};  // of the first edition; never given
        std::string recurrence{};           // iCalendar RRULE; empty: once
        std::string place{};
        std::optional<std::int64_t> target_people{};
        std::optional<std::int64_t> budget_baht{};
        std::string state{};       // PLANNED DONE POSTPONED CANCELLED; given only for a new one
        std::int64_t version = 1;  // grows when days, place or person change; never given
    };

    struct Outcome {
        OutcomeId id{};
        ActivityId activity{};
        std::int64_t revision = 0;     // made by record()
        std::string result{};          // DONE POSTPONED CANCELLED
        std::optional<Day> done_on{};  // of DONE
        std::optional<std::int64_t> headcount{};
        std::optional<Day> new_day{};     // of POSTPONED: the first day now
        std::optional<Day> occurrence{};  // which day of one that recurs; empty: the activity
        std::string reason{};
        std::string note{};
        PersonId answered_by{};
        conversation::ContactId contact{};
        std::string channel{};
        SubmissionId submission{};
    };

    explicit Activities(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<Activity> find(ActivityId id);
    [[nodiscard]] std::optional<Activity> find(PlanId plan, std::string_view code);
    // By first day, then code.
    [[nodiscard]] std::vector<Activity> of_plan(PlanId plan);

    // Makes or changes the activity of a plan and code; what is given empty stays. A new one needs
    // title, kind, start and end.
    Put<ActivityId> put(const Activity& activity, Instant now, std::string_view by);
    // The one of this id stands as it is given, also where that is empty: title, start and end may
    // not be. Plan, code, state and version stay. False when nothing is different.
    bool change(const Activity& activity, Instant now);

    // Adds an answer; it counts from now on. POSTPONED moves the activity to the new day, as long
    // as it was. An answer about one day of an activity that recurs closes the activity with its
    // last open day (storage/activity_days). The caller knows whether the answer is allowed.
    Outcome record(const Outcome& outcome, Instant now, std::string_view by);
    // Newest first: the first one counts.
    [[nodiscard]] std::vector<Outcome> outcomes(ActivityId id);
    // A photo of an outcome; the same again changes nothing.
    void attach(OutcomeId outcome, conversation::AttachmentId attachment);

  private:
    void store(const Activity& activity, Instant now);
    [[nodiscard]] std::string state_of_all(ActivityId id, Day today);

    Connection& connection_;
};

}  // namespace storage
