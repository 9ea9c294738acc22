#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "storage/audit_log.h"
#include "storage/chat_groups.h"
#include "storage/migrations.h"
#include "storage/organisations.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace bot {

namespace {

constexpr std::chrono::days kCodeLives{7};

int make_code(const std::string& kind, const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    if (!std::filesystem::exists(config.database_path)) {
        (void)std::fputs(
            fmt::format("sammachip: there is no database at {}\n", config.database_path).c_str(),
            stderr);
        return 1;
    }
    const auto now = SystemClock().now();
    auto writer = storage::Connection::open_writer(config.database_path);
    (void)storage::migrate(writer, now);
    storage::Transaction transaction(writer);
    const auto team = storage::Organisations(writer).only_of_kind(kind);
    if (!team) {
        (void)std::fputs(
            fmt::format("sammachip: no organisation of kind {}, or more than one: import them "
                        "first\n",
                        kind)
                .c_str(),
            stderr);
        return 1;
    }
    const auto code = storage::ChatGroups(writer).make_code(team, kCodeLives, now, "command");
    storage::AuditLog(writer).write(
        {"command", "group.code_made", fmt::format("organisation:{}", team.value), "", now});
    transaction.commit();
    fmt::print("{}\n", code);
    (void)std::fputs("Type in the team's LINE group within 7 days: ผูก and this code\n", stderr);
    return 0;
}

}  // namespace

void add_group(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand("group", "LINE groups of the teams");
    command->require_subcommand(1);
    CLI::App* code =
        command->add_subcommand("code", "makes a code by which a group says which team it is");
    auto kind = std::make_shared<std::string>();
    code->add_option("organisation", *kind, "CCC, WOM, VOL or SAV")
        ->required()
        ->check(CLI::IsMember({"CCC", "WOM", "VOL", "SAV"}));
    code->callback([kind, &line] { line.run = [kind, &line] { return make_code(*kind, line); }; });
}

}  // namespace bot
