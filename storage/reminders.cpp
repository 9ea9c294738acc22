#include "storage/reminders.h"

#include "storage/fault_points.h"

#include <algorithm>

namespace storage {

namespace {

using conversation::ContactId;
using conversation::HouseholdId;

constexpr Sql kPut{"reminders.put", R"sql(
INSERT INTO reminder (id, kind, rank, activity, period, day, version, person, household, chat_group,
    due_at, useful_until, next_at, state, planned_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?11, 'DUE', ?13, ?13, ?13)
ON CONFLICT DO UPDATE SET version = excluded.version, day = excluded.day,
    useful_until = excluded.useful_until, planned_at = excluded.planned_at, state = 'DUE',
    reason = '', done_at = NULL, next_at = iif(state = 'DUE', next_at, excluded.next_at),
    updated_at = excluded.updated_at
WHERE state = 'DUE' OR (state = 'SUPPRESSED' AND reason = 'changed'))sql"};

// By the index that makes a row unique.
constexpr Sql kIdOf{"reminders.id_of", R"sql(
SELECT id FROM reminder
WHERE coalesce(activity, 0) = coalesce(?1, 0) AND coalesce(period, '') = coalesce(?2, '')
    AND kind = ?3 AND coalesce(person, 0) = coalesce(?4, 0)
    AND coalesce(household, 0) = coalesce(?5, 0) AND coalesce(chat_group, 0) = coalesce(?6, 0)
    AND due_at = ?7)sql"};

// ?3 first and ?4 last village code.
constexpr Sql kAskedAt{"reminders.asked_at", R"sql(
SELECT r.state, coalesce(o.address LIKE 'tel:%', 0), count(*), coalesce(sum(r.cost_units), 0)
FROM reminder r JOIN household h ON h.id = r.household JOIN village v ON v.id = h.village
LEFT JOIN outbox o ON o.id = r.outbox
WHERE coalesce(r.activity, 0) = 0 AND coalesce(r.period, '') = ?2 AND r.kind = 'REPORT'
    AND r.due_at = ?1 AND v.code BETWEEN ?3 AND ?4
GROUP BY 1, 2)sql"};

constexpr Sql kVoid{"reminders.void_unplanned", R"sql(
UPDATE reminder SET state = 'SUPPRESSED', reason = 'changed', done_at = ?2, updated_at = ?2
WHERE activity = ?1 AND state = 'DUE' AND planned_at <> ?2)sql"};

// The columns in the order of row_of.
#define COLUMNS                                                                                   \
    "SELECT r.id, r.kind, r.rank, r.activity, r.period, r.day, r.version, r.person, r.household," \
    "    r.chat_group, r.due_at, r.useful_until, r.next_at, r.state, r.reason, r.channel,"        \
    "    r.cost_units "

constexpr Sql kDue{"reminders.due",
                   COLUMNS
                   "FROM reminder AS r INDEXED BY reminder_due "
                   "WHERE r.state = 'DUE' AND r.rank = ?1 AND r.next_at <= ?2 "
                   "ORDER BY r.next_at, r.id LIMIT ?3"};

constexpr Sql kAhead{"reminders.ahead",
                     COLUMNS
                     "FROM reminder AS r WHERE r.state = 'DUE' AND r.due_at <= ?1 "
                     "ORDER BY r.due_at, r.rank, r.id LIMIT ?2"};

constexpr Sql kWaitingPerson{
    "reminders.waiting_person",
    COLUMNS
    "FROM contact c JOIN reminder r INDEXED BY reminder_person ON r.person = c.person "
    "WHERE c.id = ?1 AND r.state = 'DUE' AND r.next_at <= ?2 "
    "ORDER BY r.rank, r.next_at LIMIT ?3"};

constexpr Sql kWaitingHouse{
    "reminders.waiting_house",
    COLUMNS
    "FROM contact_household ch JOIN reminder r INDEXED BY reminder_household "
    "    ON r.household = ch.household "
    "WHERE ch.contact = ?1 AND ch.to_at IS NULL AND r.state = 'DUE' AND r.next_at <= ?2 "
    "ORDER BY r.rank, r.next_at LIMIT ?3"};

#undef COLUMNS

constexpr Sql kTake{"reminders.take", R"sql(
UPDATE reminder SET state = 'SENT', done_at = ?2, updated_at = ?2
WHERE id = ?1 AND state = 'DUE')sql"};

constexpr Sql kLink{"reminders.link", R"sql(
UPDATE reminder SET outbox = ?2, channel = ?3, cost_units = ?4, reason = ?5, updated_at = ?6
WHERE id = ?1 AND state = 'SENT')sql"};

constexpr Sql kEnd{"reminders.end", R"sql(
UPDATE reminder SET state = ?2, reason = ?3, done_at = ?4, updated_at = ?4
WHERE id = ?1 AND state = 'DUE')sql"};

constexpr Sql kPutOff{"reminders.put_off", R"sql(
UPDATE reminder SET next_at = ?2, updated_at = ?3 WHERE id = ?1 AND state = 'DUE')sql"};

constexpr Sql kFailures{"reminders.failures", R"sql(
UPDATE reminder SET state = 'FAILED', updated_at = ?2,
    reason = coalesce((SELECT o.reason FROM outbox o WHERE o.id = reminder.outbox), '')
WHERE state = 'SENT' AND outbox IN (
    SELECT o.id FROM outbox o INDEXED BY outbox_given_up
    WHERE o.state IN ('failed', 'expired') AND o.updated_at >= ?1
        AND NOT EXISTS (SELECT 1 FROM outbox other INDEXED BY outbox_instead_of
            WHERE other.instead_of = o.id)))sql"};

constexpr Sql kNext{"reminders.next", R"sql(
SELECT min(next_at) FROM reminder INDEXED BY reminder_due WHERE state = 'DUE' AND rank = ?1)sql"};

constexpr Sql kComing{"reminders.coming", R"sql(
SELECT count(*) FROM reminder INDEXED BY reminder_due
WHERE state = 'DUE' AND rank = ?1 AND next_at > ?2 AND next_at <= ?3)sql"};

constexpr Sql kQueued{"reminders.queued_pushes", R"sql(
SELECT coalesce(sum(max(push_cost, 1)), 0) FROM outbox INDEXED BY outbox_waiting
WHERE channel = ?1 AND state = 'queued' AND priority > 0)sql"};

Reminders::Row row_of(const Statement& row) {
    Reminders::Row made;
    made.id = row.id<ReminderId>(0);
    made.kind = row.text(1);
    made.rank = static_cast<int>(row.integer(2));
    made.activity = row.id<ActivityId>(3);
    made.period = row.is_null(4) ? std::nullopt : std::optional(row.period(4));
    made.day = row.day(5);
    made.version = row.integer(6);
    made.person = row.id<PersonId>(7);
    made.household = row.id<HouseholdId>(8);
    made.group = row.id<ChatGroupId>(9);
    made.due = row.instant(10);
    made.useful_until = row.instant(11);
    made.next = row.instant(12);
    made.state = row.text(13);
    made.reason = row.text(14);
    made.channel = row.text(15);
    made.cost = row.optional_integer(16);
    return made;
}

std::vector<Reminders::Row> all_of(Statement rows) {
    std::vector<Reminders::Row> all;
    while (rows.step()) {
        all.push_back(row_of(rows));
    }
    return all;
}

}  // namespace

void Reminders::put(const Row& row, Instant planned) {
    connection_.run(kPut,
                    connection_.new_id<ReminderId>(planned),
                    row.kind,
                    row.rank,
                    row.activity,
                    row.period,
                    row.day,
                    row.version,
                    row.person,
                    row.household,
                    row.group,
                    row.due,
                    row.useful_until,
                    planned);
}

ReminderId Reminders::id_of(const Row& row) {
    auto found = connection_.query(
        kIdOf, row.activity, row.period, row.kind, row.person, row.household, row.group, row.due);
    return found.step() ? found.id<ReminderId>(0) : ReminderId{};
}

std::int64_t Reminders::void_unplanned(ActivityId activity, Instant planned) {
    const auto voided = connection_.run(kVoid, activity, planned);
    fault_point("reminders.after_planning");
    return voided;
}

std::vector<Reminders::Row> Reminders::due(int rank, Instant now, unsigned limit) {
    return all_of(connection_.query(kDue, rank, now, limit));
}

std::vector<Reminders::Row> Reminders::ahead(Instant until, unsigned limit) {
    return all_of(connection_.query(kAhead, until, limit));
}

std::vector<Reminders::Row> Reminders::waiting_for(ContactId contact,
                                                   Instant until,
                                                   unsigned limit) {
    auto all = all_of(connection_.query(kWaitingPerson, contact, until, limit));
    auto houses = all_of(connection_.query(kWaitingHouse, contact, until, limit));
    std::ranges::move(houses, std::back_inserter(all));
    return all;
}

bool Reminders::take(ReminderId id, Instant now) {
    const bool taken = connection_.run(kTake, id, now) == 1;
    fault_point("reminders.after_take");
    return taken;
}

void Reminders::link(ReminderId id, const Sent& sent, Instant now) {
    connection_.run(kLink, id, sent.outbox, sent.channel, sent.cost, sent.reason, now);
    fault_point("reminders.after_link");
}

void Reminders::suppress(ReminderId id, std::string_view reason, Instant now) {
    connection_.run(kEnd, id, "SUPPRESSED", reason, now);
}

void Reminders::expire(ReminderId id, std::string_view reason, Instant now) {
    connection_.run(kEnd, id, "EXPIRED", reason, now);
}

void Reminders::put_off(ReminderId id, Instant until, Instant now) {
    connection_.run(kPutOff, id, until, now);
}

std::int64_t Reminders::note_failures(Instant since, Instant now) {
    return connection_.run(kFailures, since, now);
}

std::optional<Instant> Reminders::next() {
    std::optional<Instant> earliest;
    for (int rank = 0; rank < static_cast<int>(kRanks); ++rank) {
        auto row = connection_.query(kNext, rank);
        const auto at = row.step() ? row.optional_instant(0) : std::nullopt;
        if (at && (!earliest || *at < *earliest)) {
            earliest = at;
        }
    }
    return earliest;
}

std::array<std::int64_t, Reminders::kRanks> Reminders::coming(Instant after, Instant until) {
    std::array<std::int64_t, kRanks> counts{};
    for (std::size_t rank = 0; rank < kRanks; ++rank) {
        auto row = connection_.query(kComing, rank, after, until);
        counts.at(rank) = row.step() ? row.integer(0) : 0;
    }
    return counts;
}

Reminders::Asked Reminders::asked_at(Instant asked, Period period, std::string_view area) {
    Asked sum;
    auto rows = connection_.query(kAskedAt, asked, period, area, std::string(area) + "99999999");
    while (rows.step()) {
        const auto count = rows.integer(2);
        if (rows.view(0) == "DUE") {
            sum.waiting += count;
        } else if (rows.view(0) == "FAILED") {
            sum.failed += count;
        } else if (rows.view(0) == "SENT" && rows.flag(1)) {
            sum.sms += count;
            sum.segments += rows.integer(3);
        } else if (rows.view(0) == "SENT") {
            sum.line += count;
        }
    }
    return sum;
}

std::int64_t Reminders::queued_pushes(std::string_view channel) {
    auto row = connection_.query(kQueued, channel);
    return row.step() ? row.integer(0) : 0;
}

}  // namespace storage
