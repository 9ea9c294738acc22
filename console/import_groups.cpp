#include "console/import_groups.h"

#include "console/import_lookup.h"
#include "storage/households.h"
#include "storage/occ_groups.h"

#include <fmt/format.h>

#include <algorithm>

namespace console {

namespace {

using conversation::HouseholdId;

constexpr std::size_t kNameLetters = 100;
constexpr std::int64_t kMostHouses = 1000;

class GroupImporter : public RowImporter {
  public:
    using RowImporter::RowImporter;

    void take(ImportTable& table) override {
        storage::OccGroups::Group group;
        group.village = ImportLookup(connection(), table).village("village_code");
        group.name_th = table.read("name", read_text, kNameLetters).value_or("");
        group.occ = table.read("occ", read_occupation).value_or("");
        group.members_hh = table.read("members_hh", read_whole, std::int64_t{0}, kMostHouses);
        group.formed_on = table.read("formed_on", read_day_cell);
        group.ended_on = table.read("ended_on", read_day_cell);
        if (group.formed_on && group.ended_on && *group.ended_on < *group.formed_on) {
            table.add_fault("ended_on",
                            {"it ends before it was formed: correct one of the two days",
                             "วันที่เลิกอยู่ก่อนวันที่ตั้งกลุ่ม ให้แก้วันใดวันหนึ่ง"});
        }
        const auto houses = read_houses(table);
        if (!table.row_is_good()) {
            return;
        }
        storage::OccGroups groups(connection());
        auto result = groups.put(group, imports().now(), imports().by());
        const auto from = group.formed_on.value_or(imports().today());
        for (const auto& [house, number] : houses) {
            if (groups.join(result.id, house, from, imports().now(), imports().by()) !=
                storage::Change::Unchanged) {
                result.change = storage::joined(result.change, storage::Change::Changed);
                result.fields.push_back({"houses", "", number});
            }
        }
        put(table, group.name_th, std::move(result));
    }

  private:
    // "14/2; 15": house numbers of the group's village.
    std::vector<std::pair<HouseholdId, std::string>> read_houses(ImportTable& table) {
        std::vector<std::pair<HouseholdId, std::string>> houses;
        std::string_view left = table.cell("houses");
        while (!left.empty()) {
            const auto end = std::min(left.find_first_of(";,"), left.size());
            const std::string number = tidy(left.substr(0, end));
            left.remove_prefix(std::min(end + 1, left.size()));
            if (number.empty()) {
                continue;
            }
            auto read = read_house_no(number);
            if (auto* fault = std::get_if<CellFault>(&read)) {
                table.add_fault("houses", std::move(*fault));
                continue;
            }
            const auto house = storage::Households(connection())
                                   .find(table.cell("village_code"), std::get<std::string>(read));
            if (!house) {
                table.add_fault(
                    "houses",
                    {fmt::format("there is no household {} in this village: import the households "
                                 "first",
                                 number),
                     fmt::format("ยังไม่มีครัวเรือนบ้านเลขที่ {} ในหมู่บ้านนี้ ให้นำเข้าไฟล์ครัวเรือนก่อน", number)});
                continue;
            }
            houses.emplace_back(house->id, house->house_no);
        }
        return houses;
    }
};

std::vector<ImportColumn> columns() {
    return {{"village_code", {"รหัสหมู่บ้าน"}, true},
            {"name", {"ชื่อกลุ่ม", "กลุ่มอาชีพ"}, true},
            {"occ", {"อาชีพ"}, false},
            {"members_hh", {"จำนวนครัวเรือน"}, false},
            {"formed_on", {"วันที่ตั้งกลุ่ม"}, false},
            {"ended_on", {"วันที่เลิก"}, false},
            {"houses", {"บ้านเลขที่สมาชิก"}, false}};
}

}  // namespace

ImportKind occ_groups_import() {
    return {.key = "occ_groups",
            .thai = "กลุ่มอาชีพ",
            .english = "occupation groups",
            .columns = &columns,
            .importer = [](storage::Imports& imports,
                           ImportReport& report) -> std::unique_ptr<RowImporter> {
                return std::make_unique<GroupImporter>(imports, report);
            }};
}

}  // namespace console
