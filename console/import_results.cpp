#include "console/import_results.h"

#include "console/code_words.h"
#include "console/import_lookup.h"
#include "storage/funds.h"
#include "storage/nominations.h"
#include "storage/tambon_plans.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

namespace console {

namespace {

constexpr std::size_t kNameLetters = 100;
constexpr std::size_t kNoteLetters = 500;

std::string house_text(const ImportTable& table) {
    return table.cell("village_code") + " " + table.cell("house_no");
}

// What a second put brought to the same row of the file.
template <class First, class Second>
void add(First& first, Second second) {
    first.change = storage::joined(
        first.change,
        second.change == storage::Change::Unchanged ? second.change : storage::Change::Changed);
    std::move(second.fields.begin(), second.fields.end(), std::back_inserter(first.fields));
}

class FundAccessImporter : public RowImporter {
  public:
    using RowImporter::RowImporter;

    void take(ImportTable& table) override {
        ImportLookup lookup(connection(), table);
        storage::Funds::Access access;
        access.household = lookup.household();
        access.kind = table.read("access", read_code, access_kinds()).value_or("");
        access.on = table.read("date", read_day_cell);
        access.amount = table.read("amount", read_baht);
        storage::Funds::Fund fund;
        fund.kind = table.read("fund_kind", read_code, fund_kinds()).value_or("");
        fund.name_th = table.read("fund_name", read_text, kNameLetters).value_or("");
        fund.village = lookup.village("fund_village");
        if (!table.row_is_good()) {
            return;
        }
        if (fund.name_th.empty()) {
            fund.name_th = std::string(thai_word(fund.kind, fund_kinds()));
        }
        storage::Funds funds(connection());
        access.fund = funds.put(fund, imports().now(), imports().by()).id;
        put(table, house_text(table), funds.put_access(access, imports().now(), imports().by()));
    }
};

std::vector<ImportColumn> fund_access_columns() {
    return {{"village_code", {"รหัสหมู่บ้าน"}, true},
            {"house_no", {"บ้านเลขที่", "เลขที่บ้าน"}, true},
            {"fund_kind", {"ประเภทแหล่งทุน", "แหล่งทุน"}, true},
            {"fund_name", {"ชื่อแหล่งทุน"}, false},
            {"fund_village", {"หมู่บ้านของแหล่งทุน"}, false},
            {"access", {"การเข้าถึง", "ผล"}, true},
            {"date", {"วันที่"}, true},
            {"amount", {"จำนวนเงิน"}, false}};
}

// The columns of the five criteria, in the order of storage::kCriteria.
constexpr std::array<std::string_view, 5> kCriterionKeys = {
    "income", "occupation", "saving", "learning", "sharing"};

class NominationImporter : public RowImporter {
  public:
    using RowImporter::RowImporter;

    void take(ImportTable& table) override {
        ImportLookup lookup(connection(), table);
        storage::Nominations::Nomination given;
        given.household = lookup.household();
        given.fiscal_year_be = static_cast<int>(table.read_year("fy").value_or(0));
        given.by = lookup.person("nominated_by_phone");
        given.on = table.read("date", read_day_cell);
        const auto agreed = table.read("agreed_on", read_day_cell);
        const auto stage = table.read("stage", read_code, nomination_stages());
        const auto reason = table.read("reason", read_text, kNoteLetters);
        std::array<std::optional<bool>, kCriterionKeys.size()> met;
        std::transform(
            kCriterionKeys.begin(), kCriterionKeys.end(), met.begin(), [&table](auto key) {
                return table.read(key, read_yes_no_cell);
            });
        if (stage == "CHOSEN" && !agreed && !agreed_before(given)) {
            table.add_fault("agreed_on",
                            {"a household is chosen only when it agreed itself: write the day",
                             "ครัวเรือนต้องยินยอมเองก่อนได้รับคัดเลือก ให้พิมพ์วันที่ยินยอม"});
        }
        if (!table.row_is_good()) {
            return;
        }
        storage::Nominations nominations(connection());
        const auto& by = imports().by();
        auto result = nominations.nominate(given, imports().now(), by);
        for (std::size_t i = 0; i < met.size(); ++i) {
            put_criterion(result, i, met[i]);
        }
        if (agreed) {
            const auto at = conversation::bangkok_instant(*agreed, std::chrono::hours(12));
            add(result,
                storage::Imported{nominations.agree(result.id, at, imports().now()),
                                  {{"agreed_on", "", conversation::to_text(*agreed)}}});
        }
        put_stage(result, stage, reason.value_or(""));
        put(table, house_text(table), std::move(result));
    }

  private:
    using Result = storage::Put<storage::NominationId>;

    bool agreed_before(const storage::Nominations::Nomination& given) {
        const auto known =
            storage::Nominations(connection()).find(given.household, given.fiscal_year_be);
        return known && known->agreed_at;
    }

