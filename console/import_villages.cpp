#include "console/import_villages.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>

namespace console {

namespace {

constexpr std::size_t kNameLetters = 100;
constexpr std::size_t kTambonDigits = 6;

std::vector<ImportColumn> columns() {
    return {{"village_code", {"รหัสหมู่บ้าน"}, true},
            {"tambon_th", {"ตำบล", "ชื่อตำบล"}, true},
            {"moo", {"หมู่ที่", "หมู่"}, true},
            {"village_th", {"ชื่อหมู่บ้าน", "หมู่บ้าน"}, true},
            {"target_fy", {"ปีเป้าหมาย"}, false}};
}

class Checker {
  public:
    Checker(std::istream& in, const ImportProgress& progress) : table_(in, columns(), progress) {}

    CheckedVillages check() {
        CheckedVillages checked;
        while (table_.next()) {
            if (auto row = check_row()) {
                checked.rows.push_back(std::move(*row));
            }
        }
        checked.faults = table_.faults();
        checked.unknown_headers = table_.unknown_headers();
        return checked;
    }

  private:
    std::optional<storage::VillageRow> check_row() {
        const auto code = table_.read("village_code", read_village_code);
        const auto tambon = table_.read("tambon_th", read_text, kNameLetters);
        const auto moo = table_.read("moo", read_whole, std::int64_t{1}, std::int64_t{99});
        const auto name = table_.read("village_th", read_text, kNameLetters);
        const auto year = table_.read("target_fy", read_year_be);
        if (code && moo) {
            check_moo(*code, *moo);
        }
        if (code && tambon) {
            check_repeats(*code, *tambon);
        }
        if (!table_.row_is_good()) {
            return std::nullopt;
        }
        return storage::VillageRow{
            .village_code = *code,
            .tambon_th = *tambon,
            .moo = static_cast<unsigned>(*moo),
            .village_th = *name,
            .target_fy = year ? std::optional(static_cast<int>(*year)) : std::nullopt};
    }

    void check_moo(const std::string& code, std::int64_t moo) {
        const std::string expected = fmt::format("{:02}", moo);
        if (!code.ends_with(expected)) {
            table_.add_fault(
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

    void check_repeats(const std::string& code, const std::string& tambon) {
        const auto [seen, is_new] = codes_.emplace(code, table_.line());
        if (!is_new) {
            table_.add_fault("village_code",
                             {fmt::format("the same village is in line {}: keep one", seen->second),
                              fmt::format("หมู่บ้านนี้ซ้ำกับบรรทัดที่ {} ให้เหลือแถวเดียว", seen->second)});
        }
        const auto [named, first] = tambons_.emplace(code.substr(0, kTambonDigits), tambon);
        if (!first && named->second != tambon) {
            table_.add_fault(
                "tambon_th",
                {fmt::format("tambon {} was called {} above: write the same name",
                             named->first,
                             named->second),
                 fmt::format("ตำบลรหัส {} ข้างบนชื่อ {} ให้พิมพ์ชื่อเดียวกัน", named->first, named->second)});
        }
    }

    ImportTable table_;
    std::map<std::string, std::int64_t> codes_;   // → line
    std::map<std::string, std::string> tambons_;  // code → name
};

}  // namespace

CheckedVillages check_villages(std::istream& in, const ImportProgress& progress) {
    return Checker(in, progress).check();
}

}  // namespace console
