#include "bot/app_health.h"

#include "bot/outbox_exchange.h"
#include "storage/duties.h"
#include "storage/health.h"
#include "storage/outbox.h"
#include "storage/reminders.h"
#include "storage/sms_parts.h"
#include "storage/spending.h"

#include <fmt/format.h>
#include <prometheus/gauge.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace bot {

namespace {

using webhooks::PartHealth;

constexpr std::chrono::minutes kOldestUnsent{10};
constexpr double kLeastFree = 5.0;  // percent
constexpr std::chrono::minutes kPartsLate{2};

PartHealth part(std::string name, std::string trouble) {
    const bool ready = trouble.empty();
    return {.part = std::move(name), .ready = ready, .reason = std::move(trouble)};
}

std::string database_trouble(const storage::Health& health) {
    if (!health.writer.last_commit_ok) {
        return "the last commit failed: look into the log, the disk may be full";
    }
    if (health.check.state == storage::Database::Check::State::Damaged) {
        return "the file is damaged: restore the last backup (sammachip restore FILE)";
    }
    return "";
}

std::string disk_trouble(const storage::Health& health) {
    const double free = health.disk.free_percent();
    return free >= kLeastFree ? ""
                              : fmt::format("only {:.1f} % of the disk is free: make room", free);
}

std::string sender_trouble(const storage::Health& health, const OutboxSender& sender) {
    if (!sender.alive()) {
        return "the sender does not work any more: restart the program";
    }
    if (health.oldest_due > kOldestUnsent) {
        return fmt::format(
            "the oldest message waits for {} minutes",
            std::chrono::duration_cast<std::chrono::minutes>(health.oldest_due).count());
    }
    return "";
}

std::string channel_trouble(const OutboxSender::Status& status) {
    if (status.trouble == SendOutcome::Unauthorized) {
        return "the access token or password is refused: put the right one into the configuration "
               "and restart";
    }
    return "";
}

}  // namespace

AppHealth::AppHealth(storage::Database& database, const OutboxSender& sender, const Clock& clock)
    : database_(database), sender_(sender), clock_(clock), reader_(database.reader()) {}

std::vector<PartHealth> AppHealth::parts() {
    std::vector<PartHealth> all;
    try {
        const storage::MutexLock lock(mutex_);
        const auto health = storage::look_at_health(database_, reader_, clock_.now());
        all.push_back(part("database", database_trouble(health)));
        all.push_back(part("disk", disk_trouble(health)));
        all.push_back(part("sender", sender_trouble(health, sender_)));
    } catch (const storage::StorageError&) {
        all.push_back(part("database", "the file cannot be read"));
    }
    for (const auto& status : sender_.status()) {
        all.push_back(part("channel " + status.channel, channel_trouble(status)));
    }
    const std::size_t broken = broken_forms_;
    all.push_back(part(
        "forms",
        broken == 0 ? ""
                    : fmt::format("{} faults keep forms out of use: sammachip check", broken)));
    return all;
}

// What SMS cost this month, and what is left of the budget.
void AppHealth::measure_sms(webhooks::Metrics& metrics, const OutboxSender::Status& status) {
    constexpr double baht = 10'000;
    const webhooks::Metrics::Labels labels{{"channel", status.channel}};
    const auto set = [&](const char* name, const char* help, double value) {
        metrics.gauge(name, help, labels).Set(value);
    };
    try {
        const storage::MutexLock lock(mutex_);
        const auto sum = storage::Spending(reader_).of(status.channel, month_of(clock_.now()));
        set("sammachip_sms_month_messages",
            "SMS sent this month.",
            static_cast<double>(sum.messages));
        set("sammachip_sms_month_segments",
            "Segments of them, which are what is paid for.",
            static_cast<double>(sum.segments));
        set("sammachip_sms_month_baht",
            "What they cost by the configured price.",
            static_cast<double>(sum.cost) / baht);
        if (status.budget) {
            set("sammachip_sms_budget_left_baht",
                "What reminders may still cost this month; answers go on below 0.",
                static_cast<double>(*status.budget - sum.cost) / baht);
        }
    } catch (const storage::StorageError&) {
        // /readyz says so; what was measured last stays.
    }
}

