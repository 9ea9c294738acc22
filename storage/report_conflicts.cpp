#include "storage/report_conflicts.h"

#include "storage/audit_log.h"

#include <fmt/format.h>

namespace storage {

namespace {

using conversation::HouseholdId;
using conversation::ReportId;

// Columns in the order of conflict_of.
constexpr Sql kFind{"report_conflicts.find", R"sql(
SELECT c.id, r.household, r.period, c.first, c.second, c.state, c.settled,
    c.settled_by, c.settled_at
FROM report_conflict c JOIN report r ON r.id = c.report WHERE c.id = ?1)sql"};

constexpr Sql kOpenOf{"report_conflicts.open_of", R"sql(
SELECT c.id, r.household, r.period, c.first, c.second, c.state, c.settled,
    c.settled_by, c.settled_at
FROM report_conflict c JOIN report r ON r.id = c.report
WHERE c.report = ?1 AND c.state = 'OPEN')sql"};

constexpr Sql kOpenOfMonth{"report_conflicts.open_of_month", R"sql(
SELECT c.id, r.household, r.period, c.first, c.second, c.state, c.settled,
    c.settled_by, c.settled_at
FROM report r JOIN report_conflict c ON c.report = r.id
WHERE r.household = ?1 AND r.period = ?2 AND c.state = 'OPEN')sql"};

constexpr Sql kReplace{"report_conflicts.replace", R"sql(
UPDATE report_conflict SET first = CASE first WHEN ?2 THEN ?3 ELSE first END,
    second = CASE second WHEN ?2 THEN ?3 ELSE second END, updated_at = ?4
WHERE id = ?1 AND state = 'OPEN')sql"};

constexpr Sql kVoidOthers{"report_conflicts.void_others", R"sql(
UPDATE report_revision SET status = 'VOID', updated_at = ?3
WHERE report = (SELECT report FROM report_conflict WHERE id = ?1) AND id <> ?2 AND status <> 'VOID'
    AND (status = 'NEEDS_CHECK' OR id IN (SELECT first FROM report_conflict WHERE id = ?1
        UNION ALL SELECT second FROM report_conflict WHERE id = ?1)))sql"};

constexpr Sql kConfirm{"report_conflicts.confirm", R"sql(
UPDATE report_revision SET status = 'CONFIRMED', updated_at = ?2
WHERE id = ?1 AND status = 'NEEDS_CHECK'
    AND (' ' || check_flags || ' ') NOT LIKE '% UNREADABLE %')sql"};

constexpr Sql kAllOpen{"report_conflicts.all_open", R"sql(
SELECT c.id, r.household, r.period, c.first, c.second, c.state, c.settled,
    c.settled_by, c.settled_at
FROM report_conflict c JOIN report r ON r.id = c.report JOIN household h ON h.id = r.household
JOIN village v ON v.id = h.village
WHERE c.state = 'OPEN' AND v.code BETWEEN ?2 AND ?3 ORDER BY c.id LIMIT ?1)sql"};

constexpr Sql kAdd{"report_conflicts.add", R"sql(
INSERT INTO report_conflict (id, report, first, second, state, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, 'OPEN', ?5, ?5, ?6))sql"};

constexpr Sql kSettle{"report_conflicts.settle", R"sql(
UPDATE report_conflict SET state = 'SETTLED', settled = ?2, settled_at = ?3, settled_by = ?4,
    updated_at = ?3
WHERE id = ?1 AND state = 'OPEN')sql"};

ReportConflicts::Conflict conflict_of(const Statement& row) {
    return {.id = row.id<ConflictId>(0),
            .household = row.id<HouseholdId>(1),
            .period = row.period(2),
            .first = row.id<RevisionId>(3),
            .second = row.id<RevisionId>(4),
            .settled = row.view(5) == "SETTLED",
            .counts = row.id<RevisionId>(6),
            .settled_by = row.text(7),
            .settled_at = row.optional_instant(8)};
}

}  // namespace

ConflictId ReportConflicts::open(
    ReportId report, RevisionId first, RevisionId second, Instant now, std::string_view by) {
    if (const auto known = open_of(report)) {
        return known->id;
    }
    const auto id = connection_.new_id<ConflictId>(now);
    connection_.run(kAdd, id, report, first, second, now, by);
    return id;
}

void ReportConflicts::replace(ConflictId id, RevisionId older, RevisionId newer, Instant now) {
    connection_.run(kReplace, id, older, newer, now);
}

bool ReportConflicts::settle(ConflictId id, RevisionId counts, Instant now, std::string_view by) {
    const auto known = find(id);
    if (!known || known->settled || (counts != known->first && counts != known->second)) {
        return false;
    }
    connection_.run(kVoidOthers, id, counts, now);
    connection_.run(kConfirm, counts, now);
    connection_.run(kSettle, id, counts, now, by);
    AuditLog(connection_)
        .write({.actor = std::string(by),
                .action = "report.conflict_settled",
                .subject = fmt::format("household:{}", known->household.value),
                .detail = fmt::format(
                    "period={} revision={}", conversation::to_text(known->period), counts.value),
                .at = now});
    return true;
}

std::optional<ReportConflicts::Conflict> ReportConflicts::find(ConflictId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(conflict_of(row)) : std::nullopt;
}

std::optional<ReportConflicts::Conflict> ReportConflicts::open_of(ReportId report) {
    auto row = connection_.query(kOpenOf, report);
    return row.step() ? std::optional(conflict_of(row)) : std::nullopt;
}

std::optional<ReportConflicts::Conflict> ReportConflicts::open_of(HouseholdId household,
                                                                  Period period) {
    auto row = connection_.query(kOpenOfMonth, household, period);
    return row.step() ? std::optional(conflict_of(row)) : std::nullopt;
}

std::vector<ReportConflicts::Conflict> ReportConflicts::all_open(unsigned limit,
                                                                 std::string_view area) {
    std::vector<Conflict> all;
    auto rows = connection_.query(kAllOpen, limit, area, std::string(area) + "99999999");
    while (rows.step()) {
        all.push_back(conflict_of(rows));
    }
    return all;
}

}  // namespace storage
