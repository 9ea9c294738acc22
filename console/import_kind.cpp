#include "console/import_kind.h"

#include "console/import_groups.h"
#include "console/import_households.h"
#include "console/import_learning.h"
#include "console/import_organisations.h"
#include "console/import_people.h"
#include "console/import_plan.h"
#include "console/import_results.h"
#include "console/import_villages.h"

#include <algorithm>
#include <array>

namespace console {

namespace {

constexpr std::size_t kKept = 1000;

}  // namespace

void ImportReport::add_change(RowChange change) {
    if (changes_.size() < kKept) {
        changes_.push_back(std::move(change));
    }
}

void ImportReport::add_note(RowNote note) {
    ++all_notes_;
    if (notes_.size() < kKept) {
        notes_.push_back(std::move(note));
    }
}

std::span<const ImportKind> import_kinds() {
    static const std::array<ImportKind, 11> kinds = {villages_import(),
                                                     households_import(),
                                                     organisations_import(),
                                                     people_import(),
                                                     plan_import(),
                                                     fund_access_import(),
                                                     nominations_import(),
                                                     plan_adoptions_import(),
                                                     learning_centres_import(),
                                                     trainer_sessions_import(),
                                                     occ_groups_import()};
    return kinds;
}

const ImportKind* find_import_kind(std::string_view key) {
    const auto kinds = import_kinds();
    const auto found = std::find_if(
        kinds.begin(), kinds.end(), [key](const ImportKind& kind) { return kind.key == key; });
    return found == kinds.end() ? nullptr : &*found;
}

ImportOutcome run_import(const ImportKind& kind,
                         const ImportTable::Open& open,
                         storage::Connection& connection,
                         const storage::ImportSource& source,
                         conversation::Instant now,
                         const ImportProgress& progress) {
    ImportOutcome outcome;
    storage::Imports imports(connection, source, now);
    const auto importer = kind.importer(imports, outcome.report);
    ImportTable table(open, kind.columns(), progress);
    while (table.next()) {
        try {
            importer->take(table);
        } catch (const storage::StorageError& error) {
            if (error.code() != storage::StorageError::Code::Constraint) {
                throw;
            }
            table.add_fault("",
                            {"this row contradicts what the register holds or another row of the "
                             "file: compare the two",
                             "แถวนี้ขัดกับข้อมูลในทะเบียนหรือแถวอื่นในไฟล์ ให้ตรวจเทียบกัน"});
        }
    }
    outcome.faults = table.faults();
    outcome.unknown_headers = table.unknown_headers();
    outcome.without_code = imports.without_code();
    if (outcome.faults.none()) {
        outcome.result = imports.finish(kind.key);
    }
    return outcome;
}

}  // namespace console
