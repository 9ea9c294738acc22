#include "storage/imports.h"

#include "storage/audit_log.h"
#include "storage/fault_points.h"
#include "storage/household_care.h"
#include "storage/invites.h"
#include "storage/office_settings.h"
#include "storage/people.h"
#include "storage/places.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace storage {

namespace {

constexpr std::size_t kTambonDigits = 6;
// One guess in five hits when that many of the 100,000 codes are open.
constexpr std::int64_t kMostOpenCodes = 20'000;

constexpr Sql kAddBatch{"imports.add_batch", R"sql(
INSERT INTO import_batch (id, kind, file_name, sha256, rows_created, rows_changed, rows_unchanged,
    created_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))sql"};

// Adds what else was done to the record of a row.
void add(Imported& imported, Change change, std::vector<FieldChange> fields) {
    imported.change = joined(imported.change, change);
    std::ranges::move(fields, std::back_inserter(imported.fields));
}

// Of a row that is new as a whole no field has changed.
void settle(Imported& imported) {
    if (imported.change == Change::Created) {
        imported.fields.clear();
    }
}

}  // namespace

Imports::Imports(Connection& connection, ImportSource source, Instant now)
    : connection_(connection), source_(std::move(source)), now_(now) {}

Imported Imports::village(const VillageRow& row) {
    Places places(connection_);
    const std::string tambon = row.village_code.substr(0, kTambonDigits);
    auto in_tambon = places.put_tambon({tambon, row.tambon_th, "", ""}, now_, by());
    auto put = places.put_village(
        {row.village_code, row.moo, row.village_th, tambon, row.tambon_th}, now_, by());
    Imported imported{put.change, std::move(put.fields)};
    add(imported, in_tambon.change, std::move(in_tambon.fields));
    if (row.target_fy) {
        const auto target = places.put_target(row.village_code, *row.target_fy, "", now_, by());
        add(imported, target, {});
        if (target != Change::Unchanged) {
            imported.fields.push_back({"target_fy", "", std::to_string(*row.target_fy)});
        }
    }
    settle(imported);
    count(imported.change);
    return imported;
}

void Imports::move(const HouseholdRow& row, Imported& imported) {
    Households households(connection_);
    const auto known = households.find(row.moved_from->village_code, row.moved_from->house_no);
    if (!known || households.find(row.household.village_code, row.household.house_no)) {
        return;
    }
    HouseholdMoves(connection_)
        .move(known->id,
              {row.household.village_code, row.household.house_no},
              row.moved_on.value_or(today()),
              now_,
              by());
    add(imported,
        Change::Changed,
        {{"house",
          row.moved_from->village_code + " " + row.moved_from->house_no,
          row.household.village_code + " " + row.household.house_no}});
}

Imported Imports::household(const HouseholdRow& row) {
    Households households(connection_);
    Imported imported;
    if (row.moved_from) {
        move(row, imported);
    }
    auto put = households.put(row.household, now_, by());
    const auto id = put.id;
    const bool created = put.change == Change::Created;
    if (created) {
        imported.change = put.change;
    }
    add(imported, put.change, std::move(put.fields));
    const auto flag = [&](std::string_view kind, std::string_view field, bool on) {
        if (households.set_flag(id, kind, on, "OFFICER", now_, by()) != Change::Unchanged) {
            add(imported, Change::Changed, {{std::string(field), on ? "" : "1", on ? "1" : "0"}});
        }
    };
    flag("TARGET", "target", true);
    if (row.poor) {
        flag("POOR", "poor", *row.poor);
    }
    if (row.base_income || row.base_saving) {
        Households::Baseline baseline;
        baseline.income_month = row.base_income;
        baseline.saving_month = row.base_saving;
        baseline.source = "OFFICER";
        auto based = households.put_baseline(id, baseline, now_, by());
        add(imported,
            based.change == Change::Unchanged ? Change::Unchanged : Change::Changed,
            std::move(based.fields));
    }
    give_trainer(id, row.household.trainer_phone, imported);
    if (created) {
        give_code(id);
    }
    settle(imported);
    count(imported.change);
    return imported;
}

// Who looks after the household: the one person with this telephone. Rows of one trainer stand
// together in the file, so the last one is remembered.
void Imports::give_trainer(conversation::HouseholdId household,
                           const std::string& phone,
                           Imported& imported) {
    if (phone.empty()) {
        return;
    }
    if (last_trainer_.first != phone) {
        last_trainer_ = {phone, People(connection_).only_with_phone(phone)};
    }
    if (last_trainer_.second) {
        add(imported,
            HouseholdCare(connection_)
                        .assign(household, last_trainer_.second, today(), now_, by()) ==
                    Change::Unchanged
                ? Change::Unchanged
                : Change::Changed,
            {});
    }
}

void Imports::give_code(conversation::HouseholdId household) {
    Invites invites(connection_);
    if (!open_codes_) {
        open_codes_ = invites.count_open(now_);
        code_life_ = std::chrono::days(OfficeSettings(connection_).number("invite_days"));
    }
    if (*open_codes_ >= kMostOpenCodes) {
        ++without_code_;
        return;
    }
    (void)invites.create(household, code_life_, now_, by());
    ++*open_codes_;
}

void Imports::count(Change change) {
    switch (change) {
        case Change::Created:
            ++result_.created;
            break;
        case Change::Changed:
            ++result_.changed;
            break;
        case Change::Unchanged:
            ++result_.unchanged;
            break;
    }
}

ImportResult Imports::finish(std::string_view kind) {
    fault_point("imports.after_rows");
    if (result_.created == 0 && result_.changed == 0) {
        return result_;
    }
    result_.batch = connection_.new_id<ImportBatchId>(now_);
    connection_.run(kAddBatch,
                    result_.batch,
                    kind,
                    source_.file_name,
                    source_.sha256,
                    result_.created,
                    result_.changed,
                    result_.unchanged,
                    now_,
                    source_.by);
    AuditLog(connection_)
        .write({source_.by,
                fmt::format("import.{}", kind),
                fmt::format("import_batch:{}", result_.batch.value),
                fmt::format("created={} changed={} unchanged={}",
                            result_.created,
                            result_.changed,
                            result_.unchanged),
                now_});
    return result_;
}

}  // namespace storage
