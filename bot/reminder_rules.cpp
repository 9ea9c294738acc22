#include "bot/reminder_rules.h"

#include <algorithm>
#include <utility>

namespace bot {

namespace {

using namespace std::chrono_literals;
using conversation::bangkok_instant;
using conversation::Day;
using conversation::Holidays;
using conversation::Instant;
using conversation::Period;

constexpr std::chrono::minutes kMorningTime = 7h;
constexpr std::chrono::minutes kQuietEnds = 8h;
constexpr std::chrono::minutes kUsualTime = 9h;
constexpr std::chrono::minutes kNoon = 12h;
constexpr std::chrono::minutes kQuietBegins = 20h;
constexpr int kListLives = 30;  // days the officer's list may still take an unanswered activity

constexpr auto kNames = std::to_array<std::pair<ReminderKind, std::string_view>>({
    {ReminderKind::WeekBefore, "WEEK_BEFORE"},
    {ReminderKind::DayBefore, "DAY_BEFORE"},
    {ReminderKind::Morning, "MORNING"},
    {ReminderKind::Ask, "ASK"},
    {ReminderKind::AskChair, "ASK_CHAIR"},
    {ReminderKind::OfficerList, "OFFICER_LIST"},
    {ReminderKind::TeamDay, "TEAM_DAY"},
    {ReminderKind::GroupDay, "GROUP_DAY"},
    {ReminderKind::GroupBoard, "GROUP_BOARD"},
    {ReminderKind::Report, "REPORT"},
    {ReminderKind::ReportList, "REPORT_LIST"},
});

Day plus(Day day, int days) {
    return Day{std::chrono::sys_days(day) + std::chrono::days(days)};
}

Instant at(Day day, std::chrono::minutes time) {
    return bangkok_instant(day, time);
}

// A working day, not after `last`.
Day working_day(Day day, Day last, const Holidays& holidays) {
    const Day later = holidays.next_working_day(day);
    return later <= last ? later : holidays.previous_working_day(day);
}

int closeness(const ReminderSwitch& one) {
    return (one.person ? 8 : 0) + (one.organisation ? 4 : 0) + (one.activity_kind.empty() ? 0 : 2) +
           (one.reminder ? 1 : 0);
}

bool fits(const ReminderSwitch& one, const SwitchQuestion& question) {
    // "All on" takes an "all off" back; it does not begin what nobody asked for.
    if (question.reminder == ReminderKind::TeamDay && one.on && !one.reminder) {
        return false;
    }
    return (!one.reminder || *one.reminder == question.reminder) &&
           (one.activity_kind.empty() || one.activity_kind == question.activity_kind) &&
           (!one.organisation || one.organisation == question.organisation) &&
           (!one.person || one.person == question.person);
}

}  // namespace

std::string_view name(ReminderKind kind) {
    return std::ranges::find(kNames, kind, &std::pair<ReminderKind, std::string_view>::first)
        ->second;
}

std::optional<ReminderKind> reminder_kind(std::string_view name) {
    const auto found =
        std::ranges::find(kNames, name, &std::pair<ReminderKind, std::string_view>::second);
    return found == kNames.end() ? std::nullopt : std::optional(found->first);
}

std::vector<ReminderDue> activity_reminders(const Occurrence& occurrence) {
    using enum ReminderKind;
    const Day first = occurrence.first;
    const Day eve = plus(first, -1);
    const Day last = occurrence.last;
    const auto make = [&](ReminderKind kind, ReminderTarget target, Instant due, Instant until) {
        return ReminderDue{kind, target, first, due, until};
    };
    return {
        make(WeekBefore,
             ReminderTarget::Responsible,
             at(plus(first, -7), kUsualTime),
             at(eve, kQuietEnds)),
        make(DayBefore, ReminderTarget::Responsible, at(eve, kUsualTime), at(eve, kQuietBegins)),
        make(TeamDay, ReminderTarget::Team, at(eve, kUsualTime), at(eve, kQuietBegins)),
        make(GroupDay, ReminderTarget::Group, at(eve, kUsualTime), at(eve, kQuietBegins)),
        make(Morning, ReminderTarget::Responsible, at(first, kMorningTime), at(first, kNoon)),
        make(Ask,
             ReminderTarget::Responsible,
             at(plus(last, 1), kQuietEnds),
             at(plus(last, 1), kQuietBegins)),
        make(AskChair,
             ReminderTarget::Chair,
             at(plus(last, 2), kQuietEnds),
             at(plus(last, 2), kQuietBegins)),
        make(OfficerList,
             ReminderTarget::Officer,
             at(plus(last, 3), kQuietEnds),
             at(plus(last, 3 + kListLives), kQuietBegins)),
    };
}

std::vector<ReminderDue> report_reminders(Period period, const Holidays& holidays) {
    using enum ReminderKind;
    const Day close = conversation::closing_day(period);
    const Instant until = at(close, kQuietBegins);
    const auto make = [&](ReminderKind kind, ReminderTarget target, int before) {
        const Day day = working_day(plus(close, -before), plus(close, -1), holidays);
        return ReminderDue{kind, target, close, at(day, kUsualTime), until};
    };
    std::vector<ReminderDue> all = {make(Report, ReminderTarget::Household, 7),
                                    make(ReportList, ReminderTarget::Volunteer, 3),
                                    make(Report, ReminderTarget::Household, 1)};
    if (all[0].due == all[2].due) {  // the holidays left one day only
        all.pop_back();
    }
    std::ranges::stable_sort(all, {}, &ReminderDue::due);
    return all;
}

ReminderDue board_reminder(Period period, const Holidays& holidays) {
    const Day close = conversation::closing_day(period);
    const Day day = holidays.next_working_day(plus(close, 1));
    return {ReminderKind::GroupBoard,
            ReminderTarget::Group,
            close,
            at(day, kUsualTime),
            at(plus(day, 7), kQuietBegins)};
}

bool is_on(std::span<const ReminderSwitch> switches, const SwitchQuestion& question) {
    bool on = question.reminder != ReminderKind::TeamDay;
    int closest = -1;
    for (const auto& one : switches) {
        if (fits(one, question) && closeness(one) >= closest) {
            closest = closeness(one);
            on = one.on;
        }
    }
    return on;
}

Instant after_quiet_hours(ReminderKind kind, Instant instant) {
    const Day day = conversation::bangkok_day(instant);
    const auto time = conversation::bangkok_time_of_day(instant);
    const auto begins = kind == ReminderKind::Morning ? kMorningTime : kQuietEnds;
    if (time < begins) {
        return at(day, begins);
    }
    return time < kQuietBegins ? instant : at(plus(day, 1), begins);
}

DueVerdict judge_due(const ReminderDue& row, Instant now) {
    if (now < row.due) {
        return {DueVerdict::What::Wait, row.due};
    }
    // Nobody is woken by a list.
    const bool silent = row.target == ReminderTarget::Officer;
    const Instant when = silent ? now : after_quiet_hours(row.kind, now);
    if (when > row.useful_until) {
        return {DueVerdict::What::Expire, {}};
    }
    return when > now ? DueVerdict{DueVerdict::What::Wait, when} : DueVerdict{};
}

}  // namespace bot
