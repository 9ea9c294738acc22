#include "console/import_learning.h"

#include "console/import_lookup.h"
#include "storage/learning.h"

namespace console {

namespace {

constexpr std::size_t kNameLetters = 100;
constexpr std::size_t kTopicLetters = 300;
constexpr std::int64_t kMostPeople = 2000;

class CentreImporter : public RowImporter {
  public:
    using RowImporter::RowImporter;

    void take(ImportTable& table) override {
        ImportLookup lookup(connection(), table);
        storage::Learning::Centre centre;
        centre.village = lookup.village("village_code");
        centre.name_th = table.read("name", read_text, kNameLetters).value_or("");
        centre.topics = table.read("topics", read_text, kTopicLetters).value_or("");
        centre.keeper = lookup.person("keeper_phone");
        centre.opened_on = table.read("opened_on", read_day_cell);
        centre.closed_on = table.read("closed_on", read_day_cell);
        if (centre.opened_on && centre.closed_on && *centre.closed_on < *centre.opened_on) {
            table.add_fault("closed_on",
                            {"it closes before it opens: correct one of the two days",
                             "วันที่ปิดอยู่ก่อนวันที่เปิด ให้แก้วันใดวันหนึ่ง"});
        }
        if (table.row_is_good()) {
            put(table,
                centre.name_th,
                storage::Learning(connection())
                    .put_centre(centre, imports().now(), imports().by()));
        }
    }
};

std::vector<ImportColumn> centre_columns() {
    return {{"village_code", {"รหัสหมู่บ้าน"}, true},
            {"name", {"ชื่อแหล่งเรียนรู้", "แหล่งเรียนรู้", "ชื่อ"}, true},
            {"topics", {"เรื่องที่สอน", "องค์ความรู้"}, false},
            {"keeper_phone", {"ผู้ดูแล", "โทรศัพท์ผู้ดูแล"}, false},
            {"opened_on", {"วันที่เปิด"}, false},
            {"closed_on", {"วันที่ปิด"}, false}};
}

class SessionImporter : public RowImporter {
  public:
    using RowImporter::RowImporter;

    void take(ImportTable& table) override {
        ImportLookup lookup(connection(), table);
        storage::Learning::Session session;
        session.trainer = lookup.person("trainer_phone");
        session.village = lookup.village("village_code");
        session.on = table.read("date", read_day_cell);
        session.topic = table.read("topic", read_text, kTopicLetters).value_or("");
        session.people = table.read("people", read_whole, std::int64_t{0}, kMostPeople);
        if (table.row_is_good()) {
            put(table,
                session.topic,
                storage::Learning(connection())
                    .put_session(session, imports().now(), imports().by()));
        }
    }
};

std::vector<ImportColumn> session_columns() {
    return {{"trainer_phone", {"วิทยากร", "โทรศัพท์วิทยากร"}, true},
            {"village_code", {"รหัสหมู่บ้าน"}, false},
            {"date", {"วันที่"}, true},
            {"topic", {"เรื่อง", "หัวข้อ"}, true},
            {"people", {"จำนวนคน", "ผู้เข้าร่วม"}, false}};
}

template <class Importer>
std::unique_ptr<RowImporter> made(storage::Imports& imports, ImportReport& report) {
    return std::make_unique<Importer>(imports, report);
}

}  // namespace

ImportKind learning_centres_import() {
    return {"learning_centres",
            "แหล่งเรียนรู้",
            "learning centres",
            &centre_columns,
            &made<CentreImporter>};
}

ImportKind trainer_sessions_import() {
    return {"trainer_sessions",
            "การถ่ายทอดความรู้ของวิทยากร",
            "sessions that trainers held",
            &session_columns,
            &made<SessionImporter>};
}

}  // namespace console
