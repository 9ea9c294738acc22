#include "bot/clock.h"
#include "bot/command.h"
#include "bot/command_database.h"
#include "bot/config.h"
#include "console/slip_text.h"
#include "conversation/texts.h"
#include "storage/audit_log.h"
#include "storage/households.h"
#include "storage/tellings.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

// Households that were reported for and are not told yet: who, until when, and the slip to print.
namespace bot {

namespace {

constexpr unsigned kMostListed = 10'000;

std::string place_of(storage::Connection& connection, conversation::HouseholdId id) {
    const auto house = storage::Households(connection).find(id);
    return house ? fmt::format("{} {}", house->village_code, house->house_no) : std::string("-");
}

int list(const CommandLine& line) {
    const auto now = SystemClock().now();
    auto connection = open_for_command(line, now);
    storage::Tellings tellings(connection);
    storage::Transaction transaction(connection);
    (void)tellings.take_over_sent(now);
    transaction.commit();
    const auto today = conversation::bangkok_day(now);
    const auto waiting = tellings.open(kMostListed);
    for (const auto& one : waiting) {
        fmt::print("{}  {}  {}{}{}\n",
                   one.id.value,
                   place_of(connection, one.household),
                   conversation::to_text(one.due),
                   std::chrono::sys_days(one.due) < std::chrono::sys_days(today) ? "  OVERDUE" : "",
                   one.printed_at ? "  printed" : "");
    }
    (void)std::fputs(fmt::format("{} households to be told\n", waiting.size()).c_str(), stderr);
    return 0;
}

// Every slip shows a household's figures: its audit row is there before.
int print(const CommandLine& line) {
    const auto now = SystemClock().now();
    const Config config = read_config(find_config(line.config_path));
    auto connection = open_for_command(line, now);
    storage::Tellings tellings(connection);
    storage::Transaction transaction(connection);
    (void)tellings.take_over_sent(now);
    const auto waiting = tellings.need_slip(kMostListed);
    for (const auto& one : waiting) {
        tellings.printed(one.id, now);
        storage::AuditLog(connection)
            .write({.actor = "command",
                    .action = "slip.printed",
                    .subject = fmt::format("household:{}", one.household.value),
                    .detail = {},
                    .at = now});
    }
    transaction.commit();
    const auto texts = conversation::Texts::built_in();
    for (const auto& one : waiting) {
        const auto slip =
            console::slip_text(connection, texts, {config.office.name, config.office.contact}, one);
        if (!slip.empty()) {
            fmt::print("{}\n", slip);
        }
    }
    (void)std::fputs(fmt::format("{} slips\n", waiting.size()).c_str(), stderr);
    return 0;
}

int told(const CommandLine& line, std::int64_t id) {
    const auto now = SystemClock().now();
    auto connection = open_for_command(line, now);
    storage::Transaction transaction(connection);
    if (!storage::Tellings(connection).told({id}, now, "command")) {
        (void)std::fputs("sammachip: there is no household to be told with this number\n", stderr);
        return 1;
    }
    storage::AuditLog(connection)
        .write({.actor = "command",
                .action = "slip.told",
                .subject = fmt::format("telling:{}", id),
                .detail = {},
                .at = now});
    transaction.commit();
    return 0;
}

}  // namespace

void add_slip(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand(
        "slip", "Households that were reported for and must be told: list, print slips, tick off");
    command->require_subcommand(1);
    command->add_subcommand("list", "not told yet: number, house, last day")->callback([&line] {
        line.run = [&line] { return list(line); };
    });
    command->add_subcommand("print", "a slip for every house that no message reaches")
        ->callback([&line] { line.run = [&line] { return print(line); }; });
    auto* handed = command->add_subcommand("told", "the slip was handed over");
    auto number = std::make_shared<std::int64_t>(0);
    handed->add_option("NUMBER", *number, "as it stands on the slip")->required();
    handed->callback(
        [&line, number] { line.run = [&line, number] { return told(line, *number); }; });
}

}  // namespace bot
