#pragma once
#include "bot/channel.h"
#include "bot/send_result.h"
#include "conversation/calendar.h"
#include "storage/outbox.h"

#include <cstdint>
#include <optional>
#include <set>

namespace bot {

// What a channel may still push this month, as far as is known between two readings. Pure (time is
// an argument); not thread-safe.
class PushQuota {
  public:
    using Instant = conversation::Instant;

    // Whether it should be read before the next push.
    [[nodiscard]] bool is_stale(Instant now) const;
    // What the channel said; nothing when it could not be asked: it is asked again after a minute.
    void read(const std::optional<Quota>& quota, Instant now);

    // Whether a row may be pushed now; if so, it is counted. A row whose last push has no known
    // outcome always may: the count may hold it already, and only a try with its key tells.
    [[nodiscard]] bool take(const storage::Outbox::Row& row, Instant now);
    // What came of a push that take() allowed.
    void over(const storage::Outbox::Row& row, SendOutcome outcome, Instant now);

    // False while the month's messages are used up: it is not worth claiming pushes.
    [[nodiscard]] bool pushes_on(Instant now) const;

    [[nodiscard]] const std::optional<Quota>& known() const { return quota_; }

  private:
    std::optional<Quota> quota_;
    std::optional<Instant> read_at_;
    std::optional<Instant> off_until_;
    std::set<std::int64_t> unsure_;
};

}  // namespace bot
