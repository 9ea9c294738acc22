#include "bot/reminder_pass.h"

#include "bot/quota_rule.h"
#include "bot/reminder_words.h"
#include "conversation/text/sms_segments.h"
#include "storage/chat_groups.h"
#include "storage/contacts.h"
#include "storage/fault_points.h"
#include "storage/notices.h"
#include "storage/quota.h"
#include "storage/reminder_sources.h"
#include "storage/requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bot {

namespace {

using conversation::Instant;
using storage::Connection;
using storage::Reminders;
using storage::ReminderSources;
using What = ReminderDecision::What;

constexpr std::chrono::hours kHeldFor{1};
constexpr std::chrono::hours kRidesEarly{24};

ReminderDecision suppress(std::string reason) {
    return {
        .what = What::Suppress, .reason = std::move(reason), .until = {}, .draft = {}, .cost = 0};
}

ReminderDecision put_off(std::string reason, Instant until) {
    return {
        .what = What::PutOff, .reason = std::move(reason), .until = until, .draft = {}, .cost = 0};
}

// Messages are scarce: later, while it helps.
ReminderDecision hold(const Reminders::Row& row, Instant now) {
    const Instant later = now + kHeldFor;
    return later <= row.useful_until ? put_off("quota", later) : suppress("quota");
}

ReminderDue due_of(const Reminders::Row& row, ReminderKind kind) {
    const bool silent = kind == ReminderKind::OfficerList;
    return {.kind = kind,
            .target = silent ? ReminderTarget::Officer : ReminderTarget::Responsible,
            .day = row.day,
            .due = row.due,
            .useful_until = row.useful_until};
}

bool may_come_early(const Reminders::Row& row) {
    const auto kind = reminder_kind(row.kind);
    return kind == ReminderKind::WeekBefore || kind == ReminderKind::DayBefore ||
           kind == ReminderKind::Report || kind == ReminderKind::ReportList;
}

// An unanswered activity goes on the officer's list.
void list_for_officer(Connection& connection, const Reminders::Row& row, Instant now) {
    const auto activity =
        ReminderSources(connection).activity(row.activity, conversation::bangkok_day(now));
    conversation::OfficerAsked asked;
    asked.kind = "ACTIVITY_UNANSWERED";
    asked.text = fmt::format(
        "{} ({})", activity ? activity->title : "", conversation::short_date(row.day, "th"));
    storage::Requests(connection).add(asked, {}, {}, now);
}

}  // namespace

// Why there is nothing to say any more; "changed" asks for planning anew; empty: there is.
std::string ReminderJudge::closed(const Reminders::Row& row, Instant now) {
    ReminderSources sources(connection_);
    if (row.household) {
        return sources.has_reported(row.household, *row.period) ? "reported" : "";
    }
    if (!row.activity) {
        return "";
    }
    const auto activity = sources.activity(row.activity, conversation::bangkok_day(now));
    if (!activity) {
        return "gone";
    }
    if (activity->state == "DONE") {
        return "done";
    }
    if (activity->state == "CANCELLED") {
        return "cancelled";
    }
    if (activity->plan_closed) {
        return "plan_closed";
    }
    return activity->version == row.version ? "" : "changed";
}

PushMeans& ReminderJudge::means(const std::string& channel, Instant now) {
    const auto known = means_.find(channel);
    if (known != means_.end()) {
        return known->second;
    }
    PushMeans means;
    const auto month = conversation::period_of(conversation::bangkok_day(now));
    const auto reading = storage::Quota(connection_).find(channel, month);
    if (reading && reading->limit) {
        Reminders reminders(connection_);
        means.left =
            *reading->left() - kept_for_answers(*reading->limit) - reminders.queued_pushes(channel);
        means.coming = reminders.coming(now, now + kPlannedAhead);
    }
    return means_.emplace(channel, means).first->second;
}

void ReminderJudge::spent(const std::string& channel, std::int64_t cost) {
    const auto known = means_.find(channel);
    if (known != means_.end() && known->second.left) {
        *known->second.left -= cost;
    }
}

