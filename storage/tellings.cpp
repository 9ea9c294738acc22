#include "storage/tellings.h"

namespace storage {

namespace {

using conversation::HouseholdId;

constexpr std::chrono::days kTellWithin{30};

constexpr Sql kAdd{"tellings.add", R"sql(
INSERT INTO telling (id, household, revision, basis, due_on, created_at, updated_at)
VALUES (?1, ?2, ?3, CASE WHEN EXISTS (SELECT 1 FROM consent WHERE household = ?2 AND purpose = 'DATA'
    AND given_at IS NOT NULL AND withdrawn_at IS NULL) THEN 'CONSENT' ELSE 'PUBLIC_TASK' END,
    ?4, ?5, ?5))sql"};

// Columns in the order of telling_of.
constexpr Sql kOpenOf{"tellings.open_of", R"sql(
SELECT l.id, l.household, l.revision, l.basis, l.due_on, l.outbox, l.printed_at
FROM report p JOIN report_revision rr ON rr.report = p.id JOIN telling l ON l.revision = rr.id
WHERE p.household = ?1 AND p.period = ?2 AND l.told_at IS NULL
ORDER BY rr.revision DESC LIMIT 1)sql"};

constexpr Sql kSentBy{"tellings.sent_by",
                      "UPDATE telling SET outbox = ?2, updated_at = ?3 WHERE id = ?1"};

// A notice that its channel refused goes by another row, once.
constexpr Sql kTakeOver{"tellings.take_over_sent", R"sql(
UPDATE telling SET told_at = ?1, told_by = 'message', updated_at = ?1
WHERE told_at IS NULL AND EXISTS (SELECT 1 FROM outbox o
    WHERE (o.id = telling.outbox OR o.instead_of = telling.outbox)
        AND o.state IN ('sent', 'delivered')))sql"};

constexpr Sql kOpen{"tellings.open", R"sql(
SELECT l.id, l.household, l.revision, l.basis, l.due_on, l.outbox, l.printed_at
FROM telling l WHERE l.told_at IS NULL ORDER BY l.due_on, l.id LIMIT ?1)sql"};

constexpr Sql kNeedSlip{"tellings.need_slip", R"sql(
SELECT l.id, l.household, l.revision, l.basis, l.due_on, l.outbox, l.printed_at
FROM telling l WHERE l.told_at IS NULL AND NOT EXISTS (SELECT 1 FROM outbox o
    WHERE (o.id = l.outbox OR o.instead_of = l.outbox)
        AND o.state IN ('queued', 'sending', 'sent', 'delivered'))
ORDER BY l.due_on, l.id LIMIT ?1)sql"};

constexpr Sql kPrinted{"tellings.printed",
                       "UPDATE telling SET printed_at = ?2, updated_at = ?2 WHERE id = ?1"};

constexpr Sql kTold{"tellings.told", R"sql(
UPDATE telling SET told_at = ?2, told_by = ?3, updated_at = ?2
WHERE id = ?1 AND told_at IS NULL)sql"};

Tellings::Telling telling_of(const Statement& row) {
    return {.id = row.id<RowId>(0),
            .household = row.id<HouseholdId>(1),
            .revision = row.id<RevisionId>(2),
            .basis = row.text(3),
            .due = row.day(4),
            .outbox = row.id<OutboxId>(5),
            .printed_at = row.optional_instant(6)};
}

std::vector<Tellings::Telling> all_of(Statement rows) {
    std::vector<Tellings::Telling> all;
    while (rows.step()) {
        all.push_back(telling_of(rows));
    }
    return all;
}

}  // namespace

void Tellings::add(HouseholdId household, RevisionId revision, Day today, Instant now) {
    const Day due = std::chrono::sys_days(today) + kTellWithin;
    connection_.run(kAdd, connection_.new_id<RowId>(now), household, revision, due, now);
}

std::optional<Tellings::Telling> Tellings::open_of(HouseholdId household, Period period) {
    auto row = connection_.query(kOpenOf, household, period);
    return row.step() ? std::optional(telling_of(row)) : std::nullopt;
}

void Tellings::sent_by(RowId id, OutboxId outbox, Instant now) {
    connection_.run(kSentBy, id, outbox, now);
}

std::int64_t Tellings::take_over_sent(Instant now) {
    return connection_.run(kTakeOver, now);
}

std::vector<Tellings::Telling> Tellings::open(unsigned limit) {
    return all_of(connection_.query(kOpen, limit));
}

std::vector<Tellings::Telling> Tellings::need_slip(unsigned limit) {
    return all_of(connection_.query(kNeedSlip, limit));
}

void Tellings::printed(RowId id, Instant now) {
    connection_.run(kPrinted, id, now);
}

bool Tellings::told(RowId id, Instant now, std::string_view by) {
    return connection_.run(kTold, id, now, by) > 0;
}

}  // namespace storage
