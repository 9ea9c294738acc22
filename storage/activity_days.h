#pragma once
#include "storage/reminder_sources.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// The days of an activity as they stand now. Pure.
namespace storage {

struct ActivityDay {
    std::optional<Day> occurrence{};  // of one that recurs: the day its rule says
    Day first{};
    Day last{};
    std::string state{};  // PLANNED DONE POSTPONED CANCELLED
};

// One that happens once has one; of one that recurs each day of its rule, moved to where its newest
// answer put it. `answers` as ReminderSources::answers gives them.
[[nodiscard]] std::vector<ActivityDay> activity_days(
    const ReminderSources::Planned& activity, std::span<const ReminderSources::Answered> answers);

// Still to be done?
[[nodiscard]] inline bool is_open(const ActivityDay& day) {
    return day.state == "PLANNED" || day.state == "POSTPONED";
}

}  // namespace storage
