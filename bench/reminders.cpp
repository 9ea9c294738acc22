// What reminders cost: a nation's morning (600,000 due rows put into the outbox), a pass with
// nothing due and a million rows ahead, and 100,000 pushes against a LINE with its rate limit and
// faults. Prints a Markdown table. How to run it: docs/BENCHMARKS.md.
#include "bench/reminders.h"

#include "bot/reminder_pass.h"
#include "conversation/holidays.h"
#include "storage/connection.h"
#include "storage/migrations.h"
#include "storage/transaction.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using conversation::Instant;
using storage::Connection;

const Instant kMorning = conversation::parse_instant("2026-03-05T00:00:00.000Z").value();  // 07:00
constexpr std::size_t kPassesToCheckpoint = 50;
constexpr auto kT = "2026-03-01T00:00:00.000Z";

double peak_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void run(Connection& connection, const std::string& sql) {
    storage::Transaction transaction(connection);
    connection.run_script("bench", sql);
    transaction.commit();
    connection.checkpoint(true);
}

// Activities of the day, and `each` rows of each that are due this morning, each for another
// person.
void fill_morning(Connection& connection,
                  const bench::Nation& nation,
                  std::int64_t activities,
                  std::int64_t each) {
    run(connection,
        fmt::format(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {0} - 1) "
            "INSERT INTO activity (id, plan, code, title, kind, responsible, planned_start, "
            "planned_end, original_end, place, state, created_at, updated_at, created_by) "
            "SELECT 9000000000 + i, {1}, 'N' || i, 'อบรมอาชีพ รุ่น ' || i, 'TRAIN', {2} + i % {3}, "
            "'2026-03-05', '2026-03-05', '2026-03-05', 'ศาลากลางหมู่บ้าน', 'PLANNED', '{4}', '{4}', "
            "'bench' FROM n",
            activities,
            nation.plan,
            nation.first_person,
            bench::kPeople,
            kT));
    run(connection,
        fmt::format(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {0} - 1) "
            "INSERT INTO reminder (id, kind, rank, activity, day, version, person, due_at, "
            "useful_until, next_at, state, planned_at, created_at, updated_at) "
            "SELECT 8000000000 + i, 'MORNING', 0, 9000000000 + i / {1}, '2026-03-05', 1, "
            "{2} + (i * 7919) % {3}, '2026-03-05T00:00:00.000Z', '2026-03-05T05:00:00.000Z', "
            "'2026-03-05T00:00:00.000Z', 'DUE', '{4}', '{4}', '{4}' FROM n",
            activities * each,
            each,
            nation.first_person,
            bench::kPeople,
            kT));
    run(connection, "DELETE FROM reminder_stale");
}

void fill_future(Connection& connection, const bench::Nation& nation, std::int64_t rows) {
    run(connection,
        fmt::format(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {0} - 1) "
            "INSERT INTO reminder (id, kind, rank, period, day, version, person, due_at, "
            "useful_until, next_at, state, planned_at, created_at, updated_at) "
            "SELECT 1000000000 + i, 'REPORT_LIST', i % 5, '2027-01', '2027-02-10', 0, {1} + i % "
            "{2}, "
            "printf('2027-02-01T00:%02d:%02d.000Z', i / 60 % 60, i % 60), "
            "'2027-02-28T00:00:00.000Z', "
            "printf('2027-02-01T00:%02d:%02d.%03dZ', i / 60 % 60, i % 60, i / 3600 % 1000), 'DUE', "
            "'{3}', '{3}', '{3}' FROM n WHERE true ON CONFLICT DO NOTHING",
            rows,
            nation.first_person,
            bench::kPeople,
            kT));
}

struct Passes {
    std::vector<double> milliseconds;
    std::size_t sent = 0;

    [[nodiscard]] double percentile(double share) {
        std::ranges::sort(milliseconds);
        const auto last = static_cast<double>(milliseconds.size() - 1);
        return milliseconds[static_cast<std::size_t>(share * last)];
    }
};

Passes pass_all(Connection& connection, const bot::PassTerms& terms) {
    Passes passes;
    while (true) {
        const auto start = Clock::now();
        storage::Transaction transaction(connection);
        const auto result = bot::remind(connection, terms, kMorning);
        transaction.commit();
        passes.milliseconds.push_back(Milliseconds(Clock::now() - start).count());
        passes.sent += result.sent;
        if (passes.milliseconds.size() % kPassesToCheckpoint == 0) {  // as the writer does
            connection.checkpoint(false);
        }
        if (result.handled == 0) {
            return passes;
        }
    }
}

