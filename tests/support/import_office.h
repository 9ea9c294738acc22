#pragma once
#include "console/import_kind.h"
#include "storage/transaction.h"
#include "tests/support/csv_text.h"
#include "tests/support/temp_database.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace support {

// An office whose register is filled by its import files, as officers fill it.
struct ImportOffice {
    TempDatabase db;
    conversation::Instant now = kNow;

    // Imports a CSV file; what it changes stays only when it has no fault.
    console::ImportOutcome import(std::string_view kind, const std::string& csv) {
        const console::ImportKind* const known = console::find_import_kind(kind);
        if (known == nullptr) {
            throw std::logic_error("no such import");
        }
        storage::Transaction transaction(db.connection);
        auto outcome = console::run_import(
            *known,
            [&csv] { return std::make_unique<CsvText>(csv); },
            db.connection,
            {"f.csv", "", "command"},
            now);
        if (outcome.faults.none()) {
            transaction.commit();
        }
        return outcome;
    }

    // "2 3 4": new, changed and unchanged rows; or "line column" of each fault.
    std::string result(std::string_view kind, const std::string& csv) {
        const auto outcome = import(kind, csv);
        std::string text;
        for (const auto& fault : outcome.faults.kept()) {
            text += (text.empty() ? "" : ", ") + std::to_string(fault.line) + " " + fault.column;
            if (fault.english.empty() || fault.thai.empty()) {
                text += " (says nothing)";
            }
        }
        if (!outcome.faults.none()) {
            return text;
        }
        return std::to_string(outcome.result.created) + " " +
               std::to_string(outcome.result.changed) + " " +
               std::to_string(outcome.result.unchanged);
    }
};

inline const std::string kVillagesCsv =
    "village_code,tambon_th,moo,village_th,target_fy\n"
    "60030403,เกยไชย,3,บ้านหนองบัว,2569\n"
    "60030404,เกยไชย,4,บ้านดอน,2569\n"
    "60030101,ชุมแสง,1,บ้านวัง,2569\n";

inline const std::string kHouseholdsCsv =
    "village_code,house_no,head_given,head_family,phone,members,poor,occ_main,trainer_phone\n"
    "60030403,14/2,บุญใจ,ทองเจริญ,0800000001,4,ใช่,ทำนา,0800000009\n"
    "60030403,15,สมชัย,ศรีคง,0800000002,3,ไม่,ค้าขาย,0800000009\n";

inline const std::string kOrganisationsCsv =
    "org_kind,name_th,level,chair_phone\n"
    "กพสอ.,กพสอ.ชุมแสง,อำเภอ,0800000010\n"
    "VOL,ชมรม อช.ชุมแสง,,\n";

inline const std::string kPeopleCsv =
    "prefix,given,family,phone,org_kind,role,village_codes,term_start,term_end\n"
    "นาง,สมพร,ดีงาม,0800000010,กสพอ.,ประธาน,,1/10/2568,30/9/2572\n"
    "นาย,ชัยชนะ,ดีเลิศ,0800000009,,วิทยากร,60030403; 60030404,2025-10-01,\n";

inline void fill(ImportOffice& office) {
    for (const auto& [kind, csv] : {std::pair("villages", kVillagesCsv),
                                    {"households", kHouseholdsCsv},
                                    {"organisations", kOrganisationsCsv},
                                    {"people", kPeopleCsv}}) {
        if (!office.import(kind, csv).faults.none()) {
            throw std::logic_error("the office's own files are faulty");
        }
    }
}

}  // namespace support
