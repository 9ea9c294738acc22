#pragma once
#include "conversation/dialogue/talk.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

// Activities of the team in chat: which wait, and what came of one. Whoever is responsible for it
// or in the chair of its team answers: done (how many people, photos, a note, all read back),
// postponed (to which day, why), called off (why). The first answer counts; who comes later is
// shown it and may correct it with a reason.
namespace conversation {

// What was asked for first (Session::then).
inline constexpr std::string_view kGoalActivities = "activities";
inline constexpr std::string_view kGoalActivity = "activity:";  // and "done:123:2025-12-03"

// What the buttons under a reminder hold: "activity:done:123:2025-12-03".
enum class ActivityButton { Done, Postpone, CallOff, Details };
[[nodiscard]] std::string activity_postback(ActivityButton button, ActivityId id, Day day);

// proposal.cpp
inline constexpr std::string_view kGoalPropose = "propose";
void begin_proposal(Talk& talk);

// activity.cpp
void begin_activities(Talk& talk);
// `rest` is what follows kGoalActivity.
void begin_activity(Talk& talk, std::string_view rest);
// "1", "ทำแล้ว" … said without anything being open, to a reminder that was just sent. False, with
// nothing said, when there was none.
[[nodiscard]] bool answer_reminder(Talk& talk, const Said& said);

// activity_photo.cpp
[[nodiscard]] bool activity_wants_photo(const Talk& talk);
void take_activity_photo(Talk& talk);
// A photo sent before the answer it belongs to: an activity of hers waits for one. False, with
// nothing said, when none does.
[[nodiscard]] bool begin_with_photo(Talk& talk);
void ask_early_photo(Talk& talk, const TeamActivity& activity);
void answer_early_photo(Talk& talk, const Said& said, const TeamActivity& activity);

// activity_answer.cpp
void ask_activity_step(Talk& talk, const TeamActivity& activity);
void answer_activity_step(Talk& talk, const Said& said, const TeamActivity& activity);
[[nodiscard]] bool step_back_in_activity(Talk& talk);
// Goes to the first question of the answer the session's note act.result names.
void begin_answer(Talk& talk, const TeamActivity& activity);

// What they share.
// A day somebody plans with: a date said without its year that is over is meant of the next one.
[[nodiscard]] Day planned_day(const Said& said, Day read, Day today);
[[nodiscard]] std::string activity_days(const Talk& talk, const TeamActivity& activity);
[[nodiscard]] std::string answer_words(const Talk& talk, const ActivityAnswer& answer);
// A text that names the activity, its title cut where an SMS has no room for all of it.
[[nodiscard]] std::string titled(const Talk& talk,
                                 std::string_view key,
                                 TextArguments arguments,
                                 const TeamActivity& activity);
// The days that are asked for most, as buttons; on LINE a calendar, too.
void add_day_buttons(Talk& talk);
void say_titled(Talk& talk,
                std::string_view key,
                TextArguments arguments,
                const TeamActivity& activity,
                std::initializer_list<std::string_view> buttons = {});

}  // namespace conversation
