#include "bot/command.h"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>
#include <exception>

namespace {

// One a line, so that adding one touches no other.
constexpr auto kCommands = std::to_array<bot::AddCommand>({
    bot::add_serve,    bot::add_chat,   bot::add_check,   bot::add_line,       bot::add_form,
    bot::add_import,   bot::add_export, bot::add_demo,    bot::add_why,        bot::add_codes,
    bot::add_user,     bot::add_data,   bot::add_request, bot::add_erase,      bot::add_retention,
    bot::add_breach,   bot::add_backup, bot::add_restore, bot::add_understand, bot::add_conflict,
    bot::add_slip,     bot::add_lock,   bot::add_group,   bot::add_remind,     bot::add_plan,
    bot::add_calendar, bot::add_model,  bot::add_setting, bot::add_token,
});

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Sammachip: household reports by LINE chat and SMS", "sammachip"};
    bot::CommandLine line;
    app.require_subcommand(1);
    app.fallthrough();  // --config may stand on either side of the command
    app.add_option("--config", line.config_path, "configuration file (TOML)");
    for (const auto add : kCommands) {
        add(app, line);
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    try {
        return line.run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "sammachip: %s\n", error.what());
        return 1;
    }
}
