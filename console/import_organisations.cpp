#include "console/import_organisations.h"

#include "console/code_words.h"
#include "console/first_lines.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/roles.h"

#include <fmt/format.h>

#include <algorithm>

namespace console {

namespace {

constexpr std::size_t kNameLetters = 100;

class OrganisationImporter : public RowImporter {
  public:
    using RowImporter::RowImporter;

    void take(ImportTable& table) override {
        storage::Organisations::Record record;
        record.kind = table.read("org_kind", read_code, organisation_kinds()).value_or("");
        record.name_th = table.read("name_th", read_text, kNameLetters).value_or("");
        record.level = table.read("level", read_code, organisation_levels()).value_or("");
        record.constituted_as =
            table.read("constituted_as", read_code, constitutions()).value_or("");
        const auto phone = table.read("chair_phone", read_phone_cell);
        check_repeat(table, record);
        storage::PersonId chair;
        if (phone) {
            chair = chair_with(table, *phone);
        }
        if (!table.row_is_good()) {
            return;
        }
        auto result =
            storage::Organisations(connection()).put(record, imports().now(), imports().by());
        if (chair && seat(result.id, chair) != storage::Change::Unchanged) {
            result.change = storage::joined(result.change, storage::Change::Changed);
            result.fields.push_back({"chair_phone", "", *phone});
        }
        put(table, record.name_th, std::move(result));
    }

  private:
    void check_repeat(ImportTable& table, const storage::Organisations::Record& record) {
        if (const auto line = seen_.seen(record.kind + " " + record.name_th, table.line())) {
            table.add_fault("name_th",
                            {fmt::format("the same organisation is in line {}: keep one", *line),
                             fmt::format("องค์กรนี้ซ้ำกับบรรทัดที่ {} ให้เหลือแถวเดียว", *line)});
        }
    }

    storage::PersonId chair_with(ImportTable& table, const std::string& phone) {
        storage::People people(connection());
        const auto owners = people.with_phone(phone);
        if (owners.size() > 1) {
            table.add_fault(
                "chair_phone",
                {"several people share this telephone: leave it empty here and make the "
                 "chair in the file of people",
                 "มีหลายคนใช้หมายเลขนี้ร่วมกัน ให้เว้นว่างไว้ แล้วระบุประธานในไฟล์บุคคล"});
            return {};
        }
        if (owners.size() == 1) {
            return owners.front().id;
        }
        return people.put({.phone = phone}, imports().now(), imports().by()).id;
    }

    // Makes the person the chair, and whoever was no longer.
    storage::Change seat(storage::OrganisationId organisation, storage::PersonId chair) {
        storage::Roles roles(connection());
        const auto today = imports().today();
        for (const auto& role : roles.of_organisation(organisation, today)) {
            if (role.role == "CHAIR" && role.person == chair) {
                return storage::Change::Unchanged;
            }
        }
        for (const auto& role : roles.of_organisation(organisation, today)) {
            if (role.role == "CHAIR") {
                const auto yesterday =
                    storage::Day(std::chrono::sys_days(today) - std::chrono::days(1));
                roles.end(role.id, std::max(yesterday, role.from.value_or(today)), imports().now());
            }
        }
        return roles
            .put({.person = chair, .role = "CHAIR", .organisation = organisation},
                 imports().now(),
                 imports().by())
            .change;
    }

    FirstLines seen_;
};

std::vector<ImportColumn> columns() {
    return {{"org_kind", {"ประเภท", "ประเภทองค์กร", "องค์กร"}, true},
            {"name_th", {"ชื่อ", "ชื่อองค์กร"}, true},
            {"level", {"ระดับ"}, false},
            {"constituted_as", {"รูปแบบ"}, false},
            {"chair_phone", {"โทรศัพท์ประธาน", "ประธาน"}, false}};
}

}  // namespace

ImportKind organisations_import() {
    return {.key = "organisations",
            .thai = "องค์กร",
            .english = "organisations",
            .columns = &columns,
            .importer = [](storage::Imports& imports,
                           ImportReport& report) -> std::unique_ptr<RowImporter> {
                return std::make_unique<OrganisationImporter>(imports, report);
            }};
}

}  // namespace console
