#pragma once
#include "storage/connection.h"
#include "storage/database.h"
#include "storage/writer.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace storage {

struct DiskSpace {
    std::uintmax_t bytes = 0;
    std::uintmax_t free = 0;

    [[nodiscard]] double free_percent() const;
};

[[nodiscard]] DiskSpace disk_space(const std::filesystem::path& file);

// What an operator must know of the store room.
struct Health {
    Writer::Stats writer;
    Database::Check check;
    DiskSpace disk;
    std::int64_t queued = 0;
    std::chrono::seconds oldest_due{};  // how long the oldest message has been overdue
    std::int64_t dead_letters = 0;

    // In words what makes us not ready; empty when all is well.
    [[nodiscard]] std::vector<std::string> problems() const;
};

// `reader` must belong to the calling thread. Throws StorageError when the file cannot be read.
[[nodiscard]] Health look_at_health(Database& database, Connection& reader, Instant now);

}  // namespace storage