double idle_pass(Connection& connection, const bot::PassTerms& terms) {
    constexpr int kPasses = 200;
    while (bot::plan_piece(connection, terms.planning, kMorning)) {
    }
    const auto start = Clock::now();
    for (int i = 0; i < kPasses; ++i) {
        storage::Transaction transaction(connection);
        (void)bot::plan_piece(connection, terms.planning, kMorning);
        (void)bot::remind(connection, terms, kMorning);
        (void)storage::Reminders(connection).next();
        transaction.commit();
    }
    return Milliseconds(Clock::now() - start).count() / kPasses;
}

}  // namespace

namespace bench {

Nation make_nation(const std::filesystem::path& path) {
    std::filesystem::remove(path);
    auto connection = Connection::open_writer(path);
    (void)storage::migrate(connection, kMorning);
    const Nation nation{7'000'000'000, 6'000'000'001};
    const std::string made = fmt::format("'{0}', '{0}', 'bench'", kT);
    run(connection,
        "INSERT INTO organisation (id, kind, name_th, level, constituted_as, created_at, "
        "updated_at, "
        "created_by) VALUES (6000000000, 'WOM', 'กพสอ.', 'DISTRICT', 'COMMITTEE', " +
            made + "); INSERT INTO plan (id, organisation, fy, status, created_at, updated_at, " +
            "created_by) VALUES (6000000001, 6000000000, 2569, 'APPROVED', " + made + ");");
    const std::string count = fmt::format(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {} - 1) ",
        kPeople);
    run(connection,
        count +
            "INSERT INTO person (id, given_name, family_name, created_at, updated_at, created_by) "
            "SELECT 7000000000 + i, 'ก' || i, 'ข', " +
            made + " FROM n");
    run(connection,
        count + fmt::format("INSERT INTO contact (id, person, created_at, updated_at) SELECT "
                            "7100000000 + i, 7000000000 + i, '{0}', '{0}' FROM n",
                            kT));
    run(connection,
        count + fmt::format("INSERT INTO address (id, contact, channel, address, created_at, "
                            "updated_at) SELECT 7200000000 + i, 7100000000 + i, 'line', "
                            "printf('line:U%032x', i), '{0}', '{0}' FROM n",
                            kT));
    return nation;
}

}  // namespace bench

int main(int count, char** words) {
    if (count < 2) {
        std::fputs("reminders FOLDER [ACTIVITIES [ROWS-EACH [ROWS-AHEAD [PUSHES]]]]\n", stderr);
        return 2;
    }
    spdlog::set_level(spdlog::level::err);
    const auto number = [&](int index, std::int64_t usual) {
        return count > index ? std::strtoll(words[index], nullptr, 10) : usual;
    };
    const std::filesystem::path folder(words[1]);
    const std::int64_t activities = number(2, 120'000);
    const std::int64_t each = number(3, 5);
    const std::int64_t ahead = number(4, 1'000'000);
    const auto texts = conversation::Texts::built_in();
    const auto holidays = conversation::Holidays::built_in();
    const bot::PassTerms terms{.notices = {texts}, .planning = {.holidays = holidays}};
    const auto path = folder / "reminders.db";
    const auto nation = bench::make_nation(path);
    auto connection = Connection::open_writer(path);
    std::puts("| figure | value |\n|---|---|");

    fmt::print("| idle pass, nothing ahead | {:.2f} ms |\n", idle_pass(connection, terms));
    fill_future(connection, nation, ahead);
    fmt::print("| idle pass, {} rows ahead | {:.2f} ms |\n", ahead, idle_pass(connection, terms));

    fill_morning(connection, nation, activities, each);
    const auto before = peak_mb();
    const auto start = Clock::now();
    auto passes = pass_all(connection, terms);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    fmt::print(
        "| a nation's morning: {} activities, {} reminders into the outbox | {:.0f} s, {:.0f}/s |\n"
        "| a pass of {} rows, p50 / p99 | {:.0f} / {:.0f} ms |\n"
        "| memory, peak (before) | {:.0f} MB ({:.0f} MB) |\n",
        activities,
        passes.sent,
        seconds,
        static_cast<double>(passes.sent) / seconds,
        terms.at_once,
        passes.percentile(0.5),
        passes.percentile(0.99),
        peak_mb(),
        before);
    std::fflush(stdout);
    if (passes.sent != static_cast<std::size_t>(activities * each)) {
        std::fputs("reminders: not every row was sent\n", stderr);
        return 1;
    }
    return bench::measure_pushes(path, number(5, 100'000)) ? 0 : 1;
}