void AppHealth::measure_outbox(webhooks::Metrics& metrics, conversation::Instant now) {
    const auto set = [&](const char* name,
                         const char* help,
                         double value,
                         const webhooks::Metrics::Labels& labels = {}) {
        metrics.gauge(name, help, labels).Set(value);
    };
    const auto counts = storage::Outbox(reader_).counts(now);
    const char* rows = "sammachip_outbox_messages";
    const char* rows_help = "Messages that are not sent, by state.";
    set(rows, rows_help, static_cast<double>(counts.queued), {{"state", "queued"}});
    set(rows, rows_help, static_cast<double>(counts.sending), {{"state", "sending"}});
    set(rows, rows_help, static_cast<double>(counts.failed), {{"state", "failed"}});
    set(rows, rows_help, static_cast<double>(counts.expired), {{"state", "expired"}});
    std::map<std::string, std::int64_t> waiting;
    for (const auto& status : sender_.status()) {
        waiting[status.channel] = 0;
    }
    for (const auto& one : storage::Outbox(reader_).waiting()) {
        waiting[one.channel] = one.queued;
    }
    for (const auto& [channel, queued] : waiting) {
        set("sammachip_outbox_waiting",
            "Messages that wait to be sent, by channel.",
            static_cast<double>(queued),
            {{"channel", channel}});
    }
    storage::Reminders reminders(reader_);
    std::int64_t due = 0;
    for (const auto of_rank : reminders.coming({}, now)) {
        due += of_rank;
    }
    const auto next = reminders.next();
    const auto late = next && *next < now ? now - *next : std::chrono::milliseconds(0);
    set("sammachip_reminders_due",
        "Reminders that are due and not said.",
        static_cast<double>(due));
    set("sammachip_reminders_overdue_seconds",
        "How long the oldest of them has been due.",
        std::chrono::duration<double>(late).count());
    set("sammachip_sms_incomplete",
        "Long SMS of which parts have been missing for more than two minutes.",
        static_cast<double>(storage::SmsParts(reader_).count_incomplete(now - kPartsLate)));
}

void AppHealth::measure_duties(webhooks::Metrics& metrics, conversation::Instant now) {
    const auto duties = storage::look_at_duties(reader_, now);
    const auto set = [&](const char* name, const char* help, std::int64_t value) {
        metrics.gauge(name, help).Set(static_cast<double>(value));
    };
    set("sammachip_breaches_open",
        "Breaches the regulator was not told of yet.",
        duties.breaches_open);
    set("sammachip_breaches_overdue", "Of them, known for 72 hours.", duties.breaches_overdue);
    set("sammachip_requests_open", "People's requests that wait.", duties.requests_open);
    set("sammachip_requests_overdue", "Of them, past their day.", duties.requests_overdue);
    set("sammachip_erasures_overdue",
        "Wishes to be erased that are older than 24 hours.",
        duties.erasures_overdue);
}

void AppHealth::measure(webhooks::Metrics& metrics) {
    const auto set = [&](const char* name,
                         const char* help,
                         double value,
                         const webhooks::Metrics::Labels& labels = {}) {
        metrics.gauge(name, help, labels).Set(value);
    };
    try {
        const storage::MutexLock lock(mutex_);
        const auto now = clock_.now();
        const auto health = storage::look_at_health(database_, reader_, now);
        measure_outbox(metrics, now);
        measure_duties(metrics, now);
        set("sammachip_outbox_oldest_seconds",
            "How long the oldest message has been overdue.",
            static_cast<double>(health.oldest_due.count()));
        set("sammachip_dead_letters",
            "Events that could not be handled.",
            static_cast<double>(health.dead_letters));
        set("sammachip_disk_free_ratio",
            "Free part of the database's disk.",
            health.disk.free_percent() / 100.0);
        set("sammachip_wal_bytes",
            "Bytes of the write-ahead log in use.",
            static_cast<double>(health.writer.wal_bytes));
        set("sammachip_commits",
            "Groups of jobs committed since the start.",
            static_cast<double>(health.writer.groups));
        set("sammachip_jobs_waiting",
            "Jobs that wait for the database's writer.",
            static_cast<double>(health.writer.waiting));
    } catch (const storage::StorageError&) {
        // /readyz says so; what was measured last stays.
    }
    for (const auto& status : sender_.status()) {
        if (status.is_sms) {
            measure_sms(metrics, status);
        } else if (status.quota && status.quota->limit) {
            const auto left = *status.quota->limit - status.quota->used;
            set("sammachip_quota_left",
                "Messages that may still be pushed this month.",
                static_cast<double>(left),
                {{"channel", status.channel}});
        }
        set("sammachip_channel_works",
            "1 while the channel takes messages.",
            status.trouble ? 0 : 1,
            {{"channel", status.channel}});
    }
}

}  // namespace bot
