#pragma once
#include "conversation/calendar.h"
#include "storage/outbox.h"

#include <cstdint>
#include <optional>

namespace bot {

// What a channel may still cost this month. Answers always go; reminders and messages to many stop
// where the next one would not fit. Costs are in hundredths of a satang. Pure; not thread-safe.
class SmsBudget {
  public:
    using Priority = storage::Outbox::Priority;

    // `limit`: nothing: no budget.
    explicit SmsBudget(std::optional<std::int64_t> limit) : limit_(limit) {}

    // What the database says was spent in a month: at start.
    void read(conversation::Period month, std::int64_t spent);
    // Whether a message may be sent now; its cost is held back until over().
    [[nodiscard]] bool take(Priority priority, std::int64_t cost, conversation::Period month);
    // A message that take() allowed was charged for, or not.
    void over(std::int64_t cost, bool charged, conversation::Period month);
    // Whether a reminder that costs one segment would go: otherwise it is not worth claiming any.
    [[nodiscard]] bool reminders_on(std::int64_t price, conversation::Period month);

  private:
    void roll(conversation::Period month);
    [[nodiscard]] bool fits(std::int64_t cost) const;

    std::optional<std::int64_t> limit_;
    conversation::Period month_;
    std::int64_t spent_ = 0;
    std::int64_t held_ = 0;  // of messages under way
};

}  // namespace bot
