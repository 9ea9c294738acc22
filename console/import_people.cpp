#include "console/import_people.h"

#include "console/code_words.h"
#include "console/first_lines.h"
#include "console/import_lookup.h"
#include "storage/household_care.h"
#include "storage/people.h"
#include "storage/places.h"
#include "storage/roles.h"
#include "storage/tombstones.h"

#include <fmt/format.h>

#include <algorithm>

namespace console {

namespace {

using storage::People;
using storage::Roles;
using Kind = People::Match::Kind;

constexpr std::size_t kPrefixLetters = 30;
constexpr std::size_t kNameLetters = 100;

// What a row says of its person's role.
struct RoleRow {
    Roles::Role role;
    std::vector<std::string> village_codes;
    std::vector<storage::VillageId> villages;
};

CodeWords sexes() {
    static const std::vector<CodeWord> words = {
        {"M", "male", {"ชาย"}}, {"F", "female", {"หญิง"}}, {"X", "other", {"อื่นๆ"}}};
    return words;
}

class PersonImporter : public RowImporter {
  public:
    PersonImporter(storage::Imports& imports, ImportReport& report)
        : RowImporter(imports, report), tombstones_(imports.connection()) {}

    void take(ImportTable& table) override {
        People::Record person = read_person(table);
        const RoleRow role = read_role(table);
        if (!table.row_is_good()) {
            return;
        }
        check_erased(table, person, role);
        identify(table, person, role);
        if (!table.row_is_good()) {
            return;
        }
        auto result = People(connection()).put(person, imports().now(), imports().by());
        person.id = result.id;
        check_repeat(table, person, result);
        put_roles(table, person, role, result);
        put(table, full_name(person), std::move(result));
    }

  private:
    static People::Record read_person(ImportTable& table) {
        People::Record person;
        person.prefix = table.read("prefix", read_text, kPrefixLetters).value_or("");
        person.given_name = table.read("given", read_text, kNameLetters).value_or("");
        person.family_name = table.read("family", read_text, kNameLetters).value_or("");
        person.sex = table.read("sex", read_code, sexes()).value_or("");
        person.birth_year_be = read_birth_year(table);
        person.phone = table.read("phone", read_phone_cell).value_or("");
        return person;
    }

    static std::optional<std::int64_t> read_birth_year(ImportTable& table) {
        constexpr std::int64_t kFirst = 2440;
        constexpr std::int64_t kLast = 2560;
        constexpr std::int64_t kOffset = 543;
        auto year = table.read("birth_year", read_whole, kFirst - kOffset, kLast);
        if (year && *year < kFirst && *year <= kLast - kOffset) {
            *year += kOffset;
        }
        if (year && *year < kFirst) {
            table.add_fault("birth_year",
                            {"write the year of birth as 2510", "ให้พิมพ์ปีเกิด พ.ศ. เช่น 2510"});
        }
        return year;
    }

    RoleRow read_role(ImportTable& table) {
        RoleRow row;
        Roles::Role& role = row.role;
        role.organisation = ImportLookup(connection(), table).organisation();
        role.role = table.read("role", read_code, role_words()).value_or("");
        role.from = table.read("term_start", read_day_cell);
        role.to = table.read("term_end", read_day_cell);
        read_villages(table, row);
        if (role.role.empty() && role.organisation) {
            role.role = "MEMBER";
        }
        check_role(table, row);
        return row;
    }

    // "60030403; 60030404"
    void read_villages(ImportTable& table, RoleRow& row) {
        std::string_view left = table.cell("village_codes");
        while (!left.empty()) {
            const auto end = std::min(left.find_first_of(";,"), left.size());
            const std::string code_text = tidy(left.substr(0, end));
            left.remove_prefix(std::min(end + 1, left.size()));
            if (code_text.empty()) {
                continue;
            }
            auto code = read_village_code(code_text);
            if (auto* fault = std::get_if<CellFault>(&code)) {
                table.add_fault("village_codes", std::move(*fault));
                continue;
            }
            const auto id = storage::Places(connection()).village_id(std::get<std::string>(code));
            if (!id) {
                table.add_fault(
                    "village_codes",
                    {fmt::format("there is no village {}: import the villages first", code_text),
                     fmt::format("ยังไม่มีหมู่บ้านรหัส {} ให้นำเข้าไฟล์หมู่บ้านก่อน", code_text)});
                continue;
            }
            row.village_codes.push_back(std::get<std::string>(std::move(code)));
            row.villages.push_back(id);
        }
    }

