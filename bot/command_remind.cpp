#include "bot/calendar_files.h"
#include "bot/clock.h"
#include "bot/command.h"
#include "bot/command_remind_switch.h"
#include "bot/config.h"
#include "bot/reminder_pass.h"
#include "bot/sms_gateways.h"
#include "storage/audit_log.h"
#include "storage/migrations.h"
#include "storage/people.h"
#include "storage/quota.h"
#include "storage/reminder_sources.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

namespace bot {

namespace {

using conversation::Instant;
using storage::Connection;
using storage::Reminders;

constexpr unsigned kMostRows = 10'000;
constexpr unsigned kPiece = 1'000;

struct Arguments {
    bool dry_run = false;
    std::string until;
};

std::string when(Instant instant) {
    const auto minutes = conversation::bangkok_time_of_day(instant).count();
    return fmt::format("{} {:02}:{:02}",
                       conversation::to_text(conversation::bangkok_day(instant)),
                       minutes / 60,
                       minutes % 60);
}

std::string target_of(Connection& connection, const Reminders::Row& row) {
    if (row.person) {
        const auto person = storage::People(connection).find(row.person);
        return person ? full_name(*person) : "?";
    }
    if (row.household) {
        return fmt::format("household:{}", row.household.value);
    }
    return row.group ? "group" : "officer";
}

struct Listing {
    std::vector<Expected> expected;  // pushes
    std::size_t rows = 0;
};

void show(Connection& connection,
          ReminderJudge& judge,
          const Reminders::Row& row,
          Instant now,
          Listing& list) {
    using What = ReminderDecision::What;
    // As it will be looked at when its time has come; what fell due earlier is looked at now.
    const Instant at = std::max({row.next, row.due, now});
    const auto decision = judge.judge(row, at);
    const bool sends = decision.what == What::Send;
    const std::string how = sends                           ? decision.draft.channel
                            : decision.what == What::List   ? "officer's list"
                            : decision.what == What::Expire ? "not sent: " + decision.reason
                            : decision.what == What::PutOff ? "later: " + decision.reason
                            : decision.what == What::Replan ? "will be planned anew"
                                                            : "not sent: " + decision.reason;
    const bool push = sends && !decision.draft.address.starts_with("tel:");
    fmt::print("{}\t{}\t{}\t{}\t{}\t{}\n",
               when(at),
               row.kind,
               target_of(connection, row),
               how,
               sends ? fmt::format("{} {}", decision.cost, push ? "push" : "segments") : "0",
               sends ? decision.draft.messages.front().text : "");
    if (push) {
        list.expected.push_back(
            {conversation::bangkok_day(at), row.rank, std::max<std::int64_t>(decision.cost, 1)});
    }
    ++list.rows;
}

void show_forecast(Connection& connection, const Config& config, const Listing& list, Instant now) {
    std::int64_t pushes = 0;
    for (const auto& one : list.expected) {
        pushes += one.cost;
    }
    (void)std::fputs(fmt::format("{} reminders, {} pushes\n", list.rows, pushes).c_str(), stderr);
    for (const auto& line : config.line) {
        const auto month = conversation::period_of(conversation::bangkok_day(now));
        const auto reading = storage::Quota(connection).find(line.id, month);
        const auto left = reading ? reading->left() : std::nullopt;
        const auto outlook = forecast(list.expected, left);
        if (outlook.ends) {
            std::int64_t left_out = 0;
            for (const auto of_rank : outlook.left_out) {
                left_out += of_rank;
            }
            (void)std::fputs(fmt::format("{}: {} pushes are left; they end on {}, {} reminders do "
                                         "not fit: buy a larger plan, or turn kinds off\n",
                                         line.id,
                                         *left,
                                         conversation::to_text(*outlook.ends),
                                         left_out)
                                 .c_str(),
                             stderr);
        }
    }
}

// What the program would do is done, looked at, and undone.
void preview(Connection& writer, const Config& config, const PassTerms& terms, Instant until) {
    const Instant now = SystemClock().now();
    const storage::Transaction undone(writer);
    storage::ReminderSources(writer).start_over();
    while (plan_piece(writer, terms.planning, now)) {
    }
    ReminderJudge judge(writer, terms);
    Listing list;
    for (const auto& row : Reminders(writer).ahead(until, kMostRows)) {
        show(writer, judge, row, now, list);
    }
    show_forecast(writer, config, list, now);
}

int run_remind(const Arguments& arguments, const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    if (!std::filesystem::exists(config.database_path)) {
        (void)std::fputs(
            fmt::format("sammachip: there is no database at {}\n", config.database_path).c_str(),
            stderr);
        return 1;
    }
    const Instant now = SystemClock().now();
    const auto day =
        conversation::parse_day(arguments.until)
            .value_or(conversation::Day{std::chrono::sys_days(conversation::bangkok_day(now)) +
                                        std::chrono::days(1)});
    const Instant until = conversation::bangkok_instant(day, std::chrono::hours(24));
    auto holidays = conversation::Holidays::built_in();
    for (const auto& fault : read_calendar_files(config.form_paths, holidays)) {
        (void)std::fputs((fault + "\n").c_str(), stderr);
    }
    const SmsRuleBook rules = sms_rule_book(config);
    const auto texts = conversation::Texts::built_in();
    const auto ahead = std::chrono::ceil<std::chrono::days>(
        std::max<std::chrono::milliseconds>(until - now, std::chrono::days(1)));
    const PassTerms terms{.notices = {texts, &rules},
                          .planning = {.holidays = holidays, .ahead = ahead, .at_once = kPiece}};
    Connection writer = Connection::open_writer(config.database_path);
    (void)storage::migrate(writer, now);
    {
        storage::Transaction transaction(writer);
        storage::AuditLog(writer).write(
            {"command", "reminders.shown", "", conversation::to_text(day), now});
        transaction.commit();
    }
    preview(writer, config, terms, until);
    return 0;
}

}  // namespace

void add_remind(CLI::App& app, CommandLine& line) {
    auto wanted = std::make_shared<Arguments>();
    CLI::App* command = app.add_subcommand(
        "remind", "Shows which reminders would go out: when, to whom, how, and at what cost");
    command->add_flag("--dry-run", wanted->dry_run, "look, and send nothing (serve sends)");
    command->add_option("--until", wanted->until, "last day, as 2026-04-30; without it, tomorrow")
        ->check([](const std::string& text) {
            return conversation::parse_day(text) ? std::string() : "write a day as 2026-04-30";
        });
    add_reminder_switches(*command, line);
    command->callback([wanted, command, &line] {
        if (!command->get_subcommands().empty()) {
            return;
        }
        if (!wanted->dry_run) {
            throw CLI::RequiredError("--dry-run (serve sends reminders by itself)");
        }
        line.run = [wanted, &line] { return run_remind(*wanted, line); };
    });
}

}  // namespace bot
