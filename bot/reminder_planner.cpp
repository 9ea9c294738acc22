#include "bot/reminder_planner.h"

#include "bot/reminder_budget.h"
#include "storage/activity_days.h"
#include "storage/chat_groups.h"
#include "storage/reminder_sources.h"
#include "storage/reminders.h"

#include <algorithm>

namespace bot {

namespace {

using conversation::Day;
using conversation::Instant;
using conversation::Period;
using storage::Connection;
using storage::PersonId;
using storage::Reminders;
using storage::ReminderSources;

// What passed and helps nobody any more gets a row, too, that says what became of it: so far back.
constexpr std::chrono::days kLookBack{34};
// The earliest reminder of an activity comes so long before it, the last one so long after.
constexpr int kDaysBefore = 7;
constexpr int kDaysAfter = 34;  // the officer's list takes it that long

Day plus(Day day, int days) {
    return Day{std::chrono::sys_days(day) + std::chrono::days(days)};
}

std::vector<ReminderSwitch> switches_of(Connection& connection) {
    std::vector<ReminderSwitch> all;
    for (const auto& one : ReminderSources(connection).switches()) {
        all.push_back({.reminder = reminder_kind(one.reminder),
                       .activity_kind = one.activity_kind,
                       .organisation = one.organisation,
                       .person = one.person,
                       .on = one.enabled});
    }
    return all;
}

// Makes the rows of one subject.
class RowMaker {
  public:
    RowMaker(Connection& connection, const PlanningTerms& terms, Instant now)
        : connection_(connection), terms_(terms), now_(now), switches_(switches_of(connection)) {}

    [[nodiscard]] bool is_time(const ReminderDue& due) const {
        return due.due <= now_ + terms_.ahead &&
               (due.useful_until > now_ || due.due > now_ - kLookBack);
    }

    // Does any switch turn this kind on?
    [[nodiscard]] bool may_be_on(ReminderKind kind) const {
        return std::ranges::any_of(switches_, [kind](const ReminderSwitch& one) {
            return one.on && one.reminder == kind;
        });
    }

    // Is it time to make the row, and is it wanted?
    [[nodiscard]] bool wants(const ReminderDue& due,
                             std::string_view activity_kind,
                             storage::OrganisationId organisation,
                             PersonId person) const {
        return is_time(due) && is_on(switches_, {due.kind, activity_kind, organisation, person});
    }

    [[nodiscard]] Reminders::Row row(const ReminderDue& due) const {
        Reminders::Row made;
        made.kind = name(due.kind);
        made.rank = rank_of(due.kind);
        made.day = due.day;
        made.due = due.due;
        made.useful_until = due.useful_until;
        return made;
    }

    void put(const Reminders::Row& row) { Reminders(connection_).put(row, now_); }

