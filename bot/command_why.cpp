#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "console/household_story.h"
#include "storage/audit_log.h"
#include "storage/migrations.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace bot {

namespace {

struct Wanted {
    std::string code;
    std::string reason;
};

void complain(const std::string& words) {
    (void)std::fputs(fmt::format("sammachip: {}\n", words).c_str(), stderr);
}

// The look and its audit row are one transaction: nothing is shown that was not written down.
std::string look_at(storage::Connection& writer,
                    conversation::HouseholdId household,
                    const std::string& reason) {
    storage::Transaction transaction(writer);
    std::string story = console::household_story(writer, household);
    storage::AuditLog(writer).write({"command",
                                     "household.looked_at",
                                     fmt::format("household:{}", household.value),
                                     reason,
                                     SystemClock().now()});
    transaction.commit();
    return story;
}

int why_household(const Wanted& wanted, const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    if (!std::filesystem::exists(config.database_path)) {
        complain(fmt::format("there is no database at {}", config.database_path));
        return 1;
    }
    storage::Connection writer = storage::Connection::open_writer(config.database_path);
    (void)storage::migrate(writer, SystemClock().now());
    const auto found = storage::Provenance(writer).find(wanted.code);
    if (found.empty()) {
        complain(
            fmt::format("no household is known by \"{}\"; write the 6 digits of its card, the "
                        "11 digits of its registration code, the household_id of an export, "
                        "or village code/house number, as 60030403/14",
                        wanted.code));
        return 1;
    }
    if (found.size() > 1) {
        complain(fmt::format("{} households have the registration code {}; choose one by its id:",
                             found.size(),
                             wanted.code));
        for (const auto household : found) {
            fmt::print("{}\n", household.value);
        }
        return 1;
    }
    fmt::print("{}", look_at(writer, found.front(), wanted.reason));
    return 0;
}

}  // namespace

void add_why(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("why", "prints where a figure comes from");
    command->require_subcommand(1);
    auto* household = command->add_subcommand(
        "household", "everything behind one household's figures, from message to figure");
    auto wanted = std::make_shared<Wanted>();
    household
        ->add_option("CODE",
                     wanted->code,
                     "code on the card, registration code, household_id, or 60030403/14")
        ->required();
    household->add_option("--reason", wanted->reason, "why it is looked at; kept in the audit log");
    household->callback(
        [&line, wanted] { line.run = [&line, wanted] { return why_household(*wanted, line); }; });
}

}  // namespace bot
