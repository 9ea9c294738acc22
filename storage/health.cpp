#include "storage/health.h"

#include "storage/inbox.h"
#include "storage/outbox.h"

#include <fmt/format.h>

#include <system_error>

namespace storage {

namespace {

constexpr double kLeastFree = 5.0;
constexpr std::chrono::minutes kOldestAllowed{10};
constexpr double kHundred = 100.0;

}  // namespace

double DiskSpace::free_percent() const {
    return bytes == 0 ? kHundred
                      : kHundred * static_cast<double>(free) / static_cast<double>(bytes);
}

DiskSpace disk_space(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    return error ? DiskSpace{} : DiskSpace{space.capacity, space.available};
}

std::vector<std::string> Health::problems() const {
    std::vector<std::string> all;
    if (!writer.last_commit_ok) {
        all.emplace_back("the last commit failed: nothing can be stored just now");
    }
    if (check.state == Database::Check::State::Damaged) {
        all.push_back(fmt::format("the database is damaged ({})", check.result));
    }
    if (disk.free_percent() < kLeastFree) {
        all.push_back(fmt::format("only {:.1f} % of the disk is free", disk.free_percent()));
    }
    if (oldest_due > kOldestAllowed) {
        all.push_back(
            fmt::format("the oldest message has been waiting to be sent for {} minutes",
                        std::chrono::duration_cast<std::chrono::minutes>(oldest_due).count()));
    }
    return all;
}

Health look_at_health(Database& database, Connection& reader, Instant now) {
    Health health;
    health.writer = database.writer().stats();
    health.check = database.check();
    health.disk = disk_space(database.path());
    const auto outbox = Outbox(reader).counts(now);
    health.queued = outbox.queued;
    if (outbox.oldest_due) {
        health.oldest_due =
            std::chrono::duration_cast<std::chrono::seconds>(now - *outbox.oldest_due);
    }
    health.dead_letters = Inbox(reader).dead();
    return health;
}

}  // namespace storage