    static void check_role(ImportTable& table, const RoleRow& row) {
        const std::string& role = row.role.role;
        const bool of_organisation = role == "MEMBER" || role == "CHAIR";
        const bool of_village = role == "TRAINER" || role == "SAGE" || role == "VOLUNTEER";
        if (of_organisation && !row.role.organisation && table.cell("org_kind").empty()) {
            table.add_fault("org_kind",
                            {"of which organisation? write CCC, WOM, VOL or SAV",
                             "ให้ระบุองค์กร: ศอช.อ., กพสอ., ชมรม อช. หรือ เครือข่ายกลุ่มออมทรัพย์"});
        }
        if (of_village && table.cell("village_codes").empty()) {
            table.add_fault("village_codes",
                            {"of which villages? write their codes, with ; between them",
                             "ให้ระบุรหัสหมู่บ้านที่ดูแล คั่นด้วย ;"});
        }
        if (row.role.from && row.role.to && *row.role.to < *row.role.from) {
            table.add_fault("term_end",
                            {"the term ends before it begins: correct one of the two days",
                             "วันสิ้นสุดวาระอยู่ก่อนวันเริ่ม ให้แก้วันใดวันหนึ่ง"});
        }
    }

    void check_erased(ImportTable& table, const People::Record& person, const RoleRow& role) {
        auto erased = person.phone.empty() ? std::nullopt : tombstones_.phone(person.phone);
        for (const auto& village : role.village_codes) {
            if (!erased) {
                erased = tombstones_.name(village, person.given_name, person.family_name);
            }
        }
        if (erased) {
            table.add_fault("given",
                            {fmt::format("this person asked for erasure ({}): take the row out of "
                                         "the file",
                                         conversation::to_text(*erased)),
                             fmt::format("บุคคลนี้ขอลบข้อมูลไว้ ({}) ให้ลบแถวนี้ออกจากไฟล์",
                                         conversation::short_date(*erased, "th"))});
        }
    }

    void identify(ImportTable& table, People::Record& person, const RoleRow& role) {
        const auto match = People(connection()).identify(person, role.villages);
        if (match.kind == Kind::One) {
            person.id = match.person.id;
        } else if (match.kind == Kind::Another) {
            table.add_fault("phone",
                            {fmt::format("this telephone is that of {}: correct the number or the "
                                         "name, or leave it empty when they share it",
                                         full_name(match.person)),
                             fmt::format("หมายเลขนี้เป็นของ {} ให้แก้หมายเลขหรือชื่อ ถ้าใช้ร่วมกันให้เว้นว่างไว้",
                                         full_name(match.person))});
        } else if (match.kind == Kind::Several) {
            table.add_fault("given",
                            {"several people of this name fit: write the telephone",
                             "มีหลายคนที่ชื่อนี้ ให้พิมพ์หมายเลขโทรศัพท์"});
        } else if (person.phone.empty() && role.villages.empty()) {
            table.add_fault("phone",
                            {"who is this? write a telephone, or the code of a village",
                             "ให้พิมพ์หมายเลขโทรศัพท์ หรือรหัสหมู่บ้าน เพื่อระบุตัวบุคคล"});
        }
    }

    // Rows of one person must agree, else the last one would win and the file never be at rest.
    void check_repeat(ImportTable& table,
                      const People::Record& person,
                      const storage::Put<storage::PersonId>& result) {
        const auto line = seen_.seen(std::to_string(person.id.value), table.line());
        for (const auto& field : result.fields) {
            if (line && !field.before.empty()) {
                table.add_fault(
                    field.field,
                    {fmt::format("line {} says {} of the same person: write the same in "
                                 "both rows",
                                 *line,
                                 field.before),
                     fmt::format(
                         "บรรทัดที่ {} ของบุคคลเดียวกันเป็น {} ให้พิมพ์ให้ตรงกัน", *line, field.before)});
            }
        }
    }

