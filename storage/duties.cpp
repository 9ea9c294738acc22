#include "storage/duties.h"

#include "storage/breaches.h"

#include <chrono>

namespace storage {

namespace {

constexpr std::chrono::hours kErasedWithin{24};

constexpr Sql kBreaches{"duties.breaches", R"sql(
SELECT count(*), coalesce(sum(known_at <= ?1), 0) FROM breach
WHERE closed_at IS NULL AND regulator_told_at IS NULL)sql"};

constexpr Sql kRequests{"duties.requests", R"sql(
SELECT count(*), coalesce(sum(coalesce(extended_to, due_on) < ?1), 0),
    coalesce(sum(kind = 'ERASE' AND created_at <= ?2), 0)
FROM request WHERE state = 'OPEN')sql"};

}  // namespace

Duties look_at_duties(Connection& connection, Instant now) {
    Duties duties;
    if (auto row = connection.query(kBreaches, now - Breaches::kTellWithin); row.step()) {
        duties.breaches_open = row.integer(0);
        duties.breaches_overdue = row.integer(1);
    }
    auto row = connection.query(kRequests, conversation::bangkok_day(now), now - kErasedWithin);
    if (row.step()) {
        duties.requests_open = row.integer(0);
        duties.requests_overdue = row.integer(1);
        duties.erasures_overdue = row.integer(2);
    }
    return duties;
}

}  // namespace storage
