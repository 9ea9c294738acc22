#include "storage/reminder_desk.h"

#include "storage/reminders.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <chrono>

using storage::ReminderDesk;
using storage::Reminders;
using support::kNow;
using support::TempDatabase;
using namespace std::chrono_literals;

namespace {

// A reminder of a month's report, due after so many hours.
storage::ReminderId due_in(TempDatabase& db,
                           conversation::HouseholdId house,
                           std::chrono::hours hours,
                           const std::string& kind = "REPORT") {
    Reminders::Row row;
    row.kind = kind;
    row.rank = 3;
    row.period = conversation::Period{2025, 11};
    row.day = conversation::bangkok_day(kNow);
    row.household = house;
    row.due = kNow + hours;
    row.useful_until = kNow + 240h;
    Reminders reminders(db.connection);
    reminders.put(row, kNow);
    return reminders.id_of(row);
}

}  // namespace

TEST_CASE("the office sees how many reminders of a kind are coming, the soonest first",
          "[storage][reminder]") {
    TempDatabase db;
    const auto first = support::add_house(db.connection, "1");
    const auto second = support::add_house(db.connection, "2");
    (void)due_in(db, first, 20h);
    (void)due_in(db, second, 10h);
    (void)due_in(db, first, 5h, "REPORT_LIST");
    (void)due_in(db, first, 80h);  // too far ahead
    Reminders(db.connection).suppress(due_in(db, second, 12h), "reported", kNow);
    const auto ahead = ReminderDesk(db.connection).ahead(kNow + 72h);
    REQUIRE(ahead.size() == 2);
    CHECK(ahead[0].kind == "REPORT_LIST");
    CHECK(ahead[1].kind == "REPORT");
    CHECK(ahead[1].reminders == 2);
    CHECK(ahead[1].first == kNow + 10h);
}

TEST_CASE("the office sees why reminders were not sent, and nothing of plans that changed",
          "[storage][reminder]") {
    TempDatabase db;
    Reminders reminders(db.connection);
    const auto house = support::add_house(db.connection, "1");
    reminders.suppress(due_in(db, house, 1h), "no_consent", kNow);
    reminders.suppress(due_in(db, house, 2h), "no_consent", kNow + 1h);
    reminders.suppress(due_in(db, house, 3h), "changed", kNow);
    reminders.suppress(due_in(db, house, 4h), "stopped", kNow - 24h);
    reminders.expire(due_in(db, house, 5h, "REPORT_LIST"), "too_late", kNow);
    (void)due_in(db, house, 6h);
    const auto unsent = ReminderDesk(db.connection).unsent(kNow);
    REQUIRE(unsent.size() == 2);
    CHECK(unsent[0].reason == "no_consent");
    CHECK(unsent[0].reminders == 2);
    CHECK(unsent[0].last == kNow + 1h);
    CHECK(unsent[1].reason == "too_late");
}
