#pragma once
#include "conversation/calendar.h"
#include "storage/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// How many pushes a channel still has this month: what the channel said last, and what we sent
// since.
class Quota {
  public:
    struct Reading {
        std::optional<std::int64_t> limit;  // nothing: unlimited
        std::int64_t used = 0;              // as the channel counts
        std::int64_t sent_since = 0;        // pushes of ours after it was read
        Instant read_at{};

        // Nothing: unlimited. Never negative.
        [[nodiscard]] std::optional<std::int64_t> left() const;
    };

    explicit Quota(Connection& connection) : connection_(connection) {}

    // Of a month; nothing before the first reading.
    [[nodiscard]] std::optional<Reading> find(std::string_view channel, conversation::Period month);
    // Channels whose messages of a month are limited, as far as is known.
    [[nodiscard]] std::vector<std::string> limited(conversation::Period month);
    void put(std::string_view channel,
             conversation::Period month,
             std::optional<std::int64_t> limit,
             std::int64_t used,
             Instant now);
    void count_push(std::string_view channel, conversation::Period month, std::int64_t pushes);

  private:
    Connection& connection_;
};

}  // namespace storage
