#include "storage/reminder_sources.h"

#include "storage/audit_log.h"

#include <fmt/format.h>

namespace storage {

namespace {

using conversation::ContactId;
using conversation::HouseholdId;

// Somebody all of whose terms are over does not do it any more; who never had one is a name in a
// plan, and is asked.
constexpr Sql kActivity{"reminder_sources.activity", R"sql(
SELECT a.id, a.kind, a.title, a.place, coalesce(v.name_th, ''), a.version, a.state, p.organisation,
    (SELECT s.id FROM person s WHERE s.id = a.responsible
        AND (NOT EXISTS (SELECT 1 FROM role r WHERE r.person = s.id)
            OR EXISTS (SELECT 1 FROM role r WHERE r.person = s.id AND r.from_day <= ?2
                AND coalesce(r.to_day, '9999-12-31') >= ?2))),
    (SELECT r.person FROM role r WHERE r.organisation = p.organisation AND r.role = 'CHAIR'
        AND r.from_day <= ?2 AND coalesce(r.to_day, '9999-12-31') >= ?2
        ORDER BY r.from_day DESC LIMIT 1),
    a.planned_start, a.planned_end, a.recurrence, p.status = 'CLOSED'
FROM activity a JOIN plan p ON p.id = a.plan LEFT JOIN village v ON v.id = a.village
WHERE a.id = ?1)sql"};

constexpr Sql kAnswers{"reminder_sources.answers", R"sql(
SELECT occurrence, result, new_day FROM outcome AS o
WHERE activity = ?1 AND occurrence IS NOT NULL AND revision = (
    SELECT max(revision) FROM outcome AS x
    WHERE x.activity = o.activity AND x.occurrence = o.occurrence)
ORDER BY occurrence)sql"};

constexpr Sql kStale{"reminder_sources.stale",
                     "SELECT activity FROM reminder_stale ORDER BY activity LIMIT ?1"};
constexpr Sql kNotStale{"reminder_sources.not_stale",
                        "DELETE FROM reminder_stale WHERE activity = ?1"};
constexpr Sql kAllStale{"reminder_sources.all_stale", R"sql(
INSERT INTO reminder_stale (activity)
SELECT id FROM activity WHERE state IN ('PLANNED', 'POSTPONED') ON CONFLICT DO NOTHING)sql"};

constexpr Sql kWaiting{"reminder_sources.waiting", R"sql(
SELECT id FROM activity
WHERE state IN ('PLANNED', 'POSTPONED') AND planned_end >= ?1 AND planned_start <= ?2 AND id > ?3
ORDER BY id LIMIT ?4)sql"};

#define REPORTED                                                                \
    "EXISTS (SELECT 1 FROM report r JOIN report_revision v ON v.report = r.id " \
    "WHERE r.household = h.id AND r.period = ?1 AND v.status <> 'VOID') "

constexpr Sql kNotReported{"reminder_sources.not_reported",
                           "SELECT h.id FROM household h WHERE h.id > ?2 AND h.status = 'ACTIVE' "
                           "AND EXISTS (SELECT 1 FROM contact_household c "
                           "    WHERE c.household = h.id AND c.to_at IS NULL) "
                           "AND NOT " REPORTED "ORDER BY h.id LIMIT ?3"};

constexpr Sql kCountNotReported{"reminder_sources.count_not_reported",
                                "SELECT count(*) FROM household h WHERE h.status = 'ACTIVE' "
                                "AND EXISTS (SELECT 1 FROM contact_household c "
                                "    WHERE c.household = h.id AND c.to_at IS NULL) "
                                "AND NOT " REPORTED};

constexpr Sql kHasReported{"reminder_sources.has_reported",
                           "SELECT 1 FROM household h WHERE h.id = ?2 AND " REPORTED};

constexpr Sql kHousesNotIn{
    "reminder_sources.houses_not_in",
    "SELECT h.house_no FROM household_care c JOIN household h ON h.id = c.household "
    "WHERE c.person = ?2 AND c.to_day IS NULL AND h.status IN ('ACTIVE', 'INVITED') "
    "AND NOT " REPORTED "ORDER BY h.village, length(h.house_no), h.house_no"};

#undef REPORTED

constexpr Sql kCarers{"reminder_sources.carers", R"sql(
SELECT DISTINCT person FROM household_care WHERE to_day IS NULL AND person > ?1
ORDER BY person LIMIT ?2)sql"};

constexpr Sql kMembers{"reminder_sources.members", R"sql(
SELECT DISTINCT person FROM role WHERE organisation = ?1 AND from_day <= ?2
    AND coalesce(to_day, '9999-12-31') >= ?2 ORDER BY person)sql"};

constexpr Sql kCountCarers{
    "reminder_sources.count_carers",
    "SELECT count(DISTINCT person) FROM household_care WHERE to_day IS NULL"};

constexpr Sql kRound{"reminder_sources.round",
                     "SELECT cursor, done FROM reminder_round WHERE job = ?1 AND day = ?2"};
constexpr Sql kForgetRounds{"reminder_sources.forget_rounds", "DELETE FROM reminder_round"};
constexpr Sql kPutRound{"reminder_sources.put_round", R"sql(
INSERT INTO reminder_round (job, day, cursor, done) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (job) DO UPDATE SET day = excluded.day, cursor = excluded.cursor,
    done = excluded.done)sql"};

constexpr Sql kOfPerson{"reminder_sources.of_person",
                        "SELECT id FROM contact WHERE person = ?1 ORDER BY updated_at DESC, id"};
constexpr Sql kOfHousehold{"reminder_sources.of_household", R"sql(
SELECT contact FROM contact_household WHERE household = ?1 AND to_at IS NULL
ORDER BY used_at DESC, id)sql"};

constexpr Sql kSwitches{"reminder_sources.switches", R"sql(
SELECT reminder, activity_kind, organisation, person, enabled FROM reminder_switch
ORDER BY updated_at, id)sql"};
constexpr Sql kPutSwitch{"reminder_sources.put_switch", R"sql(
INSERT INTO reminder_switch (id, reminder, activity_kind, organisation, person, enabled, created_at,
    updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)
ON CONFLICT DO UPDATE SET enabled = excluded.enabled, updated_at = excluded.updated_at)sql"};

template <class IdType>
std::vector<IdType> ids_of(Statement rows) {
    std::vector<IdType> ids;
    while (rows.step()) {
        ids.push_back(rows.id<IdType>(0));
    }
    return ids;
}

}  // namespace

std::optional<ReminderSources::Planned> ReminderSources::activity(ActivityId id, Day today) {
    auto row = connection_.query(kActivity, id, today);
    if (!row.step()) {
        return std::nullopt;
    }
    return Planned{.id = id,
                   .kind = row.text(1),
                   .title = row.text(2),
                   .place = row.text(3),
                   .village = row.text(4),
                   .version = row.integer(5),
                   .state = row.text(6),
                   .plan_closed = row.flag(13),
                   .organisation = row.id<OrganisationId>(7),
                   .responsible = row.id<PersonId>(8),
                   .chair = row.id<PersonId>(9),
                   .start = row.day(10),
                   .end = row.day(11),
                   .recurrence = row.text(12)};
}

std::vector<ReminderSources::Answered> ReminderSources::answers(ActivityId id) {
    std::vector<Answered> all;
    auto rows = connection_.query(kAnswers, id);
    while (rows.step()) {
        all.push_back({rows.day(0),
                       rows.text(1),
                       rows.is_null(2) ? std::nullopt : std::optional(rows.day(2))});
    }
    return all;
}

std::vector<ActivityId> ReminderSources::take_stale(unsigned limit) {
    auto ids = ids_of<ActivityId>(connection_.query(kStale, limit));
    for (const auto id : ids) {
        connection_.run(kNotStale, id);
    }
    return ids;
}

std::vector<ActivityId> ReminderSources::waiting(Day from,
                                                 Day to,
                                                 std::int64_t cursor,
                                                 unsigned limit) {
    return ids_of<ActivityId>(connection_.query(kWaiting, from, to, cursor, limit));
}

std::vector<HouseholdId> ReminderSources::not_reported(Period period,
                                                       std::int64_t cursor,
                                                       unsigned limit) {
    return ids_of<HouseholdId>(connection_.query(kNotReported, period, cursor, limit));
}

std::int64_t ReminderSources::count_not_reported(Period period) {
    auto row = connection_.query(kCountNotReported, period);
    return row.step() ? row.integer(0) : 0;
}

std::int64_t ReminderSources::count_carers() {
    auto row = connection_.query(kCountCarers);
    return row.step() ? row.integer(0) : 0;
}

bool ReminderSources::has_reported(HouseholdId household, Period period) {
    return connection_.query(kHasReported, period, household).step();
}

std::vector<PersonId> ReminderSources::carers(std::int64_t cursor, unsigned limit) {
    return ids_of<PersonId>(connection_.query(kCarers, cursor, limit));
}

std::vector<std::string> ReminderSources::houses_not_in(PersonId person, Period period) {
    std::vector<std::string> houses;
    auto rows = connection_.query(kHousesNotIn, period, person);
    while (rows.step()) {
        houses.push_back(rows.text(0));
    }
    return houses;
}

std::vector<PersonId> ReminderSources::members(OrganisationId organisation, Day day) {
    return ids_of<PersonId>(connection_.query(kMembers, organisation, day));
}

ReminderSources::Round ReminderSources::round(std::string_view job, Day day) {
    auto row = connection_.query(kRound, job, day);
    return row.step() ? Round{row.integer(0), row.flag(1)} : Round{};
}

void ReminderSources::put_round(std::string_view job, Day day, const Round& round) {
    connection_.run(kPutRound, job, day, round.cursor, round.done);
}

void ReminderSources::start_over() {
    connection_.run(kAllStale);
    connection_.run(kForgetRounds);
}

std::vector<ContactId> ReminderSources::contacts_of(PersonId person) {
    return ids_of<ContactId>(connection_.query(kOfPerson, person));
}

std::vector<ContactId> ReminderSources::contacts_of(HouseholdId household) {
    return ids_of<ContactId>(connection_.query(kOfHousehold, household));
}

std::vector<ReminderSources::Switch> ReminderSources::switches() {
    std::vector<Switch> all;
    auto rows = connection_.query(kSwitches);
    while (rows.step()) {
        all.push_back({rows.text(0),
                       rows.text(1),
                       rows.id<OrganisationId>(2),
                       rows.id<PersonId>(3),
                       rows.flag(4)});
    }
    return all;
}

void ReminderSources::put_switch(const Switch& one, Instant now, std::string_view by) {
    connection_.run(kPutSwitch,
                    connection_.new_id<RowId>(now),
                    one.reminder,
                    one.activity_kind,
                    one.organisation,
                    one.person,
                    one.enabled,
                    now,
                    by);
    start_over();
    AuditLog(connection_)
        .write(
            {std::string(by),
             "reminder.switched",
             one.person ? fmt::format("person:{}", one.person.value) : "",
             fmt::format("{} {} {}", one.reminder, one.activity_kind, one.enabled ? "on" : "off"),
             now});
}

}  // namespace storage
