#include "bot/reminder_outlook.h"

#include "bot/quota_rule.h"
#include "storage/chat_groups.h"
#include "storage/quota.h"
#include "storage/reminder_sources.h"
#include "storage/reminders.h"
#include "storage/requests.h"

#include <fmt/format.h>

#include <algorithm>

namespace bot {

namespace {

using conversation::Day;
using conversation::Instant;
using conversation::Period;
using storage::Connection;
using storage::ReminderSources;

constexpr int kDaysBefore = 7;  // the earliest reminder of an activity
constexpr int kDaysAfter = 4;   // the last push after it

Day plus(Day day, int days) {
    return Day{std::chrono::sys_days(day) + std::chrono::days(days)};
}

}  // namespace

OutlookMaker::OutlookMaker(const PlanningTerms& terms, Instant now)
    : terms_(terms),
      now_(now),
      month_ends_(conversation::bangkok_instant(
          conversation::first_day(
              conversation::next(conversation::period_of(conversation::bangkok_day(now)))),
          std::chrono::minutes(0))) {}

bool OutlookMaker::is_ahead(const ReminderDue& due) const {
    return due.due > now_ && due.due < month_ends_;
}

void OutlookMaker::add(const ReminderDue& due, std::int64_t cost) {
    if (cost > 0) {
        expected_.push_back({conversation::bangkok_day(due.due), rank_of(due.kind), cost});
    }
}

void OutlookMaker::add_reports(Connection& connection) {
    ReminderSources sources(connection);
    const Period open = conversation::open_period(conversation::bangkok_day(now_));
    for (const Period period : {open, conversation::next(open)}) {
        for (const auto& due : report_reminders(period, terms_.holidays)) {
            if (!is_ahead(due)) {
                continue;
            }
            const auto count = due.kind == ReminderKind::Report ? sources.count_not_reported(period)
                                                                : sources.count_carers();
            // One by one, so that it is known how many of them do not fit.
            for (std::int64_t i = 0; i < count; ++i) {
                add(due, 1);
            }
        }
    }
}

void OutlookMaker::add_boards(Connection& connection) {
    const Period month =
        conversation::previous(conversation::period_of(conversation::bangkok_day(now_)));
    const auto due = board_reminder(month, terms_.holidays);
    if (!is_ahead(due)) {
        return;
    }
    for (const auto& group : storage::ChatGroups(connection).bound()) {
        add(due, group.members.value_or(0));
    }
}

void OutlookMaker::add_activity(Connection& connection, storage::ActivityId id) {
    ReminderSources sources(connection);
    const auto activity = sources.activity(id, conversation::bangkok_day(now_));
    if (!activity) {
        return;
    }
    const auto person = activity->responsible ? activity->responsible : activity->chair;
    const bool reached = person && !sources.contacts_of(person).empty();
    const bool chair = activity->chair && activity->chair != person &&
                       !sources.contacts_of(activity->chair).empty();
    std::int64_t members = 0;
    for (const auto& group :
         storage::ChatGroups(connection).of_organisation(activity->organisation)) {
        members += group.members.value_or(0);
    }
    for (const auto& occurrence : open_occurrences(connection, id, now_)) {
        for (const auto& due : activity_reminders(occurrence)) {
            if (!is_ahead(due)) {
                continue;
            }
            const bool to_group = due.target == ReminderTarget::Group;
            const bool to_chair = due.target == ReminderTarget::Chair;
            const bool silent = due.target == ReminderTarget::Officer ||
                                due.target == ReminderTarget::Team;  // off unless asked for
            const bool to_person = to_chair ? chair : reached;
            add(due, silent ? 0 : to_group ? members : to_person ? 1 : 0);
        }
    }
}

bool OutlookMaker::piece(Connection& connection) {
    if (!begun_) {
        begun_ = true;
        add_reports(connection);
        add_boards(connection);
    }
    const Day today = conversation::bangkok_day(now_);
    const auto ids = ReminderSources(connection)
                         .waiting(plus(today, -kDaysAfter),
                                  plus(conversation::bangkok_day(month_ends_), kDaysBefore),
                                  cursor_,
                                  terms_.at_once);
    for (const auto id : ids) {
        add_activity(connection, id);
        cursor_ = id.value;
    }
    return ids.size() == terms_.at_once;
}

Outlook OutlookMaker::outlook(Connection& connection, std::string_view channel) const {
    const auto month = conversation::period_of(conversation::bangkok_day(now_));
    const auto reading = storage::Quota(connection).find(channel, month);
    Outlook made;
    if (reading && reading->limit) {
        made.left =
            std::max<std::int64_t>(*reading->left() - kept_for_answers(*reading->limit) -
                                       storage::Reminders(connection).queued_pushes(channel),
                                   0);
    }
    made.forecast = forecast(expected_, made.left);
    return made;
}

bool tell_of_shortage(Connection& connection,
                      std::string_view channel,
                      const Outlook& outlook,
                      Instant now) {
    if (!outlook.forecast.ends) {
        return false;
    }
    ReminderSources sources(connection);
    const std::string job = fmt::format("shortage.{}", channel);
    const Day month =
        conversation::first_day(conversation::period_of(conversation::bangkok_day(now)));
    if (sources.round(job, month).done) {
        return false;
    }
    std::int64_t left_out = 0;
    for (const auto of_rank : outlook.forecast.left_out) {
        left_out += of_rank;
    }
    conversation::OfficerAsked asked;
    asked.kind = "QUOTA_SHORT";
    asked.text = fmt::format("{}: เหลือ {} ข้อความ จะหมดราว {} การแจ้งเตือนที่จะไม่ได้ส่ง {}",
                             channel,
                             outlook.left.value_or(0),
                             conversation::short_date(*outlook.forecast.ends, "th"),
                             left_out);
    storage::Requests(connection).add(asked, {}, {}, now);
    sources.put_round(job, month, {0, true});
    return true;
}

}  // namespace bot
