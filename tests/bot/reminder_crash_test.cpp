#include "bot/reminder_scheduler.h"
#include "storage/database.h"
#include "storage/fault_points.h"
#include "tests/support/fake_clock.h"
#include "tests/support/reminder_office.h"

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <memory>
#include <string>
#include <vector>

// Lives through a year of reminders, is killed at each named point again and again, goes on where
// it was, and must have said exactly what an undisturbed year says.

using conversation::Holidays;
using storage::Activities;
using storage::Connection;
using storage::Database;
using support::kNow;
using support::ReminderOffice;
using support::TempFolder;

namespace {

constexpr int kDays = 365;
constexpr auto kHours = std::to_array<int>({7, 8, 9, 12, 21});
constexpr int kSteps = kDays * static_cast<int>(kHours.size());

conversation::Instant time_of(int step) {
    const auto per_day = static_cast<int>(kHours.size());
    const auto day = conversation::Day{std::chrono::sys_days(std::chrono::year(2026) / 1 / 1) +
                                       std::chrono::days(step / per_day)};
    return conversation::bangkok_instant(
        day, std::chrono::hours(kHours.at(static_cast<std::size_t>(step % per_day))));
}

void fill(Connection& connection) {
    ReminderOffice office(connection);
    for (int i = 0; i < 24; ++i) {
        const auto start = conversation::Day{
            std::chrono::sys_days(std::chrono::year(2026) / 1 / 9) + std::chrono::days(14 * i)};
        office.activity(
            "A" + std::to_string(i), conversation::to_text(start), conversation::to_text(start));
    }
    office.activity("W", "2026-02-02", "2026-12-20", "FREQ=MONTHLY;BYMONTHDAY=2");
}

// Every third activity is answered on its day, every fourth moved by a week.
void answer(Connection& connection, int step) {
    Activities activities(connection);
    const auto today = conversation::bangkok_day(time_of(step));
    for (int i = 0; i < 24; ++i) {
        const auto id = storage::ActivityId{std::stoll(connection.single_value(
            "test", "SELECT id FROM activity WHERE code = 'A" + std::to_string(i) + "'"))};
        const auto activity = activities.find(id);
        const bool answered = !activities.outcomes(id).empty();
        if (answered || activity->start != today || (i % 3 != 0 && i % 4 != 1)) {
            continue;
        }
        Activities::Outcome outcome{.activity = id, .result = "DONE", .done_on = today};
        if (i % 3 != 0) {
            outcome = {
                .activity = id,
                .result = "POSTPONED",
                .new_day = conversation::Day{std::chrono::sys_days(today) + std::chrono::days(7)}};
        }
        (void)activities.record(outcome, time_of(step), "test");
    }
}

// From a step on to the end; the number of each finished step goes down the pipe.
void live(const std::filesystem::path& path, int from, int pipe) {
    const auto database = Database::open(path);
    const auto texts = conversation::Texts::built_in();
    const auto holidays = Holidays::built_in();
    support::FakeClock clock(time_of(from));
    webhooks::Metrics metrics;
    bot::ReminderScheduler scheduler(database->writer(),
                                     clock,
                                     metrics,
                                     {.notices = {texts}, .planning = {.holidays = holidays}},
                                     [](const std::string&) {});
    database->writer().run([](Connection& connection) {
        if (connection.single_value("test", "SELECT count(*) FROM activity") == "0") {
            fill(connection);
        }
    });
    for (int step = from; step < kSteps; ++step) {
        clock.set(time_of(step));
        scheduler.step();
        if (kHours.at(static_cast<std::size_t>(step) % kHours.size()) == 12) {
            database->writer().run([step](Connection& connection) { answer(connection, step); });
        }
        static_cast<void>(!::write(pipe, &step, sizeof step));
    }
}

struct Life {
    int next = 0;  // the first step that was not finished
    bool killed = false;
};

Life live_until(const std::filesystem::path& path, int from, std::string_view point, int count) {
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::close(ends[0]);
        // Shared: the hook is copied at every point.
        const auto left = std::make_shared<std::atomic<int>>(count);
        storage::set_fault_hook([point, left](std::string_view name) {
            if (name == point && --*left == 0) {
                ::raise(SIGKILL);
            }
        });
        live(path, from, ends[1]);
        ::_exit(0);
    }
    ::close(ends[1]);
    Life life{from, false};
    int step = 0;
    while (::read(ends[0], &step, sizeof step) == static_cast<ssize_t>(sizeof step)) {
        life.next = step + 1;
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    life.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    return life;
}

// What was said, and what became of everything else.
std::string year_of(const std::filesystem::path& path) {
    auto reader = Connection::open_reader(path);
    CHECK(reader.single_value("test",
                              "SELECT count(*) FROM outbox WHERE id NOT IN (SELECT outbox FROM "
                              "reminder WHERE outbox IS NOT NULL)") == "0");
    CHECK(reader.single_value("test",
                              "SELECT count(*) - count(DISTINCT outbox) FROM reminder WHERE outbox "
                              "IS NOT NULL") == "0");
    return reader.single_value(
        "test",
        "SELECT group_concat(x, char(10)) FROM (SELECT a.code || ' ' || r.kind || ' ' || r.due_at "
        "|| ' ' || r.state || ' ' || r.reason || ' ' || coalesce(o.address, '') || ' ' || "
        "coalesce(o.created_at, '') AS x FROM reminder r JOIN activity a ON a.id = r.activity LEFT "
        "JOIN outbox o ON o.id = r.outbox ORDER BY r.due_at, a.code, r.kind, r.person)");
}

// Killed at its first passing, and again a growing number of passings after each new start.
void shake(const std::filesystem::path& path, std::string_view point, const std::string& expected) {
    int step = 0;
    int kills = 0;
    for (int count = 1; step < kSteps; count += 9) {
        const auto life = live_until(path, step, point, count);
        kills += life.killed ? 1 : 0;
        step = life.next;
    }
    CHECK(kills >= (point == "writer.before_checkpoint" ? 1 : 5));
    CHECK(year_of(path) == expected);
}

}  // namespace

TEST_CASE("a year of reminders, killed at any point, says everything once",
          "[reminder][crash][alone]") {
    const TempFolder folder;
    const auto calm = folder.path() / "calm.db";
    REQUIRE(live_until(calm, 0, "none", 1).next == kSteps);
    const auto expected = year_of(calm);
    CHECK_THAT(expected,
               Catch::Contains("ASK_CHAIR") && Catch::Contains("OFFICER_LIST") &&
                   Catch::Contains("SUPPRESSED changed"));

    for (const std::string_view point : storage::kFaultPoints) {
        if (point.starts_with("reminders.") || point.starts_with("writer.")) {
            CAPTURE(point);
            shake(folder.path() / (std::string(point) + ".db"), point, expected);
        }
    }
}
