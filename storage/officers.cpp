#include "storage/officers.h"

namespace storage {

namespace {

constexpr std::chrono::minutes kFailuresCount{15};

#define OFFICER_COLUMNS                                                                        \
    "o.id, o.name, o.display_name, o.role, o.organisation, o.area, o.disabled_at IS NOT NULL," \
    " o.password IS NOT NULL"

constexpr Sql kAdd{"officers.add", R"sql(
INSERT INTO officer (id, name, display_name, role, organisation, area, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8))sql"};

constexpr Sql kFind{"officers.find", "SELECT " OFFICER_COLUMNS " FROM officer o WHERE o.name = ?1"};

constexpr Sql kAll{"officers.all", "SELECT " OFFICER_COLUMNS " FROM officer o ORDER BY o.name"};

constexpr Sql kDisable{"officers.disable", R"sql(
UPDATE officer SET disabled_at = ?2, updated_at = ?3 WHERE id = ?1)sql"};

constexpr Sql kSecrets{"officers.secrets", R"sql(
SELECT password, iif(once_expires_at > ?2, once_code, NULL) FROM officer WHERE id = ?1)sql"};

constexpr Sql kSetPassword{"officers.set_password", R"sql(
UPDATE officer SET password = ?2, once_code = NULL, once_expires_at = NULL, updated_at = ?3
WHERE id = ?1)sql"};

constexpr Sql kSetOnce{"officers.set_once_code", R"sql(
UPDATE officer SET once_code = ?2, once_expires_at = ?3, updated_at = ?4 WHERE id = ?1)sql"};

constexpr Sql kStartSession{"officers.start_session", R"sql(
INSERT INTO officer_session (token, officer, csrf, address, started_at, seen_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?5))sql"};

// ?2 idle since, ?3 started since.
constexpr Sql kSession{"officers.session",
                       "SELECT " OFFICER_COLUMNS
                       ", s.csrf, s.seen_at"
                       " FROM officer_session s JOIN officer o ON o.id = s.officer"
                       " WHERE s.token = ?1 AND s.ended_at IS NULL AND o.disabled_at IS NULL"
                       " AND s.seen_at > ?2 AND s.started_at > ?3"};

#undef OFFICER_COLUMNS

constexpr Sql kTouch{"officers.touch_session",
                     "UPDATE officer_session SET seen_at = ?2 WHERE token = ?1"};

constexpr Sql kEnd{"officers.end_session", R"sql(
UPDATE officer_session SET ended_at = ?2 WHERE token = ?1 AND ended_at IS NULL)sql"};

constexpr Sql kEndAll{"officers.end_sessions", R"sql(
UPDATE officer_session SET ended_at = ?3
WHERE officer = ?1 AND token <> ?2 AND ended_at IS NULL)sql"};

constexpr Sql kLogFailure{
    "officers.log_failure",
    "INSERT INTO login_failure (id, name, address, at) VALUES (?1, ?2, ?3, ?4)"};

constexpr Sql kKnown{"officers.address_known", R"sql(
SELECT 1 FROM officer_session WHERE officer = ?1 AND address = ?2 AND started_at > ?3)sql"};

constexpr Sql kOfName{"officers.failures_of_name", R"sql(
SELECT count(*), max(at) FROM login_failure
WHERE name = ?1 AND at > ?2 AND (?3 = '' OR address = ?3))sql"};

constexpr Sql kOfAddress{"officers.failures_of_address", R"sql(
SELECT count(*), max(at) FROM login_failure WHERE address = ?1 AND at > ?2)sql"};

Officers::Officer officer_of(const Statement& row) {
    return {row.id<OfficerId>(0),
            row.text(1),
            row.text(2),
            row.text(3),
            row.id<OrganisationId>(4),
            row.text(5),
            row.flag(6),
            row.flag(7)};
}

}  // namespace

OfficerId Officers::add(const Officer& officer, Instant now, std::string_view by) {
    const auto id = connection_.new_id<OfficerId>(now);
    connection_.run(kAdd,
                    id,
                    officer.name,
                    officer.display_name,
                    officer.role,
                    officer.organisation,
                    officer.area,
                    now,
                    by);
    return id;
}

std::optional<Officers::Officer> Officers::find(std::string_view name) {
    auto row = connection_.query(kFind, name);
    return row.step() ? std::optional(officer_of(row)) : std::nullopt;
}

std::vector<Officers::Officer> Officers::all() {
    std::vector<Officer> all;
    auto rows = connection_.query(kAll);
    while (rows.step()) {
        all.push_back(officer_of(rows));
    }
    return all;
}

void Officers::set_disabled(OfficerId id, bool disabled, Instant now) {
    connection_.run(kDisable, id, disabled ? std::optional(now) : std::nullopt, now);
    if (disabled) {
        end_sessions(id, {}, now);
    }
}

Officers::Secrets Officers::secrets(OfficerId id, Instant now) {
    auto row = connection_.query(kSecrets, id, now);
    return row.step() ? Secrets{row.text(0), row.text(1)} : Secrets{};
}

void Officers::set_password(OfficerId id, std::string_view argon2id, Instant now) {
    connection_.run(kSetPassword, id, argon2id, now);
}

void Officers::set_once_code(OfficerId id, std::string_view digest, Instant expires, Instant now) {
    connection_.run(kSetOnce, id, digest, expires, now);
}

void Officers::start_session(std::string_view token,
                             OfficerId id,
                             std::string_view csrf,
                             std::string_view address,
                             Instant now) {
    connection_.run(kStartSession, token, id, csrf, address, now);
}

std::optional<Officers::Session> Officers::session(std::string_view token, Instant now) {
    auto row = connection_.query(kSession, token, now - kSessionIdle, now - kSessionLife);
    if (!row.step()) {
        return std::nullopt;
    }
    return Session{officer_of(row), row.text(8), row.instant(9)};
}

void Officers::touch_session(std::string_view token, Instant now) {
    connection_.run(kTouch, token, now);
}

void Officers::end_session(std::string_view token, Instant now) {
    connection_.run(kEnd, token, now);
}

void Officers::end_sessions(OfficerId id, std::string_view but, Instant now) {
    connection_.run(kEndAll, id, but, now);
}

void Officers::log_failure(std::string_view name_digest, std::string_view address, Instant now) {
    connection_.run(kLogFailure, connection_.new_id<RowId>(now), name_digest, address, now);
}

Officers::Failures Officers::failures(std::string_view name_digest,
                                      OfficerId id,
                                      std::string_view address,
                                      Instant now) {
    const Instant since = now - kFailuresCount;
    const bool known = id && connection_.query(kKnown, id, address, now - kAddressKnown).step();
    Failures failures;
    {
        auto row =
            connection_.query(kOfName, name_digest, since, known ? address : std::string_view());
        if (row.step()) {
            failures.of_name = static_cast<int>(row.integer(0));
            failures.last = row.optional_instant(1);
        }
    }
    auto row = connection_.query(kOfAddress, address, since);
    if (row.step()) {
        failures.of_address = static_cast<int>(row.integer(0));
        failures.last = std::max(failures.last, row.optional_instant(1));
    }
    return failures;
}

}  // namespace storage
