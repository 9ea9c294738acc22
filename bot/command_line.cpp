#include "bot/command.h"
#include "bot/config.h"
#include "bot/http_transport.h"
#include "bot/line_setup.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace bot {

namespace {

int set_up(const std::string& config_path, bool only_check) {
    const Config config = read_config(find_config(config_path));
    const auto transport = make_http_transport();
    bool well = true;
    for (const auto& line : config.line) {
        fmt::print("channel {}\n", line.id);
        const LineSetup wanted{config.server.public_url, only_check};
        well = set_up_line(line,
                           wanted,
                           *transport,
                           [](bool good, const std::string& words) {
                               fmt::print("  {}  {}\n", good ? "ok  " : "MEND", words);
                           }) &&
               well;
    }
    if (config.line.empty()) {
        fmt::print("there is no [[channel]] of kind \"line\" in {}\n", config.file);
        return 1;
    }
    return well ? 0 : 1;
}

}  // namespace

void add_line(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("line", "the office's LINE account");
    command->require_subcommand(1);
    auto* setup = command->add_subcommand(
        "setup", "check the token, set and try the webhook, make the menu; may be run at any time");
    auto only_check = std::make_shared<bool>(false);
    setup->add_flag("--check", *only_check, "only look, change nothing");
    setup->callback([&line, only_check] {
        line.run = [&line, only_check] { return set_up(line.config_path, *only_check); };
    });
}

}  // namespace bot
