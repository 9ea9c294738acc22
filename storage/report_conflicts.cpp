#include "storage/report_conflicts.h"

#include "storage/audit_log.h"
#include "storage/reports.h"

#include <fmt/format.h>

namespace storage {

namespace {

using conversation::HouseholdId;
using conversation::ReportId;

// Columns in the order of conflict_of.
constexpr Sql kFind{"report_conflicts.find", R"sql(
SELECT c.id, r.household, r.period, c.first, c.second, c.state, c.settled
FROM report_conflict c JOIN report r ON r.id = c.report WHERE c.id = ?1)sql"};

constexpr Sql kOpenOf{"report_conflicts.open_of", R"sql(
SELECT c.id, r.household, r.period, c.first, c.second, c.state, c.settled
FROM report_conflict c JOIN report r ON r.id = c.report
WHERE c.report = ?1 AND c.state = 'OPEN')sql"};

constexpr Sql kAllOpen{"report_conflicts.all_open", R"sql(
SELECT c.id, r.household, r.period, c.first, c.second, c.state, c.settled
FROM report_conflict c JOIN report r ON r.id = c.report
WHERE c.state = 'OPEN' ORDER BY c.id LIMIT ?1)sql"};

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
            .counts = row.id<RevisionId>(6)};
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

bool ReportConflicts::settle(ConflictId id, RevisionId counts, Instant now, std::string_view by) {
    const auto known = find(id);
    if (!known || known->settled || (counts != known->first && counts != known->second)) {
        return false;
    }
    Reports(connection_)
        .set_status(counts == known->first ? known->second : known->first, "VOID", now);
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

std::vector<ReportConflicts::Conflict> ReportConflicts::all_open(unsigned limit) {
    std::vector<Conflict> all;
    auto rows = connection_.query(kAllOpen, limit);
    while (rows.step()) {
        all.push_back(conflict_of(rows));
    }
    return all;
}

}  // namespace storage
