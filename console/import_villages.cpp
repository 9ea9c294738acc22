#include "console/import_villages.h"

#include <fmt/format.h>

#include <utility>

namespace console {

namespace {

constexpr std::size_t kNameLetters = 100;
constexpr std::size_t kTambonDigits = 6;

constexpr std::size_t kDistrictDigits = 4;

void check_moo(ImportTable& table, const std::string& code, std::int64_t moo) {
    const std::string expected = fmt::format("{:02}", moo);
    if (!code.ends_with(expected)) {
        table.add_fault(
            "moo",
            {fmt::format("moo {} does not fit the code {}, which ends with {}: correct one",
                         moo,
                         code,
                         code.substr(kTambonDigits)),
             fmt::format("หมู่ {} ไม่ตรงกับรหัส {} ซึ่งลงท้ายด้วย {} ให้แก้ให้ตรงกัน",
                         moo,
                         code,
                         code.substr(kTambonDigits))});
    }
}

class VillageImporter : public RowImporter {
  public:
    using RowImporter::RowImporter;

    void take(ImportTable& table) override {
        if (const auto row = reader_.read(table)) {
            tell(table, row->village_code, imports().village(*row));
        }
    }

  private:
    VillageReader reader_;
};

}  // namespace

std::vector<ImportColumn> VillageReader::columns() {
    return {{"village_code", {"รหัสหมู่บ้าน"}, true},
            {"tambon_th", {"ตำบล", "ชื่อตำบล"}, true},
            {"moo", {"หมู่ที่", "หมู่"}, true},
            {"village_th", {"ชื่อหมู่บ้าน", "หมู่บ้าน"}, true},
            {"target_fy", {"ปีเป้าหมาย"}, false}};
}

std::optional<storage::VillageRow> VillageReader::read(ImportTable& table) {
    const auto code = table.read("village_code", read_village_code);
    const auto tambon = table.read("tambon_th", read_text, kNameLetters);
    const auto moo = table.read("moo", read_whole, std::int64_t{1}, std::int64_t{99});
    const auto name = table.read("village_th", read_text, kNameLetters);
    const auto year = table.read_year("target_fy");
    if (code && moo) {
        check_moo(table, *code, *moo);
    }
    if (code && tambon) {
        check_repeats(table, *code, *tambon);
    }
    if (!table.row_is_good()) {
        return std::nullopt;
    }
    return storage::VillageRow{
        .village_code = *code,
        .tambon_th = *tambon,
        .moo = static_cast<unsigned>(*moo),
        .village_th = *name,
        .target_fy = year ? std::optional(static_cast<int>(*year)) : std::nullopt};
}

void VillageReader::check_repeats(ImportTable& table,
                                  const std::string& code,
                                  const std::string& tambon) {
    const auto [seen, is_new] = codes_.emplace(code, table.line());
    if (!is_new) {
        table.add_fault("village_code",
                        {fmt::format("the same village is in line {}: keep one", seen->second),
                         fmt::format("หมู่บ้านนี้ซ้ำกับบรรทัดที่ {} ให้เหลือแถวเดียว", seen->second)});
    }
    const std::string tambon_code = code.substr(0, kTambonDigits);
    const auto [named, first] = tambons_.emplace(tambon_code, tambon);
    if (!first && named->second != tambon) {
        table.add_fault(
            "tambon_th",
            {fmt::format(
                 "tambon {} was called {} above: write the same name", named->first, named->second),
             fmt::format("ตำบลรหัส {} ข้างบนชื่อ {} ให้พิมพ์ชื่อเดียวกัน", named->first, named->second)});
        return;
    }
    const auto [owner, unused] =
        names_.emplace(code.substr(0, kDistrictDigits) + tambon, tambon_code);
    if (!unused && owner->second != tambon_code) {
        table.add_fault(
            "tambon_th",
            {fmt::format("{} was tambon {} above, this code says {}: correct the code or the name",
                         tambon,
                         owner->second,
                         tambon_code),
             fmt::format("ตำบล{} ข้างบนรหัส {} แต่แถวนี้รหัส {} ให้แก้รหัสหรือชื่อให้ตรงกัน",
                         tambon,
                         owner->second,
                         tambon_code)});
    }
}

ImportKind villages_import() {
    return {.key = "villages",
            .thai = "หมู่บ้าน",
            .english = "villages",
            .columns = &VillageReader::columns,
            .importer = [](storage::Imports& imports,
                           ImportReport& report) -> std::unique_ptr<RowImporter> {
                return std::make_unique<VillageImporter>(imports, report);
            }};
}

}  // namespace console