    void put_criterion(Result& result, std::size_t index, std::optional<bool> met) {
        if (!met) {
            return;
        }
        const auto change =
            storage::Nominations(connection())
                .put_criterion(result.id,
                               {std::string(storage::kCriteria.at(index)), *met, ""},
                               imports().now(),
                               imports().by());
        if (change != storage::Change::Unchanged) {
            add(result,
                storage::Imported{change,
                                  {{std::string(kCriterionKeys.at(index)), "", *met ? "1" : "0"}}});
        }
    }

    void put_stage(Result& result,
                   const std::optional<std::string>& stage,
                   const std::string& reason) {
        storage::Nominations nominations(connection());
        const std::string before = nominations.find(result.id)->stage;
        if (stage &&
            nominations.move_to(result.id, *stage, reason, imports().now(), imports().by()) !=
                storage::Change::Unchanged) {
            add(result, storage::Imported{storage::Change::Changed, {{"stage", before, *stage}}});
        }
    }
};

std::vector<ImportColumn> nominations_columns() {
    return {{"village_code", {"รหัสหมู่บ้าน"}, true},
            {"house_no", {"บ้านเลขที่", "เลขที่บ้าน"}, true},
            {"fy", {"ปีงบประมาณ", "ปี"}, true},
            {"nominated_by_phone", {"ผู้เสนอ", "โทรศัพท์ผู้เสนอ"}, false},
            {"date", {"วันที่เสนอ", "วันที่"}, true},
            {"income", {"มีรายได้", "รายได้"}, false},
            {"occupation", {"มีอาชีพ", "อาชีพ"}, false},
            {"saving", {"มีการออม", "การออม"}, false},
            {"learning", {"เป็นแหล่งเรียนรู้", "การเรียนรู้"}, false},
            {"sharing", {"แบ่งปัน", "การแบ่งปัน"}, false},
            {"agreed_on", {"วันที่ยินยอม"}, false},
            {"stage", {"ขั้น", "ผล"}, false},
            {"reason", {"เหตุผล"}, false}};
}

class AdoptionImporter : public RowImporter {
  public:
    using RowImporter::RowImporter;

    void take(ImportTable& table) override {
        storage::TambonPlans::Plan plan;
        plan.tambon_code = ImportLookup(connection(), table).tambon("tambon");
        plan.fiscal_year_be = static_cast<int>(table.read_year("fy").value_or(0));
        plan.title = table.read("title", read_text, kNoteLetters).value_or("");
        plan.integrated_on = table.read("integrated_on", read_day_cell);
        storage::TambonPlans::Adoption adoption;
        adoption.into = table.read("into", read_code, adoption_words()).value_or("");
        adoption.on = table.read("date", read_day_cell);
        adoption.reference = table.read("reference", read_text, kNoteLetters).value_or("");
        if (!adoption.into.empty() && !adoption.on) {
            table.add_fault("date",
                            {"when was the plan taken up? write the day", "ให้พิมพ์วันที่บรรจุในแผน"});
        }
        if (!table.row_is_good()) {
            return;
        }
        storage::TambonPlans plans(connection());
        auto result = plans.put(plan, imports().now(), imports().by());
        if (!adoption.into.empty()) {
            auto adopted = plans.put_adoption(result.id, adoption, imports().now(), imports().by());
            if (adopted.change == storage::Change::Created) {
                adopted.fields = {{"into", "", adoption.into}};
            }
            add(result, std::move(adopted));
        }
        put(table, plan.tambon_code, std::move(result));
    }
};

std::vector<ImportColumn> plan_adoptions_columns() {
    return {{"tambon", {"ตำบล", "รหัสตำบล"}, true},
            {"fy", {"ปีงบประมาณ", "ปี"}, true},
            {"title", {"ชื่อแผน"}, false},
            {"integrated_on", {"วันที่บูรณาการ"}, false},
            {"into", {"บรรจุในแผน", "แผนที่บรรจุ"}, false},
            {"date", {"วันที่บรรจุ", "วันที่"}, false},
            {"reference", {"อ้างอิง", "เลขที่อ้างอิง"}, false}};
}

template <class Importer>
std::unique_ptr<RowImporter> made(storage::Imports& imports, ImportReport& report) {
    return std::make_unique<Importer>(imports, report);
}

}  // namespace

ImportKind fund_access_import() {
    return {"fund_access",
            "การเข้าถึงแหล่งทุน",
            "access to capital",
            &fund_access_columns,
            &made<FundAccessImporter>};
}

ImportKind nominations_import() {
    return {"nominations",
            "ครัวเรือนตัวอย่าง",
            "nominations of model households",
            &nominations_columns,
            &made<NominationImporter>};
}

ImportKind plan_adoptions_import() {
    return {"plan_adoptions",
            "แผนสัมมาชีพตำบล",
            "tambon plans and adoptions",
            &plan_adoptions_columns,
            &made<AdoptionImporter>};
}

}  // namespace console