ReminderDecision ReminderJudge::to_group(const Reminders::Row& row, Instant now) {
    const auto group = storage::ChatGroups(connection_).find(row.group);
    if (!group || !group->active || !group->organisation) {
        return suppress("not_in_group");
    }
    const auto words = reminder_words(connection_, row, terms_.planning.holidays, "th");
    if (!words) {
        return suppress("nothing_to_say");
    }
    const auto& available = means(group->channel, now);
    if (available.left && !group->members) {  // nobody spends what he does not know
        const Instant later = now + kHeldFor;
        return later <= row.useful_until ? put_off("cost_unknown", later)
                                         : suppress("cost_unknown");
    }
    ReminderDecision decision{
        .what = What::Send, .reason = {}, .until = {}, .draft = {}, .cost = 0};
    decision.cost = group->members.value_or(0);
    if (may_spend(available, row.rank, decision.cost) == Spend::Hold) {
        return hold(row, now);
    }
    conversation::OutgoingMessage message;
    message.text = terms_.notices.texts.get(words->key, "th", words->text_arguments());
    decision.draft.channel = group->channel;
    decision.draft.address = group->address;
    decision.draft.messages = {std::move(message)};
    decision.draft.priority = storage::Outbox::Priority::Bulk;
    decision.draft.push_cost = decision.cost;
    return decision;
}

ReminderDecision ReminderJudge::to_contact(const Reminders::Row& row, Instant now) {
    ReminderSources sources(connection_);
    const auto contacts =
        row.household ? sources.contacts_of(row.household) : sources.contacts_of(row.person);
    if (contacts.empty()) {
        return suppress("not_linked");
    }
    storage::Notices notices(connection_);
    const std::string version = row.household ? notices.current_version(now) : "";
    std::string reason;
    bool held = false;
    for (const auto id : contacts) {
        if (row.household && !notices.consented(row.household, id, "MESSAGES", version)) {
            reason = "no_consent";
            continue;
        }
        const auto contact = storage::Contacts(connection_).find(id);
        const std::string language = contact ? contact->language : "th";
        const auto words = reminder_words(connection_, row, terms_.planning.holidays, language);
        if (!words) {
            return suppress("nothing_to_say");
        }
        auto plan =
            plan_notice(connection_, terms_.notices, id, *words, MessagePurpose::Reminder, {}, now);
        const bool pushes = plan.draft.address.starts_with("line:");
        if (plan.verdict == AddressVerdict::Chosen && pushes &&
            may_spend(means(plan.draft.channel, now), row.rank, 1) == Spend::Hold) {
            const std::string scarce = plan.draft.address;
            plan = plan_notice(
                connection_, terms_.notices, id, *words, MessagePurpose::Reminder, scarce, now);
            held = plan.verdict != AddressVerdict::Chosen;
        }
        if (plan.verdict != AddressVerdict::Chosen) {
            held = held || plan.verdict == AddressVerdict::NothingLeft;
            reason = name(plan.verdict);
            continue;
        }
        ReminderDecision decision{.what = What::Send,
                                  .reason = {},
                                  .until = {},
                                  .draft = std::move(plan.draft),
                                  .cost = 1};
        auto& message = decision.draft.messages.front();
        if (decision.draft.address.starts_with("tel:")) {
            decision.cost =
                static_cast<std::int64_t>(conversation::count_sms(message.text).segments);
        } else {
            message.quick_replies = reminder_buttons(row, terms_.notices.texts, language);
        }
        decision.draft.expires_at = row.useful_until;
        decision.draft.notice = to_json(*words);
        return decision;
    }
    return held ? hold(row, now) : suppress(reason);
}

ReminderDecision ReminderJudge::judge(const Reminders::Row& row, Instant now) {
    const auto kind = reminder_kind(row.kind);
    if (!kind) {
        return suppress("unknown");
    }
    const auto reason = closed(row, now);
    if (reason == "changed") {
        return {.what = What::Replan, .reason = {}, .until = {}, .draft = {}, .cost = 0};
    }
    if (!reason.empty()) {
        return suppress(reason);
    }
    const auto verdict = judge_due(due_of(row, *kind), now);
    if (verdict.what == DueVerdict::What::Expire) {
        return {.what = What::Expire, .reason = "too_late", .until = {}, .draft = {}, .cost = 0};
    }
    if (verdict.what == DueVerdict::What::Wait) {
        return put_off("quiet_hours", verdict.until);
    }
    if (*kind == ReminderKind::OfficerList) {
        return {.what = What::List, .reason = {}, .until = {}, .draft = {}, .cost = 0};
    }
    return row.group ? to_group(row, now) : to_contact(row, now);
}

