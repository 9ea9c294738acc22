#include "storage/code_locks.h"

namespace storage {

namespace {

using conversation::ContactId;

constexpr std::chrono::hours kTriesKept{1};
constexpr std::chrono::hours kLocksKept{24};

constexpr Sql kLock{"code_locks.lock", R"sql(
INSERT INTO code_lock (id, contact, until_at, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?4, 'system'))sql"};

constexpr Sql kUntil{"code_locks.until", R"sql(
SELECT max(until_at) FROM code_lock
WHERE contact = ?1 AND until_at > ?2 AND lifted_at IS NULL)sql"};

// After a lock, counting begins anew. Locks that an officer lifted do not make the next one longer.
constexpr Sql kTries{"code_locks.tries", R"sql(
SELECT count(*), max(tried_at),
    (SELECT count(*) FROM code_lock WHERE contact = ?1 AND created_at > ?3 AND lifted_at IS NULL)
FROM wrong_code WHERE contact = ?1 AND tried_at > max(?2,
    coalesce((SELECT max(created_at) FROM code_lock WHERE contact = ?1), '')))sql"};

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

conversation::CodeTries CodeLocks::tries(ContactId contact, Instant now) {
    conversation::CodeTries tries;
    auto row = connection_.query(kTries, contact, now - kTriesKept, now - kLocksKept);
    if (row.step()) {
        tries.wrong = static_cast<int>(row.integer(0));
        tries.last = row.optional_instant(1);
        tries.locks = static_cast<int>(row.integer(2));
    }
    tries.locked_until = locked_until(contact, now);
    return tries;
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
