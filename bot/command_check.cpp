#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "bot/http_transport.h"
#include "bot/self_check.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bot {

void add_check(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand(
        "check",
        "look at configuration, forms, database, disk, LINE and clock; say what is missing");
    command->callback([&line] {
        line.run = [&line] {
            const Config config = read_config(find_config(line.config_path));
            const auto transport = make_http_transport();
            const bool well = check_everything(
                config, *transport, SystemClock().now(), [](bool good, const std::string& words) {
                    fmt::print("{}  {}\n", good ? "ok  " : "MEND", words);
                });
            fmt::print("{}\n", well ? "All is well." : "Mend what is marked, then check again.");
            return well ? 0 : 1;
        };
    });
}

}  // namespace bot
