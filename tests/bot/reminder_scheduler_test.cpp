#include "bot/reminder_scheduler.h"

#include "storage/database.h"
#include "tests/support/fake_clock.h"
#include "tests/support/reminder_office.h"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

using conversation::Holidays;
using storage::Connection;
using support::bangkok;
using support::kNow;

namespace {

struct Running {
    support::TempFolder folder;
    std::unique_ptr<storage::Database> database =
        storage::Database::open(folder.path() / "office.db");
    conversation::Texts texts = conversation::Texts::built_in();
    Holidays holidays = Holidays::built_in();
    support::FakeClock clock{bangkok("2026-03-05T07:00")};
    webhooks::Metrics metrics;
    std::vector<std::string> woken;
    bot::ReminderScheduler scheduler{
        database->writer(),
        clock,
        metrics,
        {.notices = {texts}, .planning = {.holidays = holidays}},
        [this](const std::string& channel) { woken.push_back(channel); }};

    std::string value(const std::string& sql) {
        return database->reader().single_value("test", sql);
    }
};

}  // namespace

TEST_CASE("a step plans, says what is due, and wakes its channel", "[reminder][scheduler]") {
    Running office;
    office.database->writer().run([](Connection& connection) {
        support::ReminderOffice(connection).activity("A1", "2026-03-05", "2026-03-05");
    });
    office.scheduler.step();
    CHECK(office.woken == std::vector<std::string>{"line"});
    CHECK(office.value("SELECT kind FROM reminder WHERE state = 'SENT'") == "MORNING");
    office.scheduler.step();
    CHECK(office.woken.size() == 1);
}

TEST_CASE("a group's members are asked for until they are known, then daily",
          "[reminder][scheduler]") {
    Running office;
    storage::ChatGroupId id;
    office.database->writer().run([&](Connection& connection) {
        const support::ReminderOffice made(connection);
        storage::ChatGroups groups(connection);
        id = groups.joined("line", "line:C1", kNow).id;
        (void)groups.bind(
            id, groups.make_code(made.team, std::chrono::days(7), kNow, "test"), {}, kNow);
        (void)groups.joined("line", "line:C2", kNow);  // no team's: nothing is pushed there
    });
    std::vector<std::string> asked;
    office.scheduler.set_ask_group_size(
        [&](const storage::ChatGroups::Group& group) { asked.push_back(group.address); });
    const auto step_after = [&](std::chrono::minutes later) {
        office.clock.set(office.clock.now() + later);
        office.scheduler.step();
        return asked.size();
    };
    CHECK(step_after(std::chrono::minutes(0)) == 1);
    CHECK(step_after(std::chrono::minutes(30)) == 1);
    CHECK(step_after(std::chrono::minutes(31)) == 2);  // nobody could say
    office.scheduler.note_group_size(id, 23);
    CHECK(office.value("SELECT members FROM chat_group WHERE address = 'line:C1'") == "23");
    CHECK(step_after(std::chrono::hours(2)) == 2);
    CHECK(step_after(std::chrono::hours(20)) == 3);
    CHECK(asked.front() == "line:C1");
}
