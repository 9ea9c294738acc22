#include "console/calendar_rows.h"

#include "console/import_kind.h"
#include "tests/support/import_office.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fstream>
#include <string>

using console::RowError;
using support::ImportOffice;
using support::kNow;

namespace {

const std::string kWeekly =
    "BEGIN:VEVENT\r\nUID:weekly@google.com\r\nSUMMARY:ออมทรัพย์\r\n"
    "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\n";

std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n" + events + "END:VCALENDAR\r\n";
}

struct CalendarOffice : ImportOffice {
    CalendarOffice() { support::fill(*this); }

    std::filesystem::path write(const std::string& text) {
        const auto path = db.folder.path() / "plan.ics";
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

    // "1 0 0", or what the first fault says.
    std::string result_of(const std::string& text) {
        const auto path = write(text);
        storage::Transaction transaction(db.connection);
        const auto outcome = console::run_import(
            *console::find_import_kind("plan"),
            [&path] { return console::open_rows(path, "WOM"); },
            db.connection,
            {"plan.ics", "", "command"},
            kNow);
        if (!outcome.faults.none()) {
            return outcome.faults.kept().front().english;
        }
        transaction.commit();
        return fmt::format(
            "{} {} {}", outcome.result.created, outcome.result.changed, outcome.result.unchanged);
    }

    std::string plan() {
        return db.value(
            "SELECT group_concat(x, '; ') FROM (SELECT title || ' ' || planned_start || "
            "' ' || planned_end || iif(recurrence = '', '', ' ' || recurrence) AS x "
            "FROM activity ORDER BY planned_start, code)");
    }
};

}  // namespace

TEST_CASE("a calendar becomes a plan, and the same calendar again changes nothing",
          "[console][import][calendar]") {
    CalendarOffice office;
    const auto text = calendar(
        "BEGIN:VEVENT\r\nUID:one@google.com\r\nSUMMARY:อบรม\\, รุ่น 1\r\nLOCATION:ศาลา\r\n"
        "DTSTART;VALUE=DATE:20260110\r\nDTEND;VALUE=DATE:20260112\r\nEND:VEVENT\r\n" +
        kWeekly + "END:VEVENT\r\n");
    CHECK(office.result_of(text) == "2 0 0");
    CHECK(office.plan() ==
          "ออมทรัพย์ 2026-01-05 2026-09-30 FREQ=WEEKLY;COUNT=4; อบรม, รุ่น 1 2026-01-10 2026-01-11");
    CHECK(office.result_of(text) == "0 0 2");
    auto moved = text;
    moved.replace(moved.find("20260110"), 8, "20260109");
    CHECK(office.result_of(moved) == "0 1 1");
}

TEST_CASE("days that a calendar leaves out or moves are activities of their own",
          "[console][import][calendar]") {
    CalendarOffice office;
    CHECK(office.result_of(
              calendar(kWeekly + "EXDATE;VALUE=DATE:20260112\r\nEND:VEVENT\r\n" +
                       "BEGIN:VEVENT\r\nUID:weekly@google.com\r\nSUMMARY:ออมทรัพย์ (เลื่อน)\r\n"
                       "RECURRENCE-ID;VALUE=DATE:20260119\r\nDTSTART;VALUE=DATE:20260120\r\nEND:"
                       "VEVENT\r\n")) == "3 0 0");
    CHECK(office.plan() ==
          "ออมทรัพย์ 2026-01-05 2026-01-05; ออมทรัพย์ (เลื่อน) 2026-01-20 2026-01-20; "
          "ออมทรัพย์ 2026-01-26 2026-01-26");
}

TEST_CASE("what a calendar says wrongly is told with its line", "[console][import][calendar]") {
    CalendarOffice office;
    CHECK_THAT(
        office.result_of(calendar("BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:ไม่มีวัน\r\nEND:VEVENT\r\n")),
        Catch::Contains("start") || Catch::Contains("day") || Catch::Contains("empty"));
    CHECK_THAT(office.result_of(calendar("BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:x\r\n"
                                         "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=HOURLY\r\n"
                                         "END:VEVENT\r\n")),
               Catch::Contains("rule"));
    const auto path = office.write(calendar(""));
    CHECK_THROWS_AS(console::open_rows(path), RowError);  // whose plan is it?
}
