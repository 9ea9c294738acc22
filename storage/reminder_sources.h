#pragma once
#include "conversation/ids.h"
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What reminders are worked out from: activities that wait, houses that have not reported, who is
// who; and how far the day's round has come. In bounded pieces.
class ReminderSources {
  public:
    struct Planned {
        ActivityId id{};
        std::string kind{};
        std::string title{};
        std::string place{};
        std::string village{};  // "บ้านกลาง"; empty: none or a tambon
        std::int64_t version = 1;
        std::string state{};
        bool plan_closed = false;  // nobody is reminded of what is in it any more
        OrganisationId organisation{};
        PersonId responsible{};  // none: nobody, or somebody whose terms are over
        PersonId chair{};
        Day start{};
        Day end{};
        std::string recurrence{};
    };

    struct Answered {
        Day occurrence{};
        std::string result{};  // DONE POSTPONED CANCELLED
        std::optional<Day> new_day{};
    };

    struct Round {
        std::int64_t cursor = 0;
        bool done = false;
    };

    struct Switch {
        std::string reminder{};
        std::string activity_kind{};
        OrganisationId organisation{};
        PersonId person{};
        bool enabled = false;
    };

    explicit ReminderSources(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<Planned> activity(ActivityId id, Day today);
    // Of one that recurs: what was answered for which day, the newest answer of each.
    [[nodiscard]] std::vector<Answered> answers(ActivityId id);
    // Changed since they were planned, at most so many; they are not stale any more.
    [[nodiscard]] std::vector<ActivityId> take_stale(unsigned limit);
    // Waiting activities with days between the two, by id after `cursor`.
    [[nodiscard]] std::vector<ActivityId> waiting(Day from,
                                                  Day to,
                                                  std::int64_t cursor,
                                                  unsigned limit);

    // Active households somebody speaks for that have not reported the month, after `cursor`.
    [[nodiscard]] std::vector<conversation::HouseholdId> not_reported(Period period,
                                                                      std::int64_t cursor,
                                                                      unsigned limit);
    [[nodiscard]] std::int64_t count_not_reported(Period period);
    [[nodiscard]] bool has_reported(conversation::HouseholdId household, Period period);
    // Who looks after a household now, after `cursor`.
    [[nodiscard]] std::vector<PersonId> carers(std::int64_t cursor, unsigned limit);
    [[nodiscard]] std::int64_t count_carers();
    // House numbers a person looks after that have not reported the month, by village and number.
    [[nodiscard]] std::vector<std::string> houses_not_in(PersonId person, Period period);

    // In term on a day, each once.
    [[nodiscard]] std::vector<PersonId> members(OrganisationId organisation, Day day);

    [[nodiscard]] Round round(std::string_view job, Day day);
    void put_round(std::string_view job, Day day, const Round& round);

    // Everything is worked out anew.
    void start_over();

    // How a person or a household is reached, who was used last first.
    [[nodiscard]] std::vector<conversation::ContactId> contacts_of(PersonId person);
    [[nodiscard]] std::vector<conversation::ContactId> contacts_of(
        conversation::HouseholdId household);

    [[nodiscard]] std::vector<Switch> switches();
    // Turns reminders on or off; everything is worked out anew. With its audit row.
    void put_switch(const Switch& one, Instant now, std::string_view by);

  private:
    Connection& connection_;
};

}  // namespace storage
