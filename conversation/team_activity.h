#pragma once
#include "conversation/calendar.h"
#include "conversation/ids.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

// A planned activity as somebody may see it who answers for it.
namespace conversation {

// What was answered: the answer that counts.
struct ActivityAnswer {
    enum class By { You, Responsible, Chair, Office };

    std::string result;  // DONE POSTPONED CANCELLED
    By by = By::Office;
    std::optional<Day> done_on{};             // of DONE
    std::optional<std::int64_t> headcount{};  // nothing: not known
    std::optional<Day> new_day{};             // of POSTPONED
    std::string reason{};
    std::string note{};
    std::size_t photos = 0;
};

// Of an activity that recurs, one of its days.
struct TeamActivity {
    ActivityId id{};
    std::optional<Day> occurrence{};  // of one that recurs: the day its rule says
    std::string title{};
    std::string place{};  // the place, or the village's name; may be empty
    std::string team{};   // the organisation's name
    Day first{};          // as it stands now
    Day last{};
    std::string state{};  // PLANNED DONE POSTPONED CANCELLED
    std::optional<std::int64_t> target_people{};
    std::optional<ActivityAnswer> answer{};
    std::int64_t answers = 0;  // how often it was answered: tells whether somebody was faster
};

}  // namespace conversation
