#include "storage/outbox.h"

#include "storage/fault_points.h"
#include "storage/message_json.h"

namespace storage {

namespace {

using conversation::ContactId;

constexpr Sql kEnqueue{"outbox.enqueue", R"sql(
INSERT INTO outbox (id, channel, address, state, retry_key, attempts, way, priority, contact,
    inbox, messages, reply_token, reply_token_at, due_at, expires_at, created_at, updated_at,
    notice, instead_of, push_cost)
VALUES (?1, ?2, ?3, iif(?4, 'sending', 'queued'), ?5, ?4, iif(?4, 'reply', NULL), ?6, ?7, ?8, ?9,
    ?10, ?11, ?12, ?13, ?14, ?14, ?15, ?16, ?17))sql"};

constexpr Sql kHasOpen{"outbox.has_open", R"sql(
SELECT 1 FROM outbox INDEXED BY outbox_address
WHERE address = ?1 AND channel = ?2 AND state IN ('queued', 'sending') LIMIT 1)sql"};

constexpr Sql kExpire{"outbox.expire", R"sql(
UPDATE outbox INDEXED BY outbox_expiring
SET state = 'expired', reason = 'too_late', updated_at = ?2
WHERE channel = ?1 AND state = 'queued' AND expires_at <= ?2)sql"};

// Rows one after the other, never two of an address: order per address is kept within a priority,
// and a waiting reminder does not hold up an answer. A macro, because the parts of a constant text
// can only be joined as literals.
#define DUE_ROWS                                                                         \
    "SELECT id, address, contact, messages, priority, retry_key, attempts, reply_token," \
    "    reply_token_at, reply_only, created_at, push_cost "                             \
    "FROM outbox AS o INDEXED BY outbox_waiting "                                        \
    "WHERE channel = ?1 AND state = 'queued' AND due_at <= ?2 AND priority <= ?6"        \
    "    AND (?3 OR reply_only OR reply_token_at >= ?4)"                                 \
    "    AND NOT EXISTS ("                                                               \
    "        SELECT 1 FROM outbox AS other INDEXED BY outbox_address"                    \
    "        WHERE other.address = o.address AND other.channel = o.channel"              \
    "            AND other.state IN ('queued', 'sending')"                               \
    "            AND (other.state = 'sending'"                                           \
    "                OR (other.priority <= o.priority AND other.id < o.id"               \
    "                    AND (?3 OR other.reply_only OR other.reply_token_at >= ?4)))) "

constexpr Sql kDue{"outbox.due", DUE_ROWS "ORDER BY priority, id LIMIT ?5"};

// Reads all that waits, which a channel in trouble has time for.
constexpr Sql kDueUntried{"outbox.due_untried",
                          DUE_ROWS "ORDER BY attempts, priority, id LIMIT ?5"};

#undef DUE_ROWS

constexpr Sql kTake{"outbox.take", R"sql(
UPDATE outbox SET state = 'sending', way = ?2, attempts = attempts + 1, updated_at = ?3
WHERE id = ?1)sql"};

constexpr Sql kSettle{"outbox.settle", R"sql(
UPDATE outbox SET state = ?2, reason = ?3, provider_id = ?4, updated_at = ?5
WHERE id = ?1 AND state = 'sending')sql"};

constexpr Sql kRetry{"outbox.retry", R"sql(
UPDATE outbox SET state = 'queued', reason = ?2, due_at = ?3,
    reply_only = max(reply_only, ?4 AND way = 'reply'), updated_at = ?5,
    reply_token = iif(?6, NULL, reply_token), reply_token_at = iif(?6, NULL, reply_token_at)
WHERE id = ?1 AND state = 'sending')sql"};

// What was never tried is due when it was said to be; only what failed waits for the channel.
constexpr Sql kHasten{"outbox.hasten", R"sql(
UPDATE outbox SET due_at = ?2, updated_at = ?2
WHERE channel = ?1 AND state = 'queued' AND attempts > 0 AND due_at > ?2)sql"};

constexpr Sql kRecover{"outbox.recover", R"sql(
UPDATE outbox INDEXED BY outbox_address SET state = 'queued', reason = 'interrupted', due_at = ?1,
    reply_only = max(reply_only, way = 'reply'), updated_at = ?1
WHERE state IN ('queued', 'sending') AND state = 'sending')sql"};

// A try without known outcome must not be repeated blindly on every channel.
constexpr Sql kRecoverLater{"outbox.recover_later", R"sql(
UPDATE outbox INDEXED BY outbox_address
SET state = 'queued', reason = 'interrupted', due_at = ?2, updated_at = ?3
WHERE channel = ?1 AND state IN ('queued', 'sending') AND state = 'sending')sql"};

constexpr Sql kRecoverFailed{"outbox.recover_failed", R"sql(
UPDATE outbox INDEXED BY outbox_address
SET state = 'failed', reason = 'outcome_unknown', updated_at = ?2
WHERE channel = ?1 AND state IN ('queued', 'sending') AND state = 'sending')sql"};

constexpr Sql kFindOwn{"outbox.find_own", R"sql(
SELECT id, state, attempts, reason FROM outbox WHERE id = ?1 AND channel = ?2)sql"};

constexpr Sql kFindProvider{"outbox.find_provider", R"sql(
SELECT id, state, attempts, reason FROM outbox WHERE provider_id = ?1 AND channel = ?2)sql"};

constexpr Sql kAddressOf{"outbox.address_of", "SELECT address FROM outbox WHERE id = ?1"};

constexpr Sql kReceipt{"outbox.receipt", R"sql(
UPDATE outbox SET state = ?2, reason = ?3, updated_at = ?4 WHERE id = ?1)sql"};

constexpr Sql kWithdraw{"outbox.withdraw", R"sql(
UPDATE outbox SET state = 'expired', reason = ?2, updated_at = ?3
WHERE id = ?1 AND state = 'queued')sql"};

constexpr Sql kWaiting{"outbox.waiting", R"sql(
SELECT channel, count(*), min(due_at) FROM outbox INDEXED BY outbox_waiting
WHERE state = 'queued' GROUP BY channel)sql"};

constexpr Sql kNextDue{"outbox.next_due", R"sql(
SELECT min(due_at) FROM outbox INDEXED BY outbox_waiting
WHERE channel = ?1 AND state = 'queued')sql"};

constexpr Sql kCounts{"outbox.counts", R"sql(
SELECT (SELECT count(*) FROM outbox WHERE state = 'queued'),
    (SELECT count(*) FROM outbox INDEXED BY outbox_address
        WHERE state IN ('queued', 'sending') AND state = 'sending'),
    (SELECT count(*) FROM outbox WHERE state = 'failed'),
    (SELECT count(*) FROM outbox WHERE state = 'expired'),
    (SELECT min(due_at) FROM outbox WHERE state = 'queued' AND due_at <= ?1))sql"};

constexpr Sql kCancel{"outbox.cancel_unasked", R"sql(
UPDATE outbox INDEXED BY outbox_address SET state = 'expired', reason = 'stopped', updated_at = ?3
WHERE channel = ?1 AND address = ?2 AND state IN ('queued', 'sending') AND state = 'queued'
    AND priority > 0)sql"};

std::optional<std::string_view> some(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

std::string_view state_of(Outbox::Settlement::Result result) {
    switch (result) {
        case Outbox::Settlement::Result::Failed:
            return "failed";
        case Outbox::Settlement::Result::Expired:
            return "expired";
        case Outbox::Settlement::Result::Sent:
        case Outbox::Settlement::Result::Retry:
            break;
    }
    return "sent";
}

std::string_view state_of(Outbox::Receipt::State state) {
    switch (state) {
        case Outbox::Receipt::State::Delivered:
            return "delivered";
        case Outbox::Receipt::State::Failed:
            return "failed";
        case Outbox::Receipt::State::Sent:
            break;
    }
    return "sent";
}

// What is due, read whole before anything is changed.
std::vector<Outbox::Row> read_due(Connection& connection, const Outbox::Claim& claim, Instant now) {
    const Instant token_from = now - claim.token_life;
    std::vector<Outbox::Row> due;
    auto rows = connection.query(claim.untried_first ? kDueUntried : kDue,
                                 claim.channel,
                                 now,
                                 claim.pushes,
                                 token_from,
                                 claim.limit,
                                 static_cast<int>(claim.least));
    while (rows.step()) {
        Outbox::Row row;
        row.id = rows.id<OutboxId>(0);
        row.channel = claim.channel;
        row.address = rows.text(1);
        row.contact = rows.id<ContactId>(2);
        row.messages_json = rows.text(3);
        row.priority = static_cast<Outbox::Priority>(rows.integer(4));
        row.retry_key = rows.text(5);
        row.attempts = static_cast<int>(rows.integer(6)) + 1;
        row.reply_token = rows.text(7);
        row.reply_token_at = rows.optional_instant(8).value_or(Instant{});
        row.reply_only = rows.flag(9);
        row.queued_at = rows.instant(10);
        row.push_cost = rows.integer(11);
        const bool fresh = !row.reply_token.empty() && row.reply_token_at >= token_from;
        row.way = fresh || row.reply_only ? Outbox::Way::Reply : Outbox::Way::Push;
        due.push_back(std::move(row));
    }
    return due;
}

OutboxId insert(Connection& connection,
                const Outbox::Draft& draft,
                std::string_view retry_key,
                bool claimed,
                Instant now) {
    const auto id = connection.new_id<OutboxId>(now);
    const auto token_at =
        draft.reply_token.empty() ? std::nullopt : std::optional(draft.reply_token_at);
    connection.run(kEnqueue,
                   id,
                   draft.channel,
                   draft.address,
                   claimed,
                   retry_key,
                   static_cast<int>(draft.priority),
                   draft.contact,
                   draft.inbox,
                   to_json(draft.messages),
                   some(draft.reply_token),
                   token_at,
                   draft.due.value_or(now),
                   draft.expires_at,
                   now,
                   some(draft.notice),
                   draft.instead_of,
                   draft.push_cost);
    return id;
}

}  // namespace

std::optional<std::vector<conversation::OutgoingMessage>> Outbox::Row::messages() const {
    return at_hand.empty() ? outgoing_from_json(messages_json) : at_hand;
}

OutboxId Outbox::enqueue(const Draft& draft, Instant now) {
    return insert(connection_, draft, new_uuid(), false, now);
}

Outbox::Enqueued Outbox::enqueue_claimed(Draft draft, Instant now) {
    if (connection_.query(kHasOpen, draft.address, draft.channel).step()) {
        return {enqueue(draft, now), std::nullopt};
    }
    Row row;
    row.retry_key = new_uuid();
    row.id = insert(connection_, draft, row.retry_key, true, now);
    row.channel = std::move(draft.channel);
    row.address = std::move(draft.address);
    row.contact = draft.contact;
    row.at_hand = std::move(draft.messages);
    row.priority = draft.priority;
    row.attempts = 1;
    row.reply_token = std::move(draft.reply_token);
    row.reply_token_at = draft.reply_token_at;
    row.way = Way::Reply;
    row.queued_at = now;
    return {row.id, std::move(row)};
}

std::vector<Outbox::Row> Outbox::claim(const Claim& claim, Instant now) {
    connection_.run(kExpire, claim.channel, now);
    auto taken = read_due(connection_, claim, now);
    for (const auto& row : taken) {
        connection_.run(kTake, row.id, row.way == Way::Reply ? "reply" : "push", now);
    }
    fault_point("outbox.after_claim");
    return taken;
}

void Outbox::settle(OutboxId id, const Settlement& settlement, Instant now) {
    if (settlement.result == Settlement::Result::Retry) {
        connection_.run(kRetry,
                        id,
                        some(settlement.reason),
                        settlement.next_at,
                        settlement.uncertain,
                        now,
                        settlement.token_dead);
    } else {
        connection_.run(kSettle,
                        id,
                        state_of(settlement.result),
                        some(settlement.reason),
                        some(settlement.provider_id),
                        now);
    }
    fault_point("outbox.after_settle");
}

std::int64_t Outbox::recover(Instant now) {
    return connection_.run(kRecover, now);
}

std::int64_t Outbox::hasten(std::string_view channel, Instant now) {
    return connection_.run(kHasten, channel, now);
}

OutboxId Outbox::id_of(const Receipt& receipt) {
    auto row = receipt.own ? connection_.query(kFindOwn, receipt.own, receipt.channel)
                           : connection_.query(kFindProvider, receipt.provider_id, receipt.channel);
    return row.step() ? row.id<OutboxId>(0) : OutboxId{};
}

std::optional<std::string> Outbox::address_of(const Receipt& receipt) {
    const OutboxId id = id_of(receipt);
    auto row = connection_.query(kAddressOf, id);
    return id && row.step() ? row.optional_text(0) : std::nullopt;
}

Outbox::ReceiptEffect Outbox::receipt(const Receipt& receipt, Instant now) {
    OutboxId id;
    std::string state;
    bool guessed = false;
    {
        auto row = receipt.own
                       ? connection_.query(kFindOwn, receipt.own, receipt.channel)
                       : connection_.query(kFindProvider, receipt.provider_id, receipt.channel);
        const bool known = row.step() && row.integer(2) > 0;
        if (!known) {
            return ReceiptEffect::UnknownMessage;
        }
        id = row.id<OutboxId>(0);
        state = row.text(1);
        guessed = state == "failed" && row.view(3) == "outcome_unknown";
    }
    const bool progress = receipt.state == Receipt::State::Sent;
    const bool open =
        state == "queued" || state == "sending" || guessed || (state == "sent" && !progress);
    if (!open) {
        return ReceiptEffect::Nothing;
    }
    connection_.run(kReceipt, id, state_of(receipt.state), some(receipt.reason), now);
    return ReceiptEffect::Applied;
}

std::int64_t Outbox::recover_unsure(std::string_view channel,
                                    std::optional<Instant> next_at,
                                    Instant now) {
    return next_at ? connection_.run(kRecoverLater, channel, *next_at, now)
                   : connection_.run(kRecoverFailed, channel, now);
}

void Outbox::withdraw(OutboxId id, std::string_view reason, Instant now) {
    connection_.run(kWithdraw, id, reason, now);
}

std::vector<Outbox::Waiting> Outbox::waiting() {
    std::vector<Waiting> all;
    auto rows = connection_.query(kWaiting);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.integer(1), rows.optional_instant(2)});
    }
    return all;
}

std::optional<Instant> Outbox::next_due(std::string_view channel) {
    auto row = connection_.query(kNextDue, channel);
    return row.step() ? row.optional_instant(0) : std::nullopt;
}

Outbox::Counts Outbox::counts(Instant now) {
    auto row = connection_.query(kCounts, now);
    if (!row.step()) {
        return {};
    }
    return {
        row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.optional_instant(4)};
}

std::int64_t Outbox::cancel_unasked(std::string_view channel,
                                    std::string_view address,
                                    Instant now) {
    return connection_.run(kCancel, channel, address, now);
}

}  // namespace storage
