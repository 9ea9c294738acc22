#include "storage/activity_days.h"

#include "conversation/recurrence.h"

#include <algorithm>
#include <variant>

namespace storage {

namespace {

// `unanswered`: the state of a day nobody said anything about.
ActivityDay day_of(Day day,
                   std::span<const ReminderSources::Answered> answers,
                   const std::string& unanswered) {
    const auto answer = std::ranges::find(answers, day, &ReminderSources::Answered::occurrence);
    if (answer == answers.end()) {
        return {day, day, day, unanswered};
    }
    const Day now = answer->new_day.value_or(day);
    return {day, now, now, answer->result};
}

}  // namespace

std::vector<ActivityDay> activity_days(const ReminderSources::Planned& activity,
                                       std::span<const ReminderSources::Answered> answers) {
    if (activity.recurrence.empty()) {
        return {{std::nullopt, activity.start, activity.end, activity.state}};
    }
    const bool over = activity.state == "DONE" || activity.state == "CANCELLED";
    const std::string unanswered = over ? activity.state : "PLANNED";
    const auto found =
        conversation::recurring_days(activity.recurrence, activity.start, activity.end);
    const auto* days = std::get_if<std::vector<Day>>(&found);
    if (days == nullptr) {  // a rule that was never understood: its first day is certain
        return {day_of(activity.start, answers, unanswered)};
    }
    std::vector<ActivityDay> all;
    for (const Day day : *days) {
        all.push_back(day_of(day, answers, unanswered));
    }
    return all;
}

}  // namespace storage
