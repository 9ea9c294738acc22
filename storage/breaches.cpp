#include "storage/breaches.h"

#include "storage/audit_log.h"

#include <fmt/format.h>

namespace storage {

namespace {

using conversation::HouseholdId;

constexpr Sql kAdd{"breaches.add", R"sql(
INSERT INTO breach (id, known_at, happened, data_kinds, people, risk, assessment, regulator_told_at,
    late_reason, people_told_at, closed_at, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?13))sql"};

constexpr Sql kUpdate{"breaches.update", R"sql(
UPDATE breach SET happened = ?2, data_kinds = ?3, people = ?4, risk = ?5, assessment = ?6,
    regulator_told_at = ?7, late_reason = ?8, people_told_at = ?9, closed_at = ?10, updated_at = ?11
WHERE id = ?1)sql"};

constexpr Sql kFind{"breaches.find", R"sql(
SELECT id, known_at, happened, data_kinds, people, risk, assessment, regulator_told_at, late_reason,
    people_told_at, closed_at
FROM breach WHERE id = ?1)sql"};

constexpr Sql kOpen{"breaches.open", R"sql(
SELECT id, known_at, happened, data_kinds, people, risk, assessment, regulator_told_at, late_reason,
    people_told_at, closed_at
FROM breach WHERE closed_at IS NULL ORDER BY known_at, id)sql"};

constexpr Sql kAddHousehold{"breaches.add_household", R"sql(
INSERT INTO breach_household (breach, household) VALUES (?1, ?2)
ON CONFLICT (breach, household) DO NOTHING)sql"};

constexpr Sql kHouseholds{"breaches.households", R"sql(
SELECT household FROM breach_household WHERE breach = ?1 ORDER BY household)sql"};

Breaches::Breach breach_of(const Statement& row) {
    return {.id = row.id<BreachId>(0),
            .known_at = row.instant(1),
            .happened = row.text(2),
            .data_kinds = row.text(3),
            .people = row.optional_integer(4),
            .risk = row.text(5),
            .assessment = row.text(6),
            .regulator_told_at = row.optional_instant(7),
            .late_reason = row.text(8),
            .people_told_at = row.optional_instant(9),
            .closed_at = row.optional_instant(10)};
}

}  // namespace

BreachId Breaches::add(const Breach& breach, Instant now, std::string_view by) {
    const auto id = connection_.new_id<BreachId>(now);
    connection_.run(kAdd,
                    id,
                    breach.known_at,
                    breach.happened,
                    breach.data_kinds,
                    breach.people,
                    breach.risk,
                    breach.assessment,
                    breach.regulator_told_at,
                    breach.late_reason,
                    breach.people_told_at,
                    breach.closed_at,
                    now,
                    by);
    audit("breach.registered", id, now, by);
    return id;
}

void Breaches::update(const Breach& breach, Instant now, std::string_view by) {
    connection_.run(kUpdate,
                    breach.id,
                    breach.happened,
                    breach.data_kinds,
                    breach.people,
                    breach.risk,
                    breach.assessment,
                    breach.regulator_told_at,
                    breach.late_reason,
                    breach.people_told_at,
                    breach.closed_at,
                    now);
    audit("breach.changed", breach.id, now, by);
}

std::optional<Breaches::Breach> Breaches::find(BreachId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(breach_of(row)) : std::nullopt;
}

std::vector<Breaches::Breach> Breaches::open() {
    std::vector<Breach> all;
    auto rows = connection_.query(kOpen);
    while (rows.step()) {
        all.push_back(breach_of(rows));
    }
    return all;
}

void Breaches::add_household(BreachId id, HouseholdId household) {
    connection_.run(kAddHousehold, id, household);
}

std::vector<HouseholdId> Breaches::households(BreachId id) {
    std::vector<HouseholdId> all;
    auto rows = connection_.query(kHouseholds, id);
    while (rows.step()) {
        all.push_back(rows.id<HouseholdId>(0));
    }
    return all;
}

void Breaches::audit(std::string_view action, BreachId id, Instant now, std::string_view by) {
    AuditLog(connection_)
        .write({.actor = std::string(by),
                .action = std::string(action),
                .subject = fmt::format("breach:{}", id.value),
                .detail = "",
                .at = now});
}

}  // namespace storage
