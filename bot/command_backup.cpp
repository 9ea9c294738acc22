#include "bot/command.h"
#include "bot/config.h"
#include "storage/backup.h"
#include "storage/connection.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

namespace bot {

namespace {

int back_up(const std::string& config_path, const std::string& target) {
    const Config config = read_config(find_config(config_path));
    auto reader = storage::Connection::open_reader(config.database_path);
    const auto result = storage::make_backup(reader, target);
    fmt::print("{}: {} bytes, sha256 {}\n", target, result.bytes, result.sha256);
    return 0;
}

int restore(const std::string& config_path, const std::string& source) {
    const Config config = read_config(find_config(config_path));
    const auto contents = storage::restore_backup(source, config.database_path);
    fmt::print(
        "{} is in place: {} households, {} reports, the newest of {}.\n"
        "The database that was there is kept as {}.before-restore.\n",
        config.database_path,
        contents.households,
        contents.reports,
        contents.newest_report ? conversation::to_text(*contents.newest_report) : "never",
        config.database_path);
    return 0;
}

}  // namespace

void add_backup(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("backup", "copy the database while it runs, and check it");
    auto target = std::make_shared<std::string>();
    command->add_option("FILE", *target, "where to; its SHA-256 goes beside it")->required();
    command->callback([&line, target] {
        line.run = [&line, target] { return back_up(line.config_path, *target); };
    });
}

void add_restore(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand(
        "restore", "put a backup in the database's place (stop the program first)");
    auto source = std::make_shared<std::string>();
    command->add_option("FILE", *source, "a file made by backup")->required();
    command->callback([&line, source] {
        line.run = [&line, source] { return restore(line.config_path, *source); };
    });
}

}  // namespace bot