    void put_roles(const ImportTable& table,
                   const People::Record& person,
                   const RoleRow& row,
                   storage::Put<storage::PersonId>& result) {
        if (row.role.role.empty()) {
            return;
        }
        tell_of_terms(table, person, row.role);
        Roles roles(connection());
        const auto put_one = [&](storage::VillageId village) {
            Roles::Role role = row.role;
            role.person = person.id;
            role.village = village;
            auto put = roles.put(role, imports().now(), imports().by());
            if (put.change == storage::Change::Created) {
                put.fields = {{"role", "", role.role}};
            }
            result.change = storage::joined(
                result.change,
                put.change == storage::Change::Unchanged ? put.change : storage::Change::Changed);
            result.fields.insert(result.fields.end(), put.fields.begin(), put.fields.end());
        };
        if (row.villages.empty()) {
            put_one({});
        }
        for (const auto village : row.villages) {
            put_one(village);
        }
        if (row.role.organisation) {
            (void)roles.put_in_team({.person = person.id,
                                     .organisation = row.role.organisation,
                                     .from = row.role.from,
                                     .to = row.role.to},
                                    imports().now(),
                                    imports().by());
        } else if (!person.phone.empty() && !is_over(row.role)) {
            (void)storage::HouseholdCare(connection())
                .assign_by_phone(
                    person.phone, person.id, imports().today(), imports().now(), imports().by());
        }
    }

    [[nodiscard]] bool is_over(const Roles::Role& role) {
        return role.to && *role.to < imports().today();
    }

    void tell_of_terms(const ImportTable& table,
                       const People::Record& person,
                       const Roles::Role& role) {
        if (is_over(role)) {
            note(table,
                 fmt::format("the term ended on {}: kept as history, it gives no access",
                             conversation::to_text(*role.to)),
                 fmt::format("วาระสิ้นสุดเมื่อ {} เก็บไว้เป็นประวัติ ไม่มีสิทธิใช้งาน",
                             conversation::short_date(*role.to, "th")));
            return;
        }
        if (!role.organisation) {
            return;
        }
        for (const auto& other : Roles(connection()).of_person(person.id, imports().today())) {
            if (other.organisation && other.organisation != role.organisation) {
                note(table,
                     "this person is in two organisations: allowed, and counted once",
                     "บุคคลนี้อยู่สององค์กร ทำได้ และนับเป็นคนเดียว");
                return;
            }
        }
    }

    storage::Tombstones tombstones_;
    FirstLines seen_;
};

std::vector<ImportColumn> columns() {
    return {{"prefix", {"คำนำหน้า", "คำนำหน้าชื่อ"}, false},
            {"given", {"ชื่อ"}, true},
            {"family", {"สกุล", "นามสกุล"}, false},
            {"sex", {"เพศ"}, false},
            {"birth_year", {"ปีเกิด"}, false},
            {"phone", {"โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์"}, false},
            {"org_kind", {"องค์กร", "ประเภทองค์กร"}, false},
            {"org_name", {"ชื่อองค์กร"}, false},
            {"role", {"บทบาท", "ตำแหน่ง"}, false},
            {"village_codes", {"หมู่บ้านที่ดูแล", "รหัสหมู่บ้าน"}, false},
            {"term_start", {"วันเริ่มวาระ", "เริ่มวาระ"}, false},
            {"term_end", {"วันสิ้นสุดวาระ", "สิ้นสุดวาระ"}, false}};
}

}  // namespace

ImportKind people_import() {
    return {.key = "people",
            .thai = "บุคคล",
            .english = "people",
            .columns = &columns,
            .importer = [](storage::Imports& imports,
                           ImportReport& report) -> std::unique_ptr<RowImporter> {
                return std::make_unique<PersonImporter>(imports, report);
            }};
}

}  // namespace console
