#include "storage/inbox.h"

#include "conversation/answer/national_id.h"
#include "storage/message_json.h"
#include "storage/text_erasure.h"

namespace storage {

namespace {

using conversation::ContactId;
using conversation::IncomingKind;
using conversation::IncomingMessage;

constexpr Sql kRecord{"inbox.record", R"sql(
INSERT INTO inbox (id, channel, event_id, state, kind, contact, message_id, text, sent_at,
    received_at)
VALUES (?1, ?2, ?3, 'done', ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (channel, event_id) DO NOTHING)sql"};

constexpr Sql kRecordDead{"inbox.record_dead", R"sql(
INSERT INTO inbox (id, channel, event_id, state, kind, message_id, payload, reason, sent_at,
    received_at)
VALUES (?1, ?2, ?3, 'dead', ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (channel, event_id) DO NOTHING)sql"};

constexpr Sql kRevive{"inbox.revive", R"sql(
UPDATE inbox SET state = 'done', payload = NULL WHERE id = ?1 AND state = 'dead')sql"};

constexpr Sql kSeen{"inbox.seen", "SELECT 1 FROM inbox WHERE channel = ?1 AND event_id = ?2"};

constexpr Sql kDeadLetters{"inbox.dead_letters", R"sql(
SELECT id, channel, event_id, reason, received_at, payload FROM inbox
WHERE state = 'dead' ORDER BY id LIMIT ?1)sql"};

constexpr Sql kCounts{"inbox.counts", R"sql(
SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM inbox WHERE state = 'dead'))sql"};

constexpr Sql kDead{"inbox.dead", "SELECT count(*) FROM inbox WHERE state = 'dead'"};

constexpr Sql kFindMessage{"inbox.find_message", R"sql(
SELECT id, contact, text, received_at FROM inbox
WHERE message_id = ?2 AND channel = ?1 AND kind <> 'unsend')sql"};

constexpr Sql kNewerEdit{"inbox.newer_edit", R"sql(
SELECT 1 FROM inbox
WHERE message_id = ?2 AND channel = ?1 AND kind = 'edited' AND sent_at > ?3)sql"};

constexpr Sql kErase{"inbox.erase", R"sql(
UPDATE inbox SET text = NULL, payload = NULL WHERE id = ?1)sql"};

constexpr Sql kEraseRequest{"inbox.erase_request", R"sql(
UPDATE request SET text = '', updated_at = ?2 WHERE message = ?1)sql"};

constexpr Sql kEraseFetch{"inbox.erase_fetch", R"sql(
UPDATE content_fetch SET message = '{}', state = 'failed', reason = 'unsent', updated_at = ?2
WHERE inbox = ?1 AND state = 'waiting')sql"};

constexpr Sql kRevisions{"inbox.revisions_of", R"sql(
SELECT id, raw FROM report_revision WHERE reporter = ?1 AND created_at >= ?2)sql"};
constexpr Sql kSetRevision{"inbox.set_revision_raw",
                           "UPDATE report_revision SET raw = ?2, updated_at = ?3 WHERE id = ?1"};

constexpr Sql kSubmissions{"inbox.submissions_of", R"sql(
SELECT id, instance FROM submission WHERE contact = ?1 AND created_at >= ?2)sql"};
constexpr Sql kSetSubmission{"inbox.set_submission",
                             "UPDATE submission SET instance = ?2, updated_at = ?3 WHERE id = ?1"};

constexpr Sql kSession{"inbox.session_of", "SELECT contact, body FROM session WHERE contact = ?1"};
constexpr Sql kSetSession{"inbox.set_session", "UPDATE session SET body = ?2 WHERE contact = ?1"};

// Named in the data and read by other tools: never renamed.
std::string_view name_of(IncomingKind kind) {
    switch (kind) {
        case IncomingKind::Text:
            return "text";
        case IncomingKind::Postback:
            return "postback";
        case IncomingKind::Unsend:
            return "unsend";
        case IncomingKind::Edited:
            return "edited";
        case IncomingKind::Follow:
            return "follow";
        case IncomingKind::Unfollow:
            return "unfollow";
        case IncomingKind::Image:
        case IncomingKind::Video:
        case IncomingKind::Audio:
        case IncomingKind::File:
            return "attachment";
        case IncomingKind::Sticker:
            return "sticker";
        case IncomingKind::Location:
            return "location";
        case IncomingKind::Join:
        case IncomingKind::Leave:
        case IncomingKind::MemberJoined:
        case IncomingKind::MemberLeft:
            return "group";
        case IncomingKind::Other:
            break;
    }
    return "other";
}

std::optional<std::string_view> some(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<Instant> sent_at(const IncomingMessage& message) {
    return message.sent_at == Instant{} ? std::nullopt : std::optional(message.sent_at);
}

// By our clock; when the channel's gate did not say, now.
Instant received_at(const IncomingMessage& message, Instant now) {
    return message.received_at == Instant{} ? now : message.received_at;
}

struct Kept {
    std::int64_t id = 0;
    std::string text;
};

std::vector<Kept> read(Statement rows) {
    std::vector<Kept> all;
    while (rows.step()) {
        all.push_back({rows.integer(0), rows.text(1)});
    }
    return all;
}

// A text typed by a contact at or after an instant.
struct Typed {
    InboxId inbox;
    ContactId contact;
    std::string text;
    Instant at{};
};

void erase_copies(Connection& connection, const Typed& typed, Instant now) {
    for (const auto& [id, raw] : read(connection.query(kRevisions, typed.contact, typed.at))) {
        if (auto cleaned = without_raw_field(raw, typed.text); cleaned != raw) {
            connection.run(kSetRevision, id, cleaned, now);
        }
    }
    for (const auto& [id, raw] : read(connection.query(kSubmissions, typed.contact, typed.at))) {
        if (auto cleaned = without_raw_answer(raw, typed.text); cleaned != raw) {
            connection.run(kSetSubmission, id, cleaned, now);
        }
    }
    for (const auto& [id, raw] : read(connection.query(kSession, typed.contact))) {
        if (auto cleaned = without_raw_answer(raw, typed.text); cleaned != raw) {
            connection.run(kSetSession, id, cleaned);
        }
    }
}

}  // namespace

std::optional<InboxId> Inbox::record(const IncomingMessage& message,
                                     ContactId contact,
                                     Instant now) {
    const auto id = connection_.new_id<InboxId>(now);
    const std::string text =
        message.group.empty() ? conversation::mask_national_ids(message.text) : std::string{};
    const auto added = connection_.run(kRecord,
                                       id,
                                       message.channel,
                                       message.event_id,
                                       name_of(message.kind),
                                       contact,
                                       some(message.message_id),
                                       some(text),
                                       sent_at(message),
                                       received_at(message, now));
    return added == 0 ? std::nullopt : std::optional(id);
}

bool Inbox::record_dead(const IncomingMessage& message, std::string_view reason, Instant now) {
    IncomingMessage kept = message;
    kept.text = message.group.empty() ? conversation::mask_national_ids(message.text) : "";
    return connection_.run(kRecordDead,
                           connection_.new_id<InboxId>(now),
                           message.channel,
                           message.event_id,
                           name_of(message.kind),
                           some(message.message_id),
                           to_json(kept),
                           reason,
                           sent_at(message),
                           received_at(message, now)) > 0;
}

void Inbox::revive(InboxId id) {
    connection_.run(kRevive, id);
}

bool Inbox::seen(std::string_view channel, std::string_view event_id) {
    return connection_.query(kSeen, channel, event_id).step();
}

std::vector<Inbox::DeadLetter> Inbox::dead_letters(unsigned limit) {
    std::vector<DeadLetter> letters;
    auto rows = connection_.query(kDeadLetters, limit);
    while (rows.step()) {
        letters.push_back({rows.id<InboxId>(0),
                           rows.text(1),
                           rows.text(2),
                           rows.text(3),
                           rows.instant(4),
                           incoming_from_json(rows.view(5))});
    }
    return letters;
}

Inbox::Counts Inbox::counts() {
    auto row = connection_.query(kCounts);
    if (!row.step()) {
        return {};
    }
    return {row.integer(0) - row.integer(1), row.integer(1)};
}

std::int64_t Inbox::dead() {
    auto row = connection_.query(kDead);
    return row.step() ? row.integer(0) : 0;
}

bool Inbox::newer_edit_known(const IncomingMessage& edit) {
    return connection_.query(kNewerEdit, edit.channel, edit.message_id, edit.sent_at).step();
}

bool Inbox::erase_message(std::string_view channel, std::string_view message_id, Instant now) {
    std::vector<Typed> all;
    {
        auto rows = connection_.query(kFindMessage, channel, message_id);
        while (rows.step()) {
            all.push_back(
                {rows.id<InboxId>(0), rows.id<ContactId>(1), rows.text(2), rows.instant(3)});
        }
    }
    for (const auto& typed : all) {
        connection_.run(kErase, typed.inbox);
        connection_.run(kEraseRequest, typed.inbox, now);
        connection_.run(kEraseFetch, typed.inbox, now);
        if (typed.contact && !typed.text.empty()) {
            erase_copies(connection_, typed, now);
        }
    }
    return !all.empty();
}

}  // namespace storage
