#include "storage/housekeeping_log.h"

namespace storage {

namespace {

constexpr Sql kWrite{"housekeeping_log.write", R"sql(
INSERT INTO housekeeping_run (id, rule, cut_off, rows, left_over, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6))sql"};

constexpr Sql kLast{"housekeeping_log.last", R"sql(
SELECT rule, cut_off, rows, left_over, created_at FROM housekeeping_run
WHERE rule = ?1 ORDER BY id DESC LIMIT 1)sql"};

constexpr Sql kLatest{"housekeeping_log.latest", R"sql(
SELECT rule, cut_off, rows, left_over, created_at FROM housekeeping_run
ORDER BY id DESC LIMIT ?1)sql"};

HousekeepingLog::Run run_of(const Statement& row) {
    return {row.text(0), row.instant(1), row.integer(2), row.integer(3), row.instant(4)};
}

}  // namespace

void HousekeepingLog::write(const Run& run) {
    connection_.run(kWrite,
                    connection_.new_id<RowId>(run.at),
                    run.rule,
                    run.cut_off,
                    run.rows,
                    run.left_over,
                    run.at);
}

std::optional<HousekeepingLog::Run> HousekeepingLog::last(std::string_view rule) {
    auto row = connection_.query(kLast, rule);
    return row.step() ? std::optional(run_of(row)) : std::nullopt;
}

std::vector<HousekeepingLog::Run> HousekeepingLog::latest(unsigned limit) {
    std::vector<Run> runs;
    auto rows = connection_.query(kLatest, limit);
    while (rows.step()) {
        runs.push_back(run_of(rows));
    }
    return runs;
}

}  // namespace storage