  private:
    Connection& connection_;
    const PlanningTerms& terms_;
    Instant now_;
    std::vector<ReminderSwitch> switches_;
};

// Who is meant; nobody, when the one before was asked already.
PersonId person_of(ReminderTarget target, const ReminderSources::Planned& activity) {
    const PersonId first = activity.responsible ? activity.responsible : activity.chair;
    if (target == ReminderTarget::Chair) {
        return activity.chair == first ? PersonId{} : activity.chair;
    }
    return first;
}

// Nobody looks up the members of a team that is not to be reminded.
void put_team_rows(RowMaker& rows,
                   Connection& connection,
                   const ReminderSources::Planned& activity,
                   const ReminderDue& due,
                   Reminders::Row row) {
    if (!rows.is_time(due) || !rows.may_be_on(due.kind)) {
        return;
    }
    for (const auto member : ReminderSources(connection).members(activity.organisation, due.day)) {
        if (member != person_of(ReminderTarget::Responsible, activity) &&
            rows.wants(due, activity.kind, activity.organisation, member)) {
            row.person = member;
            rows.put(row);
        }
    }
}

void put_activity_row(RowMaker& rows,
                      Connection& connection,
                      const ReminderSources::Planned& activity,
                      const ReminderDue& due) {
    auto row = rows.row(due);
    row.activity = activity.id;
    row.version = activity.version;
    if (due.target == ReminderTarget::Officer) {
        if (rows.wants(due, activity.kind, activity.organisation, {})) {
            rows.put(row);
        }
        return;
    }
    if (due.target == ReminderTarget::Group) {
        if (rows.wants(due, activity.kind, activity.organisation, {})) {
            for (const auto& group :
                 storage::ChatGroups(connection).of_organisation(activity.organisation)) {
                row.group = group.id;
                rows.put(row);
            }
        }
        return;
    }
    if (due.target == ReminderTarget::Team) {
        put_team_rows(rows, connection, activity, due, row);
        return;
    }
    row.person = person_of(due.target, activity);
    if (row.person && rows.wants(due, activity.kind, activity.organisation, row.person)) {
        rows.put(row);
    }
}

bool plan_stale(Connection& connection, const PlanningTerms& terms, Instant now) {
    const auto stale = ReminderSources(connection).take_stale(terms.at_once);
    for (const auto id : stale) {
        plan_activity(connection, terms, id, now);
    }
    return !stale.empty();
}

bool plan_waiting(Connection& connection, const PlanningTerms& terms, Instant now) {
    ReminderSources sources(connection);
    const Day today = conversation::bangkok_day(now);
    auto round = sources.round("activities", today);
    if (round.done) {
        return false;
    }
    const int ahead = static_cast<int>(terms.ahead.count()) + kDaysBefore;
    const auto ids =
        sources.waiting(plus(today, -kDaysAfter), plus(today, ahead), round.cursor, terms.at_once);
    for (const auto id : ids) {
        plan_activity(connection, terms, id, now);
        round.cursor = id.value;
    }
    round.done = ids.size() < terms.at_once;
    sources.put_round("activities", today, round);
    return true;
}

// The month whose report is open on a day.
Period open_period(Day day) {
    const Period last = conversation::previous(conversation::period_of(day));
    return day <= conversation::closing_day(last) ? last : conversation::period_of(day);
}

// Rows of one kind of subject for what the report's rules want now, from `cursor` on.
template <class IdType, class Take, class Set>
bool plan_report_job(Connection& connection,
                     const PlanningTerms& terms,
                     Instant now,
                     std::string_view job,
                     ReminderKind kind,
                     const Take& take,
                     const Set& set) {
    ReminderSources sources(connection);
    const Day today = conversation::bangkok_day(now);
    auto round = sources.round(job, today);
    if (round.done) {
        return false;
    }
    const Period period = open_period(today);
    RowMaker rows(connection, terms, now);
    std::vector<ReminderDue> wanted;
    for (const auto& due : report_reminders(period, terms.holidays)) {
        if (due.kind == kind && rows.wants(due, "", {}, {})) {
            wanted.push_back(due);
        }
    }
    round.done = true;
    if (!wanted.empty()) {
        const std::vector<IdType> ids = take(sources, period, round.cursor);
        for (const auto id : ids) {
            for (const auto& due : wanted) {
                auto row = rows.row(due);
                row.period = period;
                set(row, id);
                if (rows.wants(due, "", {}, row.person)) {
                    rows.put(row);
                }
            }
            round.cursor = id.value;
        }
        round.done = ids.size() < terms.at_once;
    }
    sources.put_round(job, today, round);
    return true;
}

bool plan_households(Connection& connection, const PlanningTerms& terms, Instant now) {
    return plan_report_job<conversation::HouseholdId>(
        connection,
        terms,
        now,
        "households",
        ReminderKind::Report,
        [&](ReminderSources& sources, Period period, std::int64_t cursor) {
            return sources.not_reported(period, cursor, terms.at_once);
        },
        [](Reminders::Row& row, conversation::HouseholdId id) { row.household = id; });
}

bool plan_volunteers(Connection& connection, const PlanningTerms& terms, Instant now) {
    return plan_report_job<PersonId>(
        connection,
        terms,
        now,
        "volunteers",
        ReminderKind::ReportList,
        [&](ReminderSources& sources, Period /*period*/, std::int64_t cursor) {
            return sources.carers(cursor, terms.at_once);
        },
        [](Reminders::Row& row, PersonId id) { row.person = id; });
}

bool plan_boards(Connection& connection, const PlanningTerms& terms, Instant now) {
    ReminderSources sources(connection);
    const Day today = conversation::bangkok_day(now);
    if (sources.round("boards", today).done) {
        return false;
    }
    const Period period = conversation::previous(conversation::period_of(today));
    const auto due = board_reminder(period, terms.holidays);
    RowMaker rows(connection, terms, now);
    for (const auto& group : storage::ChatGroups(connection).bound()) {
        if (rows.wants(due, "", group.organisation, {})) {
            auto row = rows.row(due);
            row.period = period;
            row.group = group.id;
            rows.put(row);
        }
    }
    sources.put_round("boards", today, {0, true});
    return true;
}

}  // namespace

std::vector<Occurrence> open_occurrences(Connection& connection,
                                         storage::ActivityId id,
                                         Instant now) {
    ReminderSources sources(connection);
    const auto activity = sources.activity(id, conversation::bangkok_day(now));
    if (!activity || activity->plan_closed) {
        return {};
    }
    std::vector<Occurrence> open;
    for (const auto& day : storage::activity_days(*activity, sources.answers(id))) {
        if (storage::is_open(day)) {
            open.push_back({day.first, day.last});
        }
    }
    return open;
}

void plan_activity(Connection& connection,
                   const PlanningTerms& terms,
                   storage::ActivityId id,
                   Instant now) {
    const auto activity = ReminderSources(connection).activity(id, conversation::bangkok_day(now));
    if (activity) {
        RowMaker rows(connection, terms, now);
        for (const auto& occurrence : open_occurrences(connection, id, now)) {
            for (const auto& due : activity_reminders(occurrence)) {
                put_activity_row(rows, connection, *activity, due);
            }
        }
    }
    Reminders(connection).void_unplanned(id, now);
}

bool plan_piece(Connection& connection, const PlanningTerms& terms, Instant now) {
    return plan_stale(connection, terms, now) || plan_waiting(connection, terms, now) ||
           plan_households(connection, terms, now) || plan_volunteers(connection, terms, now) ||
           plan_boards(connection, terms, now);
}

}  // namespace bot
