#include "storage/quota.h"

#include <algorithm>

namespace storage {

namespace {

constexpr Sql kFind{"quota.find", R"sql(
SELECT quota_limit, used, sent_since, read_at FROM channel_quota
WHERE channel = ?1 AND month = ?2)sql"};

constexpr Sql kLimited{"quota.limited", R"sql(
SELECT channel FROM channel_quota WHERE month = ?1 AND quota_limit IS NOT NULL ORDER BY channel)sql"};

constexpr Sql kPut{"quota.put", R"sql(
INSERT INTO channel_quota (id, channel, month, quota_limit, used, read_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (channel, month) DO UPDATE SET quota_limit = excluded.quota_limit,
    used = excluded.used, sent_since = 0, read_at = excluded.read_at)sql"};

constexpr Sql kCount{"quota.count_push", R"sql(
UPDATE channel_quota SET sent_since = sent_since + ?3 WHERE channel = ?1 AND month = ?2)sql"};

}  // namespace

std::optional<std::int64_t> Quota::Reading::left() const {
    if (!limit) {
        return std::nullopt;
    }
    return std::max<std::int64_t>(0, *limit - used - sent_since);
}

std::optional<Quota::Reading> Quota::find(std::string_view channel, conversation::Period month) {
    auto row = connection_.query(kFind, channel, month);
    if (!row.step()) {
        return std::nullopt;
    }
    return Reading{row.optional_integer(0), row.integer(1), row.integer(2), row.instant(3)};
}

std::vector<std::string> Quota::limited(conversation::Period month) {
    std::vector<std::string> channels;
    auto rows = connection_.query(kLimited, month);
    while (rows.step()) {
        channels.push_back(rows.text(0));
    }
    return channels;
}

void Quota::put(std::string_view channel,
                conversation::Period month,
                std::optional<std::int64_t> limit,
                std::int64_t used,
                Instant now) {
    connection_.run(kPut, connection_.new_id<RowId>(now), channel, month, limit, used, now);
}

void Quota::count_push(std::string_view channel, conversation::Period month, std::int64_t pushes) {
    connection_.run(kCount, channel, month, pushes);
}

}  // namespace storage
