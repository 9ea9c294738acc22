#pragma once
#include "bot/reminder_rules.h"
#include "conversation/calendar.h"
#include "storage/reminders.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// Who gets the month's pushes when they are scarce. Pure.
namespace bot {

// Served first: what is today, then what is ahead of an activity, then questions after it, then the
// report, then boards and lines for groups.
[[nodiscard]] int rank_of(ReminderKind kind);

struct PushMeans {
    // For reminders, what answers need kept out; nothing: unlimited, or not known yet (then the
    // sender asks before it pushes).
    std::optional<std::int64_t> left;
    // Known to fall due soon, by rank: what is worth more is kept for.
    std::array<std::int64_t, storage::Reminders::kRanks> coming{};
};

enum class Spend { Push, Hold };

[[nodiscard]] Spend may_spend(const PushMeans& means, int rank, std::int64_t cost);

// What the rest of a month will bring.
struct Expected {
    conversation::Day day{};
    int rank = 0;
    std::int64_t cost = 1;
};

struct Forecast {
    std::int64_t needed = 0;
    std::optional<conversation::Day> ends;  // the first day on which something does not fit
    // By rank, how many will not fit.
    std::array<std::int64_t, storage::Reminders::kRanks> left_out{};
};

// `expected` in order of day; of a day, the better rank is served first. `left`: nothing:
// unlimited.
[[nodiscard]] Forecast forecast(std::span<const Expected> expected,
                                std::optional<std::int64_t> left);

}  // namespace bot
