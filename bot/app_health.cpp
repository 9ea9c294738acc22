#include "bot/app_health.h"

#include "storage/health.h"
#include "storage/outbox.h"

#include <fmt/format.h>
#include <prometheus/gauge.h>

#include <chrono>
#include <string>
#include <utility>

namespace bot {

namespace {

using webhooks::PartHealth;

constexpr std::chrono::minutes kOldestUnsent{10};
constexpr double kLeastFree = 5.0;  // percent

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
        return "the access token is refused: put the right one into the configuration and restart";
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
        const auto counts = storage::Outbox(reader_).counts(now);
        const char* rows = "sammachip_outbox_messages";
        const char* rows_help = "Messages that are not sent, by state.";
        set(rows, rows_help, static_cast<double>(counts.queued), {{"state", "queued"}});
        set(rows, rows_help, static_cast<double>(counts.sending), {{"state", "sending"}});
        set(rows, rows_help, static_cast<double>(counts.failed), {{"state", "failed"}});
        set(rows, rows_help, static_cast<double>(counts.expired), {{"state", "expired"}});
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
        if (status.quota && status.quota->limit) {
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
