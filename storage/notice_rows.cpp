#include "storage/notice_rows.h"

namespace storage {

namespace {

// A try that went well for certain is not written down, one that was cut off by a crash neither.
constexpr Sql kFind{"notice_rows.find", R"sql(
SELECT channel, address, contact, priority, notice, state, due_at, expires_at,
    attempts - (SELECT count(*) FROM delivery INDEXED BY delivery_outbox
        WHERE delivery.outbox = o.id
            AND result NOT IN ('outcome_unknown', 'sent', 'already_accepted')),
    attempts > 0 OR reason IS NOT NULL
FROM outbox AS o
WHERE id = ?1 AND notice IS NOT NULL AND priority > 0 AND NOT EXISTS (
    SELECT 1 FROM outbox AS other INDEXED BY outbox_instead_of WHERE other.instead_of = o.id))sql"};

constexpr Sql kQueuedFor{"notice_rows.queued_for", R"sql(
SELECT id FROM outbox INDEXED BY outbox_address
WHERE address = ?2 AND channel = ?1 AND state IN ('queued', 'sending') AND state = 'queued'
    AND priority > 0 AND notice IS NOT NULL ORDER BY id)sql"};

constexpr Sql kDue{"notice_rows.due", R"sql(
SELECT id FROM outbox INDEXED BY outbox_waiting
WHERE channel = ?1 AND state = 'queued' AND priority > 0 AND due_at <= ?2 AND notice IS NOT NULL
ORDER BY priority, id LIMIT ?3)sql"};

constexpr Sql kPutOff{"notice_rows.put_off", R"sql(
UPDATE outbox SET due_at = ?2, reason = 'quota_exhausted', updated_at = ?3 WHERE id = ?1 AND state = 'queued')sql"};

std::vector<OutboxId> read_ids(Statement rows) {
    std::vector<OutboxId> ids;
    while (rows.step()) {
        ids.push_back(rows.id<OutboxId>(0));
    }
    return ids;
}

}  // namespace

std::optional<NoticeRows::Row> NoticeRows::find(OutboxId id) {
    auto found = connection_.query(kFind, id);
    if (!found.step()) {
        return std::nullopt;
    }
    Row row;
    row.id = id;
    row.channel = found.text(0);
    row.address = found.text(1);
    row.contact = found.id<conversation::ContactId>(2);
    row.priority = static_cast<Outbox::Priority>(found.integer(3));
    row.notice = found.text(4);
    const auto state = found.view(5);
    row.queued = state == "queued";
    row.ended = state == "failed" || state == "expired";
    row.due = found.instant(6);
    row.expires_at = found.optional_instant(7);
    row.unsure = found.integer(8);
    row.postponed = found.integer(9) != 0;
    return row;
}

std::vector<OutboxId> NoticeRows::queued_for(std::string_view channel, std::string_view address) {
    return read_ids(connection_.query(kQueuedFor, channel, address));
}

std::vector<OutboxId> NoticeRows::due(std::string_view channel, unsigned limit, Instant now) {
    return read_ids(connection_.query(kDue, channel, now, limit));
}

void NoticeRows::put_off(OutboxId id, Instant until, Instant now) {
    connection_.run(kPutOff, id, until, now);
}

}  // namespace storage
