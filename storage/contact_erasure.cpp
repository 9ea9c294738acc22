#include "storage/contact_erasure.h"

#include <algorithm>
#include <array>

namespace storage {

namespace {

using conversation::ContactId;

constexpr Sql kNewest{"contact_erasure.newest", R"sql(
SELECT max(coalesce((SELECT max(id) FROM inbox), 0), coalesce((SELECT max(id) FROM outbox), 0))
)sql"};

constexpr Sql kInbox{"contact_erasure.inbox", R"sql(
SELECT id FROM inbox WHERE contact = ?1 AND id > ?2)sql"};

// A dead letter has no contact, but its whole message.
constexpr Sql kDead{"contact_erasure.dead", R"sql(
SELECT i.id FROM inbox i JOIN address a ON a.contact = ?1 AND a.channel = i.channel
WHERE i.state = 'dead' AND i.payload IS NOT NULL AND instr(i.payload, a.address) > 0)sql"};

constexpr Sql kOutbox{"contact_erasure.outbox", R"sql(
SELECT id FROM outbox WHERE contact = ?1 AND id > ?2)sql"};

// What others are told may name the address that is left out: it knows already.
constexpr Sql kMentions{"contact_erasure.mentions", R"sql(
SELECT o.id FROM outbox o JOIN address a ON a.contact = ?1
WHERE o.id > ?2 AND o.notice IS NOT NULL AND instr(o.notice, a.address) > 0)sql"};

constexpr Sql kForgetMention{"contact_erasure.forget_mention", R"sql(
UPDATE outbox SET notice = replace(notice, ?2, '') WHERE id = ?1)sql"};

constexpr Sql kForgetInbox{"contact_erasure.forget_inbox", R"sql(
UPDATE inbox SET text = NULL, payload = NULL, message_id = NULL
WHERE id = ?1 AND received_at >= ?2)sql"};

constexpr Sql kForgetFetch{"contact_erasure.forget_fetch", R"sql(
UPDATE content_fetch SET message = '', attachment = NULL,
    state = CASE state WHEN 'waiting' THEN 'failed' ELSE state END
WHERE inbox = ?1 AND EXISTS (SELECT 1 FROM inbox WHERE id = ?1 AND received_at >= ?2))sql"};

constexpr Sql kForgetOutbox{"contact_erasure.forget_outbox", R"sql(
UPDATE outbox SET messages = '[]', reply_token = NULL, notice = NULL, provider_id = NULL,
    reason = CASE WHEN state IN ('queued', 'sending') THEN 'erased' ELSE reason END,
    state = CASE WHEN state IN ('queued', 'sending') THEN 'expired' ELSE state END
WHERE id = ?1 AND created_at >= ?2 AND (?3 = 0 OR state NOT IN ('queued', 'sending')))sql"};

constexpr Sql kForgetDelivery{"contact_erasure.forget_delivery",
                              "UPDATE delivery SET answer = '' WHERE outbox = ?1 AND answer <> ''"};

constexpr Sql kForgetSession{"contact_erasure.forget_session",
                             "DELETE FROM session WHERE contact = ?1"};

// What gateways left, by address.
constexpr std::array kForgetSms = {
    Sql{"contact_erasure.sms_part", R"sql(
DELETE FROM sms_part WHERE long IN (SELECT l.id FROM sms_long l
    JOIN address a ON a.channel = l.channel AND a.address = l.address WHERE a.contact = ?1))sql"},
    Sql{"contact_erasure.sms_long", R"sql(
DELETE FROM sms_long WHERE id IN (SELECT l.id FROM sms_long l
    JOIN address a ON a.channel = l.channel AND a.address = l.address WHERE a.contact = ?1))sql"},
    Sql{"contact_erasure.sms_set_aside", R"sql(
UPDATE sms_set_aside SET sender = '', bytes = x''
WHERE sender IN (SELECT address FROM address WHERE contact = ?1)
    OR sender IN (SELECT substr(address, 5) FROM address
        WHERE contact = ?1 AND address LIKE 'tel:%'))sql"},
    Sql{"contact_erasure.sms_seen", R"sql(
DELETE FROM sms_seen WHERE (channel, address) IN (
    SELECT channel, address FROM address WHERE contact = ?1))sql"},
    Sql{"contact_erasure.sms_pace", R"sql(
DELETE FROM sms_pace WHERE (channel, address) IN (
    SELECT channel, address FROM address WHERE contact = ?1))sql"},
};

constexpr Sql kAddresses{"contact_erasure.addresses",
                         "SELECT address FROM address WHERE contact = ?1 ORDER BY id"};

// Numbers of this contact that a form of another house took down.
constexpr Sql kCleanInstance{"contact_erasure.clean_instance", R"sql(
UPDATE submission SET instance = replace(instance, ?2, '')
WHERE contact = ?1 AND instr(instance, ?2) > 0)sql"};

constexpr Sql kOwnForms{"contact_erasure.own_forms", R"sql(
DELETE FROM submission WHERE contact = ?1 AND household IS NULL)sql"};

constexpr Sql kUnnameInbox{"contact_erasure.unname_inbox",
                           "UPDATE inbox SET contact = NULL WHERE id = ?1"};
constexpr Sql kUnnameOutbox{"contact_erasure.unname_outbox",
                            "UPDATE outbox SET contact = NULL, address = '' WHERE id = ?1"};

constexpr std::array kErase = {
    Sql{"contact_erasure.own_attachments", R"sql(
DELETE FROM submission_attachment WHERE submission IN (
    SELECT id FROM submission WHERE contact = ?1 AND household IS NULL))sql"},
    Sql{"contact_erasure.outcome_submission", R"sql(
UPDATE outcome SET submission = NULL WHERE submission IN (
    SELECT id FROM submission WHERE contact = ?1 AND household IS NULL))sql"},
    kOwnForms,
    Sql{"contact_erasure.submission", "UPDATE submission SET contact = NULL WHERE contact = ?1"},
    Sql{"contact_erasure.reporter",
        "UPDATE report_revision SET reporter = NULL WHERE reporter = ?1"},
    Sql{"contact_erasure.outcome", "UPDATE outcome SET contact = NULL WHERE contact = ?1"},
    Sql{"contact_erasure.request", R"sql(
UPDATE request SET contact = NULL, message = NULL, text = '', attachment = NULL
WHERE contact = ?1)sql"},
    Sql{"contact_erasure.consent", "UPDATE consent SET contact = NULL WHERE contact = ?1"},
    Sql{"contact_erasure.invite", "UPDATE invite SET used_by = NULL WHERE used_by = ?1"},
    Sql{"contact_erasure.wrong_code", "DELETE FROM wrong_code WHERE contact = ?1"},
    Sql{"contact_erasure.person_consent", "DELETE FROM person_consent WHERE contact = ?1"},
    Sql{"contact_erasure.code_lock", "DELETE FROM code_lock WHERE contact = ?1"},
    Sql{"contact_erasure.group", "UPDATE chat_group SET bound_by = NULL WHERE bound_by = ?1"},
    Sql{"contact_erasure.links", "DELETE FROM contact_household WHERE contact = ?1"},
    Sql{"contact_erasure.address", "DELETE FROM address WHERE contact = ?1"},
    Sql{"contact_erasure.contact", "DELETE FROM contact WHERE id = ?1"},
};

constexpr Sql kOrphans{"contact_erasure.orphans", R"sql(
DELETE FROM attachment WHERE id IN (SELECT a.id FROM attachment a
    WHERE NOT EXISTS (SELECT 1 FROM submission_attachment WHERE attachment = a.id)
        AND NOT EXISTS (SELECT 1 FROM outcome_attachment WHERE attachment = a.id)
        AND NOT EXISTS (SELECT 1 FROM request WHERE attachment = a.id)
        AND NOT EXISTS (SELECT 1 FROM content_fetch WHERE attachment = a.id)
    LIMIT ?1))sql"};

std::vector<std::int64_t> ids_of(Statement rows) {
    std::vector<std::int64_t> ids;
    while (rows.step()) {
        ids.push_back(rows.integer(0));
    }
    return ids;
}

void append(std::vector<std::int64_t>& ids, std::vector<std::int64_t> more) {
    ids.insert(ids.end(), more.begin(), more.end());
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

ContactErasure::Found brought_up_to_date(Connection& connection,
                                         ContactId contact,
                                         const ContactErasure::Found& found) {
    ContactErasure::Found all = found;
    append(all.inbox, ids_of(connection.query(kInbox, contact, found.upto)));
    append(all.inbox, ids_of(connection.query(kDead, contact)));
    append(all.outbox, ids_of(connection.query(kOutbox, contact, found.upto)));
    append(all.mentions, ids_of(connection.query(kMentions, contact, found.upto)));
    return all;
}

// The part of an address that would be found elsewhere: without the "line:" or "tel:".
std::string_view bare(std::string_view address) {
    const auto colon = address.find(':');
    return colon == std::string_view::npos ? address : address.substr(colon + 1);
}

}  // namespace

ContactErasure::Found ContactErasure::look(ContactId contact) {
    Found found;
    if (auto row = connection_.query(kNewest); row.step()) {
        found.upto = row.integer(0);
    }
    found.inbox = ids_of(connection_.query(kInbox, contact, 0));
    found.outbox = ids_of(connection_.query(kOutbox, contact, 0));
    found.mentions = ids_of(connection_.query(kMentions, contact, 0));
    return found;
}

std::int64_t ContactErasure::forget_talk(ContactId contact,
                                         const Found& found,
                                         Instant since,
                                         bool leave_unsent) {
    const Found all = brought_up_to_date(connection_, contact, found);
    std::int64_t rows = 0;
    for (const auto id : all.inbox) {
        rows += connection_.run(kForgetFetch, id, since);
        rows += connection_.run(kForgetInbox, id, since);
    }
    for (const auto id : all.outbox) {
        rows += connection_.run(kForgetDelivery, id);
        rows += connection_.run(kForgetOutbox, id, since, leave_unsent);
    }
    rows += connection_.run(kForgetSession, contact);
    return rows + (leave_unsent ? 0 : forget_sms(contact));
}

std::int64_t ContactErasure::forget_sms(ContactId contact) {
    std::int64_t rows = 0;
    for (const Sql& sql : kForgetSms) {
        rows += connection_.run(sql, contact);
    }
    return rows;
}

ContactErasure::Gone ContactErasure::erase(ContactId contact, const Found& found) {
    Gone gone;
    auto addresses = connection_.query(kAddresses, contact);
    while (addresses.step()) {
        gone.addresses.push_back(addresses.text(0));
    }
    for (const auto& address : gone.addresses) {
        connection_.run(kCleanInstance, contact, bare(address));
    }
    const Found all = brought_up_to_date(connection_, contact, found);
    for (const auto id : all.mentions) {
        for (const auto& address : gone.addresses) {
            connection_.run(kForgetMention, id, address);
        }
    }
    for (const auto id : all.inbox) {
        connection_.run(kUnnameInbox, id);
    }
    for (const auto id : all.outbox) {
        connection_.run(kUnnameOutbox, id);
    }
    for (const Sql& sql : kErase) {
        gone.rows += connection_.run(sql, contact);
    }
    return gone;
}

std::int64_t delete_orphan_attachments(Connection& connection, std::int64_t limit) {
    return connection.run(kOrphans, limit);
}

SecureDelete::SecureDelete(Connection& connection) : connection_(connection) {
    connection_.run_script("secure_delete.on", "PRAGMA secure_delete = ON");
}

SecureDelete::~SecureDelete() {
    try {
        connection_.run_script("secure_delete.fast", "PRAGMA secure_delete = FAST");
    } catch (const StorageError&) {
        // Stays on: slower, and nothing worse.
    }
}

}  // namespace storage
