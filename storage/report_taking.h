#pragma once
#include "conversation/event.h"
#include "storage/connection.h"
#include "storage/register_ids.h"
#include "storage/reports.h"

#include <string_view>

namespace storage {

// Takes what people report of a month into the record, beside what others said of it: what the two
// mean for each other is conversation/report_meeting's. Each function writes its audit rows.
class ReportTaking {
  public:
    struct Taken {
        Reports::Added added;
        ConflictId opened{};  // a conflict that this report opened; 0: none
    };

    explicit ReportTaking(Connection& connection) : connection_(connection) {}

    // A report on behalf also becomes due to be told to the household (storage/tellings). Throws
    // std::logic_error when `event` has no household or month.
    Taken take(const conversation::FormSubmitted& event,
               Reports::Source source,
               Instant now,
               std::string_view by);
    // What this reporter said of the month does not count; a conflict is settled for the other.
    void take_back(conversation::HouseholdId household,
                   Period period,
                   conversation::ContactId reporter,
                   Instant now,
                   std::string_view by);
    // Somebody of the house, or an officer, says which revision of an open conflict counts. False
    // when there is none, or it is none of the two.
    bool settle(conversation::HouseholdId household,
                Period period,
                int revision,
                Instant now,
                std::string_view by);

  private:
    ConflictId meet(const conversation::FormSubmitted& event,
                    const Reports::Added& added,
                    const std::optional<conversation::ReportView>& there,
                    const Reports::Source& source,
                    Instant now,
                    std::string_view by);

    Connection& connection_;
};

}  // namespace storage
