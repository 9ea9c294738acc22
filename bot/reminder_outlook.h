#pragma once
#include "bot/reminder_budget.h"
#include "bot/reminder_planner.h"
#include "storage/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the rest of the month will bring, and whether a channel's messages are enough for it.
namespace bot {

struct Outlook {
    Forecast forecast;
    std::optional<std::int64_t> left;  // for reminders; nothing: unlimited, or not known
};

// Adds up the pushes that rules, plans and reports still ask for this month, in bounded pieces. An
// estimate from above: who answers, reports or writes in time, and who is reached by SMS alone, is
// counted like everybody else; people without any address are not.
class OutlookMaker {
  public:
    // `terms` outlives the maker.
    OutlookMaker(const PlanningTerms& terms, conversation::Instant now);

    // The next piece; false when all is added up. On a reader or the writer. Throws StorageError.
    [[nodiscard]] bool piece(storage::Connection& connection);
    // Of a channel, when all is added up.
    [[nodiscard]] Outlook outlook(storage::Connection& connection, std::string_view channel) const;

  private:
    void add_reports(storage::Connection& connection);
    void add_boards(storage::Connection& connection);
    void add_activity(storage::Connection& connection, storage::ActivityId id);
    void add(const ReminderDue& due, std::int64_t cost);
    [[nodiscard]] bool is_ahead(const ReminderDue& due) const;

    const PlanningTerms& terms_;
    conversation::Instant now_;
    conversation::Instant month_ends_;
    std::int64_t cursor_ = 0;
    bool begun_ = false;
    std::vector<Expected> expected_;
};

// Puts onto the officer's list that a channel's messages will not do, once a month. Within a job of
// the writer. True when it was put there.
bool tell_of_shortage(storage::Connection& connection,
                      std::string_view channel,
                      const Outlook& outlook,
                      conversation::Instant now);

}  // namespace bot
