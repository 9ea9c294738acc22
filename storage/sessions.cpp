#include "storage/sessions.h"

namespace storage {

namespace {

using conversation::ContactId;
using conversation::Session;

constexpr Sql kFind{"sessions.find", "SELECT body FROM session WHERE contact = ?1"};

// The usual case by itself: no index is touched as long as the form stays the same.
constexpr Sql kSaveSameForm{"sessions.save_same_form", R"sql(
UPDATE session SET body = ?3, started_at = ?4, updated_at = ?5
WHERE contact = ?1 AND form_key IS ?2)sql"};

constexpr Sql kSave{"sessions.save", R"sql(
INSERT INTO session (contact, form_key, body, started_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (contact) DO UPDATE SET form_key = excluded.form_key, body = excluded.body,
    started_at = excluded.started_at, updated_at = excluded.updated_at)sql"};

constexpr Sql kClose{"sessions.close", "DELETE FROM session WHERE contact = ?1"};

// Jumps from key to key in the index instead of reading every session.
constexpr Sql kFormKeys{"sessions.form_keys", R"sql(
WITH RECURSIVE keys (key) AS (
    SELECT min(form_key) FROM session WHERE form_key IS NOT NULL
    UNION ALL
    SELECT (SELECT min(form_key) FROM session WHERE form_key > keys.key AND form_key IS NOT NULL)
    FROM keys WHERE keys.key IS NOT NULL)
SELECT key FROM keys WHERE key IS NOT NULL)sql"};

constexpr Sql kCount{"sessions.count", "SELECT count(*) FROM session"};

}  // namespace

std::optional<Session> Sessions::find(ContactId contact) {
    auto row = connection_.query(kFind, contact);
    if (!row.step()) {
        return std::nullopt;
    }
    return conversation::session_from_json(row.view(0));
}

void Sessions::save(ContactId contact, const Session& session, Instant now) {
    const auto form_key = session.form ? std::optional(session.form->form_key) : std::nullopt;
    const std::string body = conversation::to_json(session);
    if (connection_.run(kSaveSameForm, contact, form_key, body, session.started_at, now) == 0) {
        connection_.run(kSave, contact, form_key, body, session.started_at, now);
    }
}

void Sessions::close(ContactId contact) {
    connection_.run(kClose, contact);
}

std::vector<std::string> Sessions::form_keys() {
    std::vector<std::string> keys;
    auto rows = connection_.query(kFormKeys);
    while (rows.step()) {
        keys.push_back(rows.text(0));
    }
    return keys;
}

std::int64_t Sessions::count() {
    auto row = connection_.query(kCount);
    return row.step() ? row.integer(0) : 0;
}

}  // namespace storage