bool say(Connection& connection,
         ReminderJudge& judge,
         storage::ReminderId row,
         const ReminderDecision& decision,
         Instant now) {
    Reminders reminders(connection);
    if (!reminders.take(row, now)) {
        return false;
    }
    const auto outbox = storage::Outbox(connection).enqueue(decision.draft, now);
    storage::fault_point("reminders.after_outbox");
    reminders.link(
        row, {.outbox = outbox, .channel = decision.draft.channel, .cost = decision.cost}, now);
    if (!decision.draft.address.starts_with("tel:")) {
        judge.spent(decision.draft.channel, decision.cost);
    }
    return true;
}

namespace {

void carry_out(Connection& connection,
               const PassTerms& terms,
               ReminderJudge& judge,
               const Reminders::Row& row,
               Instant now,
               PassResult& result) {
    Reminders reminders(connection);
    const auto decision = judge.judge(row, now);
    switch (decision.what) {
        case What::Replan:
            plan_activity(connection, terms.planning, row.activity, now);
            return;
        case What::Suppress:
            reminders.suppress(row.id, decision.reason, now);
            ++result.suppressed;
            return;
        case What::Expire:
            reminders.expire(row.id, decision.reason, now);
            ++result.expired;
            return;
        case What::PutOff:
            reminders.put_off(row.id, decision.until, now);
            ++result.held;
            return;
        case What::List:
            if (reminders.take(row.id, now)) {
                list_for_officer(connection, row, now);
                reminders.link(row.id, {}, now);
                ++result.sent;
            }
            return;
        case What::Send:
            break;
    }
    if (say(connection, judge, row.id, decision, now)) {
        result.channels.insert(decision.draft.channel);
        ++result.sent;
    }
}

}  // namespace

PassResult remind(Connection& connection, const PassTerms& terms, Instant now) {
    PassResult result;
    ReminderJudge judge(connection, terms);
    Reminders reminders(connection);
    for (int rank = 0; rank < static_cast<int>(Reminders::kRanks); ++rank) {
        const auto room = terms.at_once - static_cast<unsigned>(result.handled);
        if (room == 0) {
            break;
        }
        for (const auto& row : reminders.due(rank, now, room)) {
            carry_out(connection, terms, judge, row, now, result);
            ++result.handled;
        }
    }
    return result;
}

Riders take_riders(Connection& connection,
                   const PassTerms& terms,
                   const conversation::Contact& contact,
                   std::size_t most,
                   Instant now) {
    Riders riders;
    Reminders reminders(connection);
    ReminderJudge judge(connection, terms);
    for (const auto& row : reminders.waiting_for(contact.id, now + kRidesEarly, terms.at_once)) {
        if (riders.messages.size() >= most) {
            break;
        }
        if (row.next > now && !(may_come_early(row) && row.due > now)) {
            continue;
        }
        // What is asked after an activity waits for its time; what is due may ride at night, too:
        // she is awake.
        const auto decision = judge.judge(row, std::max(now, row.due));
        const bool quiet = decision.what == What::PutOff && decision.reason == "quiet_hours";
        if (decision.what != What::Send && !quiet && decision.reason != "quota") {
            continue;
        }
        const auto words =
            reminder_words(connection, row, terms.planning.holidays, contact.language);
        if (!words || !reminders.take(row.id, now)) {
            continue;
        }
        conversation::OutgoingMessage message;
        message.text =
            terms.notices.texts.get(words->key, contact.language, words->text_arguments());
        message.quick_replies = reminder_buttons(row, terms.notices.texts, contact.language);
        riders.messages.push_back(std::move(message));
        riders.rows.push_back(row.id);
    }
    return riders;
}

void link_riders(Connection& connection,
                 const Riders& riders,
                 storage::OutboxId outbox,
                 std::string_view channel,
                 Instant now) {
    for (const auto id : riders.rows) {
        Reminders(connection)
            .link(
                id, {.outbox = outbox, .channel = channel, .cost = 0, .reason = "rode_along"}, now);
    }
}

}  // namespace bot
