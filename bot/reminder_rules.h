#pragma once
#include "conversation/holidays.h"
#include "storage/register_ids.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// When whom is reminded of what. Pure: rule, activity and calendar in, due instants out.
//
// An activity: 7 days before, the day before (person and team's group) and at 07:00 of its first
// day; when its last day is over without an answer the responsible person is asked next morning,
// the chair the morning after, the officer's list has it on the third, and that is all. The monthly
// report closes on the 10th: houses that have not reported are reminded 7 days and 1 day before,
// volunteers get the list of theirs 3 days before.
//
// Holidays: a reminder of an activity comes when it comes, and says what day it is (an activity on
// a day off is somebody's decision). What is about the report is moved to the next working day, or,
// when that is not before the close, to the last one before it.
namespace bot {

enum class ReminderKind {
    WeekBefore,
    DayBefore,
    Morning,
    Ask,          // what came of it?
    AskChair,     // the same, of the chair
    OfficerList,  // goes on the officer's list: nobody answered
    TeamDay,      // the day before, to each other member of the team; only where switched on
    GroupDay,     // the day before, to the team's group
    GroupBoard,   // the month's board, to the team's group
    Report,       // to a household
    ReportList,   // houses not yet in, to who looks after them
};

inline constexpr std::array kReminderKinds = {ReminderKind::WeekBefore,
                                              ReminderKind::DayBefore,
                                              ReminderKind::Morning,
                                              ReminderKind::Ask,
                                              ReminderKind::AskChair,
                                              ReminderKind::OfficerList,
                                              ReminderKind::TeamDay,
                                              ReminderKind::GroupDay,
                                              ReminderKind::GroupBoard,
                                              ReminderKind::Report,
                                              ReminderKind::ReportList};

// As stored: "WEEK_BEFORE" …
[[nodiscard]] std::string_view name(ReminderKind kind);
// Nothing for a name that is none.
[[nodiscard]] std::optional<ReminderKind> reminder_kind(std::string_view name);

enum class ReminderTarget { Responsible, Chair, Team, Officer, Group, Household, Volunteer };

struct ReminderDue {
    ReminderKind kind{};
    ReminderTarget target{};
    conversation::Day day{};  // of the activity, or the close of the month
    conversation::Instant due{};
    conversation::Instant useful_until{};  // later nobody is helped by it

    bool operator==(const ReminderDue&) const = default;
};

// One time that an activity takes place: of one that recurs, one of them. Both days belong to it.
struct Occurrence {
    conversation::Day first{};
    conversation::Day last{};
};

// In order of due. What is over long ago gives rows in the past: the caller keeps what is ahead.
[[nodiscard]] std::vector<ReminderDue> activity_reminders(const Occurrence& occurrence);

// Of the report of a month.
[[nodiscard]] std::vector<ReminderDue> report_reminders(conversation::Period period,
                                                        const conversation::Holidays& holidays);
// Of a month's board: the first working day after the close.
[[nodiscard]] ReminderDue board_reminder(conversation::Period period,
                                         const conversation::Holidays& holidays);

// Switches of the office's settings: what is empty means all. The closest one decides (person
// before organisation before kind of activity before kind of reminder); of two as close, the later
// one.
struct ReminderSwitch {
    std::optional<ReminderKind> reminder{};
    std::string activity_kind{};
    storage::OrganisationId organisation{};
    storage::PersonId person{};
    bool on = false;
};

struct SwitchQuestion {
    ReminderKind reminder{};
    std::string_view activity_kind{};
    storage::OrganisationId organisation{};
    storage::PersonId person{};
};

// Everything is on that no switch turns off, but TeamDay, which costs a message a member: it must
// be turned on.
[[nodiscard]] bool is_on(std::span<const ReminderSwitch> switches, const SwitchQuestion& question);

// Nobody is disturbed from 20:00 to 08:00, but the reminder of the day may come at 07:00. Gives the
// instant itself, or when the quiet hours are over.
[[nodiscard]] conversation::Instant after_quiet_hours(ReminderKind kind, conversation::Instant at);

// What is to be done now with a row that is due, also when the program was down meanwhile.
struct DueVerdict {
    enum class What { Send, Wait, Expire } what = What::Send;
    conversation::Instant until{};  // Wait
};

[[nodiscard]] DueVerdict judge_due(const ReminderDue& row, conversation::Instant now);

}  // namespace bot
