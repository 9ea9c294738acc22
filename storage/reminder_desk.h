#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace storage {

// What an officer wants to know of reminders, without whom they are for.
class ReminderDesk {
  public:
    // Reminders of a kind that come by themselves.
    struct Ahead {
        std::string kind{};  // WEEK_BEFORE …, as table reminder has it
        std::int64_t reminders = 0;
        Instant first{};
    };

    // Reminders that were not sent, of a kind and for a reason.
    struct Unsent {
        std::string kind{};
        std::string reason{};  // a word of docs/REMINDERS.md
        std::int64_t reminders = 0;
        Instant last{};
    };

    explicit ReminderDesk(Connection& connection) : connection_(connection) {}

    // Planned until then, the soonest kind first.
    [[nodiscard]] std::vector<Ahead> ahead(Instant until);
    // Since then, most frequent first. Those that a changed plan made void are not told.
    [[nodiscard]] std::vector<Unsent> unsent(Instant since);

  private:
    Connection& connection_;
};

}  // namespace storage
