#pragma once
#include "bot/reminder_rules.h"
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <chrono>

// Works out which reminders fall due and keeps them as rows, some days ahead. Within jobs of the
// writer, a bounded piece each.
namespace bot {

// So far ahead rows are made.
inline constexpr std::chrono::days kPlannedAhead{3};

struct PlanningTerms {
    const conversation::Holidays& holidays;
    std::chrono::days ahead = kPlannedAhead;
    unsigned at_once = 200;  // activities, or households, a piece
};

// One activity: rows its days ask for are made or brought up to date, all others of it are void.
// What fell due while nobody looked is made, too, so that it is known what became of it. Throws
// StorageError.
void plan_activity(storage::Connection& connection,
                   const PlanningTerms& terms,
                   storage::ActivityId activity,
                   conversation::Instant now);

// The next piece: changed activities first, then the day's round over activities, households,
// volunteers and groups. False when there is nothing left to do today.
[[nodiscard]] bool plan_piece(storage::Connection& connection,
                              const PlanningTerms& terms,
                              conversation::Instant now);

// The days of an activity as it stands now: those that recur, moved or answered ones taken into
// account; empty when none is open.
[[nodiscard]] std::vector<Occurrence> open_occurrences(storage::Connection& connection,
                                                       storage::ActivityId activity,
                                                       conversation::Instant now);

}  // namespace bot
