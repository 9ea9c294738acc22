#include "storage/content_fetches.h"

#include "storage/message_json.h"

namespace storage {

namespace {

using conversation::AttachmentId;
using conversation::IncomingMessage;

constexpr Sql kEnqueue{"content_fetches.enqueue", R"sql(
INSERT INTO content_fetch (id, inbox, channel, message, state, due_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?5, ?5))sql"};

constexpr Sql kDue{"content_fetches.due", R"sql(
SELECT id, inbox, attempts, message FROM content_fetch
WHERE channel = ?1 AND state = 'waiting' AND due_at <= ?2 ORDER BY due_at LIMIT ?3)sql"};

constexpr Sql kTake{"content_fetches.take", R"sql(
UPDATE content_fetch SET attempts = attempts + 1, due_at = ?2, updated_at = ?3
WHERE id = ?1)sql"};

constexpr Sql kRetry{"content_fetches.retry", R"sql(
UPDATE content_fetch SET due_at = ?2, reason = ?3 WHERE id = ?1 AND state = 'waiting')sql"};

constexpr Sql kFinish{"content_fetches.finish", R"sql(
UPDATE content_fetch SET state = iif(?2 IS NULL, 'failed', 'done'), attachment = ?2, reason = ?3,
    message = '{}', updated_at = ?4
WHERE id = ?1 AND state = 'waiting')sql"};

constexpr Sql kNextDue{"content_fetches.next_due", R"sql(
SELECT min(due_at) FROM content_fetch WHERE channel = ?1 AND state = 'waiting')sql"};

constexpr Sql kWaiting{"content_fetches.waiting",
                       "SELECT count(*) FROM content_fetch WHERE state = 'waiting'"};

}  // namespace

FetchId ContentFetches::enqueue(InboxId inbox, const IncomingMessage& message, Instant now) {
    const auto id = connection_.new_id<FetchId>(now);
    connection_.run(kEnqueue, id, inbox, message.channel, to_json(message), now);
    return id;
}

std::vector<ContentFetches::Fetch> ContentFetches::claim(std::string_view channel,
                                                         unsigned limit,
                                                         std::chrono::seconds lease,
                                                         Instant now) {
    std::vector<Fetch> due;
    {
        auto rows = connection_.query(kDue, channel, now, limit);
        while (rows.step()) {
            due.push_back({rows.id<FetchId>(0),
                           rows.id<InboxId>(1),
                           static_cast<int>(rows.integer(2)) + 1,
                           incoming_from_json(rows.view(3)).value_or(IncomingMessage{})});
        }
    }
    for (const auto& fetch : due) {
        connection_.run(kTake, fetch.id, now + lease, now);
    }
    return due;
}

void ContentFetches::retry_at(FetchId id, Instant next_at, std::string_view reason) {
    connection_.run(kRetry, id, next_at, reason);
}

bool ContentFetches::finish(FetchId id,
                            AttachmentId attachment,
                            std::string_view reason,
                            Instant now) {
    return connection_.run(kFinish, id, attachment, reason, now) > 0;
}

std::optional<Instant> ContentFetches::next_due(std::string_view channel) {
    auto row = connection_.query(kNextDue, channel);
    return row.step() ? row.optional_instant(0) : std::nullopt;
}

std::int64_t ContentFetches::waiting() {
    auto row = connection_.query(kWaiting);
    return row.step() ? row.integer(0) : 0;
}

}  // namespace storage
