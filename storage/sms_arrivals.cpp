#include "storage/sms_arrivals.h"

namespace storage {

namespace {

constexpr Sql kFindSeen{"sms_arrivals.find_seen", R"sql(
SELECT 1 FROM sms_seen
WHERE channel = ?1 AND address = ?2 AND digest = ?3 AND seen_at > ?4 AND seen_at <= ?5)sql"};

constexpr Sql kSeen{"sms_arrivals.seen", R"sql(
INSERT INTO sms_seen (channel, address, digest, seen_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (channel, address, digest) DO UPDATE SET seen_at = excluded.seen_at)sql"};

constexpr Sql kForget{"sms_arrivals.forget",
                      "DELETE FROM sms_seen WHERE channel = ?1 AND address = ?2"};

// What is old is of no use any more, whoever it was from: so the tables stay as small as a day.
constexpr Sql kForgetOld{"sms_arrivals.forget_old",
                         "DELETE FROM sms_seen WHERE channel = ?1 AND seen_at <= ?2"};

constexpr Sql kForgetPace{"sms_arrivals.forget_pace",
                          "DELETE FROM sms_pace WHERE channel = ?1 AND since <= ?2"};

constexpr Sql kCount{"sms_arrivals.count", R"sql(
INSERT INTO sms_pace (channel, address, since, messages) VALUES (?1, ?2, ?3, 1)
ON CONFLICT (channel, address) DO UPDATE SET
    messages = iif(since > ?4 AND since <= ?3, messages + 1, 1),
    since = iif(since > ?4 AND since <= ?3, since, ?3)
RETURNING messages)sql"};

constexpr Sql kSetAside{"sms_arrivals.set_aside", R"sql(
INSERT INTO sms_set_aside (inbox, sender, reason, bytes, created_at)
VALUES (?1, ?2, ?3, ?4, ?5))sql"};

constexpr Sql kSetAsideList{"sms_arrivals.set_aside_list", R"sql(
SELECT inbox, sender, reason, length(bytes), created_at FROM sms_set_aside
ORDER BY inbox DESC LIMIT ?1)sql"};

constexpr std::chrono::minutes kPace{1};

}  // namespace

bool SmsArrivals::is_new(std::string_view channel,
                         std::string_view address,
                         std::string_view digest,
                         std::chrono::seconds window,
                         Instant now) {
    const Instant from = now - window;
    if (connection_.query(kFindSeen, channel, address, digest, from, now).step()) {
        return false;
    }
    connection_.run(kForgetOld, channel, from);
    connection_.run(kSeen, channel, address, digest, now);
    return true;
}

void SmsArrivals::answered(std::string_view channel, std::string_view address) {
    connection_.run(kForget, channel, address);
}

std::int64_t SmsArrivals::count(std::string_view channel, std::string_view address, Instant now) {
    std::int64_t messages = 1;
    {
        auto row = connection_.query(kCount, channel, address, now, now - kPace);
        messages = row.step() ? row.integer(0) : messages;
        (void)row.step();  // to its end, or nothing is written
    }
    if (messages == 1) {
        connection_.run(kForgetPace, channel, now - kPace);
    }
    return messages;
}

void SmsArrivals::set_aside(InboxId inbox,
                            std::string_view sender,
                            std::string_view reason,
                            std::span<const std::byte> bytes,
                            Instant now) {
    connection_.run(kSetAside, inbox, sender, reason, Blob{bytes}, now);
}

std::vector<SmsArrivals::SetAside> SmsArrivals::set_aside(unsigned limit) {
    std::vector<SetAside> all;
    auto rows = connection_.query(kSetAsideList, limit);
    while (rows.step()) {
        all.push_back(
            {rows.id<InboxId>(0), rows.text(1), rows.text(2), rows.integer(3), rows.instant(4)});
    }
    return all;
}

}  // namespace storage
