#include "bot/clock.h"
#include "bot/command.h"
#include "bot/command_database.h"
#include "storage/audit_log.h"
#include "storage/code_locks.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>

// Contacts whose codes are not looked at because they tried too many wrong ones.
namespace bot {

namespace {

int list(const CommandLine& line) {
    const auto now = SystemClock().now();
    auto connection = open_for_command(line, now);
    const auto locked = storage::CodeLocks(connection).locked(now);
    for (const auto& one : locked) {
        fmt::print("{}  until {}\n", one.contact.value, conversation::to_text(one.until));
    }
    (void)std::fputs(fmt::format("{} locked\n", locked.size()).c_str(), stderr);
    return 0;
}

int lift(const CommandLine& line, std::int64_t contact) {
    const auto now = SystemClock().now();
    auto connection = open_for_command(line, now);
    storage::Transaction transaction(connection);
    storage::CodeLocks locks(connection);
    if (!locks.locked_until({contact}, now)) {
        (void)std::fputs("sammachip: no contact with this number is locked\n", stderr);
        return 1;
    }
    locks.lift({contact}, now, "command");
    storage::AuditLog(connection)
        .write({.actor = "command",
                .action = "codes.unlocked",
                .subject = fmt::format("contact:{}", contact),
                .detail = {},
                .at = now});
    transaction.commit();
    return 0;
}

}  // namespace

void add_lock(CLI::App& app, CommandLine& line) {
    auto* command =
        app.add_subcommand("lock", "Contacts locked for trying wrong codes: list, lift");
    command->require_subcommand(1);
    command->add_subcommand("list", "number and end of each lock")->callback([&line] {
        line.run = [&line] { return list(line); };
    });
    auto* lifted = command->add_subcommand("lift", "let a contact try again");
    auto number = std::make_shared<std::int64_t>(0);
    lifted->add_option("NUMBER", *number, "as the list gives it")->required();
    lifted->callback(
        [&line, number] { line.run = [&line, number] { return lift(line, *number); }; });
}

}  // namespace bot
