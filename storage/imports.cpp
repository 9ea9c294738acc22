#include "storage/imports.h"

#include "storage/audit_log.h"
#include "storage/fault_points.h"
#include "storage/places.h"

#include <fmt/format.h>

namespace storage {

namespace {

using Change = Places::Change;

constexpr std::size_t kTambonDigits = 6;

constexpr Sql kAddBatch{"imports.add_batch", R"sql(
INSERT INTO import_batch (id, kind, file_name, sha256, rows_created, rows_changed, rows_unchanged,
    created_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))sql"};

void count(ImportResult& result, Change change) {
    switch (change) {
        case Change::Created:
            ++result.created;
            break;
        case Change::Changed:
            ++result.changed;
            break;
        case Change::Unchanged:
            ++result.unchanged;
            break;
    }
}

}  // namespace

ImportResult Imports::villages(std::span<const VillageRow> rows,
                               const ImportSource& source,
                               Instant now) {
    Places places(connection_);
    ImportResult result;
    for (const auto& row : rows) {
        const std::string tambon = row.village_code.substr(0, kTambonDigits);
        const auto in_tambon =
            places.put_tambon({tambon, row.tambon_th, "", ""}, now, source.by).change;
        Change change =
            places
                .put_village({row.village_code, row.moo, row.village_th, tambon, row.tambon_th},
                             now,
                             source.by)
                .change;
        change = joined(change, in_tambon);
        if (row.target_fy) {
            const auto target =
                places.put_target(row.village_code, *row.target_fy, "", now, source.by);
            change = joined(change, target);
        }
        count(result, change);
    }
    finish(result, "villages", source, now);
    return result;
}

ImportResult Imports::households(std::span<const HouseholdRow> rows,
                                 const ImportSource& source,
                                 Instant now) {
    Households households(connection_);
    ImportResult result;
    for (const auto& row : rows) {
        const auto put = households.put(row.household, now, source.by);
        Change change = put.change;
        const auto flag = [&](std::string_view kind, bool on) {
            const auto flagged = households.set_flag(put.id, kind, on, "OFFICER", now, source.by);
            change = joined(change, flagged);
        };
        flag("TARGET", true);
        if (row.poor) {
            flag("POOR", *row.poor);
        }
        if (row.base_income || row.base_saving) {
            Households::Baseline baseline;
            baseline.income_month = row.base_income;
            baseline.saving_month = row.base_saving;
            baseline.source = "OFFICER";
            change =
                joined(change, households.put_baseline(put.id, baseline, now, source.by).change);
        }
        count(result, change);
    }
    finish(result, "households", source, now);
    return result;
}

void Imports::finish(ImportResult& result,
                     std::string_view kind,
                     const ImportSource& source,
                     Instant now) {
    fault_point("imports.after_rows");
    if (result.created == 0 && result.changed == 0) {
        return;
    }
    result.batch = connection_.new_id<ImportBatchId>(now);
    connection_.run(kAddBatch,
                    result.batch,
                    kind,
                    source.file_name,
                    source.sha256,
                    result.created,
                    result.changed,
                    result.unchanged,
                    now,
                    source.by);
    AuditLog(connection_)
        .write({source.by,
                fmt::format("import.{}", kind),
                fmt::format("import_batch:{}", result.batch.value),
                fmt::format("created={} changed={} unchanged={}",
                            result.created,
                            result.changed,
                            result.unchanged),
                now});
}

}  // namespace storage
