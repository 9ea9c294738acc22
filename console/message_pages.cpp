#include "console/office.h"
#include "console/page_words.h"
#include "storage/message_desk.h"
#include "storage/reminder_desk.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>

namespace console {

namespace {

using nlohmann::json;

constexpr std::chrono::days kLookedAt{30};
// Reminders become rows so many days before they are due.
constexpr std::chrono::days kPlannedAhead{3};
constexpr unsigned kSetAside = 50;

json channel_rows(const Visit& visit, conversation::Instant since) {
    const auto month = conversation::period_of(conversation::bangkok_day(visit.now));
    json rows = json::array();
    for (const auto& one : storage::MessageDesk(visit.reader).channels(since, month)) {
        std::string quota;
        if (one.quota_used) {
            quota = one.quota
                        ? fmt::format("{} / {}", baht_text(*one.quota_used), baht_text(*one.quota))
                        : baht_text(*one.quota_used);
        }
        rows.push_back({{"channel", one.channel},
                        {"received", baht_text(one.received)},
                        {"sent", baht_text(one.sent)},
                        {"pushes", baht_text(one.pushes)},
                        {"queued", baht_text(one.queued)},
                        {"failed", baht_text(one.failed)},
                        {"quota", quota},
                        {"segments", one.segments == 0 ? "" : baht_text(one.segments)},
                        {"cost", one.cost == 0 ? "" : money_text(one.cost)}});
    }
    return rows;
}

json failure_rows(const Visit& visit, conversation::Instant since) {
    json rows = json::array();
    for (const auto& one : storage::MessageDesk(visit.reader).failures(since)) {
        const bool expired = one.state == "expired" && one.reason.empty();
        const std::string words = visit.thai ? "หมดอายุก่อนส่งได้" : "too old before it could be sent";
        rows.push_back({{"channel", one.channel},
                        {"reason", expired ? words : failure_word(one.reason, visit.thai)},
                        {"messages", one.messages},
                        {"last", moment_text(one.last_at, visit.thai)}});
    }
    return rows;
}

json ahead_rows(const Visit& visit) {
    json rows = json::array();
    for (const auto& one : storage::ReminderDesk(visit.reader).ahead(visit.now + kPlannedAhead)) {
        rows.push_back({{"kind", reminder_word(one.kind, visit.thai)},
                        {"reminders", baht_text(one.reminders)},
                        {"first", moment_text(one.first, visit.thai)}});
    }
    return rows;
}

json unsent_rows(const Visit& visit, conversation::Instant since) {
    json rows = json::array();
    for (const auto& one : storage::ReminderDesk(visit.reader).unsent(since)) {
        rows.push_back({{"kind", reminder_word(one.kind, visit.thai)},
                        {"reason", unsent_word(one.reason, visit.thai)},
                        {"reminders", baht_text(one.reminders)},
                        {"last", moment_text(one.last, visit.thai)}});
    }
    return rows;
}

webhooks::Response page(const Visit& visit) {
    if (!visit.sees_all()) {
        return not_yours(visit, "page:/messages");
    }
    const auto since = visit.now - kLookedAt;
    const json channels = channel_rows(visit, since);
    const json failures = failure_rows(visit, since);
    const json ahead = ahead_rows(visit);
    const json unsent = unsent_rows(visit, since);
    json aside = json::array();
    for (const auto& one : storage::MessageDesk(visit.reader).set_aside(kSetAside)) {
        aside.push_back({{"channel", one.channel},
                         {"reason", one.reason},
                         {"at", moment_text(one.at, visit.thai)}});
    }
    return show(visit,
                "messages.html",
                {{"title", visit.thai ? "ข้อความ" : "Messages"},
                 {"has_channels", !channels.empty()},
                 {"channels", channels},
                 {"has_failures", !failures.empty()},
                 {"failures", failures},
                 {"has_ahead", !ahead.empty()},
                 {"ahead", ahead},
                 {"has_unsent", !unsent.empty()},
                 {"unsent", unsent},
                 {"has_aside", !aside.empty()},
                 {"aside", aside}});
}

}  // namespace

std::vector<PageRoute> message_pages() {
    return {{.path = "/messages", .page = page}};
}

}  // namespace console
