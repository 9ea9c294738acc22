#include "bot/reminder_outlook.h"

#include "storage/chat_groups.h"
#include "storage/quota.h"
#include "tests/support/reminder_office.h"

#include <catch2/catch.hpp>

#include <string>

using bot::OutlookMaker;
using conversation::Holidays;
using support::bangkok;
using support::kNow;
using support::ReminderOffice;
using support::TempDatabase;

namespace {

struct Scene {
    TempDatabase db;
    Holidays holidays = Holidays::built_in();
    ReminderOffice office{db.connection};

    bot::Outlook look(const std::string& now, unsigned at_once = 1) {
        const bot::PlanningTerms terms{.holidays = holidays, .at_once = at_once};
        OutlookMaker maker(terms, bangkok(now));
        while (maker.piece(db.connection)) {
        }
        return maker.outlook(db.connection, "line");
    }
};

}  // namespace

TEST_CASE("the month's pushes are added up, in pieces as at once", "[reminder][outlook]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-20", "2026-03-20");  // 13th, 19th, 20th, 21st, 22nd
    scene.office.activity("A2", "2026-04-05", "2026-04-05");  // 29 March; the rest is April's
    scene.office.activity("PAST", "2026-02-10", "2026-02-10");
    CHECK(scene.look("2026-03-01T08:00").forecast.needed == 6);
    CHECK(scene.look("2026-03-01T08:00", 100).forecast.needed == 6);
    CHECK(scene.look("2026-03-20T08:00").forecast.needed == 3);
    CHECK_FALSE(scene.look("2026-03-01T08:00").forecast.ends);  // unlimited
}

TEST_CASE("a group costs its members", "[reminder][outlook]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-20", "2026-03-20");
    storage::ChatGroups groups(scene.db.connection);
    const auto group = groups.joined("line", "line:C1", kNow);
    (void)groups.bind(group.id,
                      groups.make_code(scene.office.team, std::chrono::days(7), kNow, "test"),
                      {},
                      kNow);
    groups.set_members(group.id, 20, kNow);
    // The day before, and the month's board on the 11th.
    CHECK(scene.look("2026-03-01T08:00").forecast.needed == 5 + 20 + 20);
}

TEST_CASE("what does not fit is told to the officer, once a month", "[reminder][outlook]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-20", "2026-03-20");
    const auto now = bangkok("2026-03-01T08:00");
    storage::Quota(scene.db.connection).put("line", {2026, 3}, 300, 268, now);
    const auto outlook = scene.look("2026-03-01T08:00");
    CHECK(outlook.left == 2);  // 32, and a tenth of the month is kept for answers
    CHECK(outlook.forecast.ends == conversation::parse_day("2026-03-20"));
    CHECK(bot::tell_of_shortage(scene.db.connection, "line", outlook, now));
    CHECK_FALSE(bot::tell_of_shortage(scene.db.connection, "line", outlook, now));
    CHECK(scene.db.value("SELECT kind || ' ' || text FROM request") ==
          "QUOTA_SHORT line: เหลือ 2 ข้อความ จะหมดราว 20 มี.ค. 2569 การแจ้งเตือนที่จะไม่ได้ส่ง 3");
    CHECK(bot::tell_of_shortage(scene.db.connection, "line", outlook, now + std::chrono::days(31)));
}
