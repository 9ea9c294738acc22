#include "storage/code_locks.h"

namespace storage {

namespace {

using conversation::ContactId;

constexpr Sql kLock{"code_locks.lock", R"sql(
INSERT INTO code_lock (id, contact, until_at, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?4, 'system'))sql"};

constexpr Sql kUntil{"code_locks.until", R"sql(
SELECT max(until_at) FROM code_lock
WHERE contact = ?1 AND until_at > ?2 AND lifted_at IS NULL)sql"};

constexpr Sql kLocked{"code_locks.locked", R"sql(
SELECT contact, max(until_at) FROM code_lock WHERE until_at > ?1 AND lifted_at IS NULL
GROUP BY contact ORDER BY contact)sql"};

constexpr Sql kLift{"code_locks.lift", R"sql(
UPDATE code_lock SET lifted_at = ?2, lifted_by = ?3, updated_at = ?2
WHERE contact = ?1 AND lifted_at IS NULL)sql"};

}  // namespace

void CodeLocks::lock(ContactId contact, Instant until, Instant now) {
    connection_.run(kLock, connection_.new_id<RowId>(now), contact, until, now);
}

std::optional<Instant> CodeLocks::locked_until(ContactId contact, Instant now) {
    auto row = connection_.query(kUntil, contact, now);
    return row.step() ? row.optional_instant(0) : std::nullopt;
}

std::vector<CodeLocks::Lock> CodeLocks::locked(Instant now) {
    std::vector<Lock> all;
    auto rows = connection_.query(kLocked, now);
    while (rows.step()) {
        all.push_back({rows.id<ContactId>(0), rows.instant(1)});
    }
    return all;
}

void CodeLocks::lift(ContactId contact, Instant now, std::string_view by) {
    connection_.run(kLift, contact, now, by);
}

}  // namespace storage
