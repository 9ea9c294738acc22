#include "console/import_plan.h"

#include "console/code_words.h"
#include "console/first_lines.h"
#include "console/import_lookup.h"
#include "conversation/recurrence.h"
#include "storage/activities.h"
#include "storage/places.h"
#include "storage/plans.h"

#include <fmt/format.h>

#include <variant>

namespace console {

namespace {

using storage::Activities;

constexpr std::size_t kCodeLetters = 30;
constexpr std::size_t kTitleLetters = 300;
constexpr std::int64_t kMostPeople = 100'000;

class ActivityImporter : public RowImporter {
  public:
    using RowImporter::RowImporter;

    void take(ImportTable& table) override {
        const auto organisation = ImportLookup(connection(), table).organisation();
        const auto year = table.read_year("fy");
        Activities::Activity activity = read_activity(table);
        read_place(table, activity);
        if (organisation && year) {
            check_repeat(table, fmt::format("{} {} {}", organisation.value, *year, activity.code));
        }
        if (!table.row_is_good() || !organisation || !year) {
            return;
        }
        const auto plan =
            storage::Plans(connection())
                .open(organisation, static_cast<int>(*year), imports().now(), imports().by());
        activity.plan = plan.id;
        if (activity.kind.empty() && !Activities(connection()).find(plan.id, activity.code)) {
            activity.kind = "OTHER";
        }
        tell_of_year(table, activity, static_cast<int>(*year));
        put(table,
            activity.code,
            Activities(connection()).put(activity, imports().now(), imports().by()));
    }

  private:
    Activities::Activity read_activity(ImportTable& table) {
        Activities::Activity activity;
        activity.code = table.read("activity_code", read_text, kCodeLetters).value_or("");
        activity.title = table.read("title", read_text, kTitleLetters).value_or("");
        activity.kind = table.read("kind", read_code, activity_kinds()).value_or("");
        activity.responsible = ImportLookup(connection(), table).person("responsible_phone");
        activity.start = table.read("start", read_day_cell);
        activity.end = table.read("end", read_day_cell);
        activity.recurrence = table.read("recurrence", read_text, kTitleLetters).value_or("");
        activity.place = table.read("place", read_text, kTitleLetters).value_or("");
        activity.target_people =
            table.read("target_people", read_whole, std::int64_t{0}, kMostPeople);
        activity.budget_baht = table.read("budget", read_baht);
        if (!activity.end) {  // what recurs without an end does so until the year is over
            activity.end = activity.start && !activity.recurrence.empty()
                               ? std::optional(conversation::fiscal_year_end(*activity.start))
                               : activity.start;
        }
        check_recurrence(table, activity);
        if (activity.start && *activity.end < *activity.start) {
            table.add_fault("end",
                            {"the activity ends before it begins: correct one of the two days",
                             "วันสิ้นสุดอยู่ก่อนวันเริ่ม ให้แก้วันใดวันหนึ่ง"});
        }
        return activity;
    }

    static void check_recurrence(ImportTable& table, const Activities::Activity& activity) {
        if (activity.recurrence.empty() || !activity.start || *activity.end < *activity.start) {
            return;
        }
        const auto days =
            conversation::recurring_days(activity.recurrence, *activity.start, *activity.end);
        if (const auto* fault = std::get_if<conversation::RecurrenceFault>(&days)) {
            table.add_fault("recurrence",
                            {fault->message,
                             "ไม่เข้าใจการทำซ้ำนี้ ให้เขียนเช่น FREQ=WEEKLY;BYDAY=MO หรือ "
                             "FREQ=MONTHLY;BYMONTHDAY=10"});
        }
    }

    void read_place(ImportTable& table, Activities::Activity& activity) {
        ImportLookup lookup(connection(), table);
        activity.village = lookup.village("village_code");
        if (!activity.village && table.cell("village_code").empty()) {
            const std::string tambon = lookup.tambon("tambon_th");
            activity.tambon = storage::Places(connection()).tambon_id(tambon);
        }
    }

    void check_repeat(ImportTable& table, const std::string& key) {
        if (const auto line = seen_.seen(key, table.line())) {
            table.add_fault(
                "activity_code",
                {fmt::format("the same activity is in line {}: give one another code", *line),
                 fmt::format("รหัสกิจกรรมซ้ำกับบรรทัดที่ {} ให้เปลี่ยนรหัส", *line)});
        }
    }

    void tell_of_year(const ImportTable& table, const Activities::Activity& activity, int year) {
        if (conversation::fiscal_year_be(*activity.start) != year) {
            note(table,
                 fmt::format("the activity does not begin in fiscal year {}", year),
                 fmt::format("วันเริ่มกิจกรรมไม่อยู่ในปีงบประมาณ {}", year));
        }
    }

    FirstLines seen_;
};

std::vector<ImportColumn> columns() {
    return {{"org_kind", {"องค์กร", "ประเภทองค์กร"}, true},
            {"org_name", {"ชื่อองค์กร"}, false},
            {"fy", {"ปีงบประมาณ", "ปี"}, true},
            {"activity_code", {"รหัสกิจกรรม", "รหัส"}, true},
            {"title", {"กิจกรรม", "ชื่อกิจกรรม"}, true},
            {"kind", {"ประเภท", "ประเภทกิจกรรม"}, false},
            {"village_code", {"รหัสหมู่บ้าน"}, false},
            {"tambon_th", {"พื้นที่", "ตำบล"}, false},
            {"responsible_phone", {"ผู้รับผิดชอบ", "โทรศัพท์ผู้รับผิดชอบ"}, false},
            {"start", {"วันที่เริ่ม", "วันเริ่ม"}, true},
            {"end", {"วันที่สิ้นสุด", "วันสิ้นสุด"}, false},
            {"recurrence", {"การทำซ้ำ"}, false},
            {"place", {"สถานที่"}, false},
            {"target_people", {"เป้าหมาย", "จำนวนเป้าหมาย"}, false},
            {"budget", {"งบประมาณ"}, false}};
}

}  // namespace

ImportKind plan_import() {
    return {.key = "plan",
            .thai = "แผนปฏิบัติการ",
            .english = "activities of the action plans",
            .columns = &columns,
            .importer = [](storage::Imports& imports,
                           ImportReport& report) -> std::unique_ptr<RowImporter> {
                return std::make_unique<ActivityImporter>(imports, report);
            }};
}

}  // namespace console
