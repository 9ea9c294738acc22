#include "console/import_households.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>

namespace console {

namespace {

constexpr std::size_t kPrefixLetters = 30;
constexpr std::size_t kNameLetters = 100;
constexpr std::int64_t kMostMembers = 30;

std::vector<ImportColumn> columns() {
    return {{"village_code", {"รหัสหมู่บ้าน"}, true},
            {"house_no", {"บ้านเลขที่", "เลขที่บ้าน"}, true},
            {"head_prefix", {"คำนำหน้า", "คำนำหน้าชื่อ"}, false},
            {"head_given", {"ชื่อ", "ชื่อหัวหน้าครัวเรือน"}, true},
            {"head_family", {"สกุล", "นามสกุล"}, false},
            {"phone", {"โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์"}, false},
            {"members", {"สมาชิก", "จำนวนสมาชิก"}, false},
            {"poor", {"ยากจน"}, false},
            {"occ_main", {"อาชีพหลัก", "อาชีพ"}, false},
            {"base_income", {"รายได้ต่อเดือนก่อนเข้าร่วม", "รายได้ต่อเดือน"}, false},
            {"base_saving", {"เงินออมต่อเดือนก่อนเข้าร่วม", "เงินออมต่อเดือน", "เงินออม"}, false},
            {"trainer_phone", {"วิทยากร", "โทรศัพท์วิทยากร"}, false}};
}

class Checker {
  public:
    Checker(std::istream& in,
            const std::function<bool(std::string_view)>& knows_village,
            const ImportProgress& progress)
        : knows_village_(knows_village), table_(in, columns(), progress) {}

    CheckedHouseholds check() {
        CheckedHouseholds checked;
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
    std::optional<storage::HouseholdRow> check_row() {
        const auto village = table_.read("village_code", read_village_code);
        const auto house_no = table_.read("house_no", read_house_no);
        storage::HouseholdRow row;
        storage::Households::Record& house = row.household;
        house.village_code = village.value_or("");
        house.house_no = house_no.value_or("");
        house.head.prefix = table_.read("head_prefix", read_text, kPrefixLetters).value_or("");
        house.head.given_name = table_.read("head_given", read_text, kNameLetters).value_or("");
        house.head.family_name = table_.read("head_family", read_text, kNameLetters).value_or("");
        house.head.phone = table_.read("phone", read_phone_cell).value_or("");
        house.members = table_.read("members", read_whole, std::int64_t{1}, kMostMembers);
        row.poor = table_.read("poor", read_yes_no_cell);
        house.occ_main = table_.read("occ_main", read_occupation).value_or("");
        row.base_income = table_.read("base_income", read_baht);
        row.base_saving = table_.read("base_saving", read_baht);
        house.trainer_phone = table_.read("trainer_phone", read_phone_cell).value_or("");
        if (village) {
            check_village(*village);
        }
        if (village && house_no) {
            check_repeat(*village, *house_no);
        }
        if (!table_.row_is_good()) {
            return std::nullopt;
        }
        return row;
    }

    void check_village(const std::string& code) {
        auto known = villages_.find(code);
        if (known == villages_.end()) {
            known = villages_.emplace(code, knows_village_(code)).first;
        }
        if (!known->second) {
            table_.add_fault(
                "village_code",
                {fmt::format("there is no village {}: import the villages first", code),
                 fmt::format("ยังไม่มีหมู่บ้านรหัส {} ให้นำเข้าไฟล์หมู่บ้านก่อน", code)});
        }
    }

    void check_repeat(const std::string& village, const std::string& house_no) {
        const auto [seen, is_new] = houses_.emplace(std::pair(village, house_no), table_.line());
        if (!is_new) {
            table_.add_fault("house_no",
                             {fmt::format("the same house is in line {}: keep one", seen->second),
                              fmt::format("บ้านนี้ซ้ำกับบรรทัดที่ {} ให้เหลือแถวเดียว", seen->second)});
        }
    }

    const std::function<bool(std::string_view)>& knows_village_;
    ImportTable table_;
    std::map<std::string, bool> villages_;
    std::map<std::pair<std::string, std::string>, std::int64_t> houses_;  // → line
};

}  // namespace

CheckedHouseholds check_households(std::istream& in,
                                   const std::function<bool(std::string_view)>& knows_village,
                                   const ImportProgress& progress) {
    return Checker(in, knows_village, progress).check();
}

}  // namespace console
