#include "bot/app.h"
#include "bot/command.h"
#include "bot/config.h"
#include "bot/log.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace bot {

void add_serve(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("serve", "run: take messages in, answer them");
    auto options = std::make_shared<App::Options>();
    command->add_flag("--demo",
                      options->demo,
                      "with the chat simulator on the console's address; never in public");
    command->callback([&line, options] {
        line.run = [&line, options] {
            Config config = read_config(find_config(line.config_path));
            block_signals();
            start_log(config.log_level);
            App program(std::move(config), *options);
            program.start();
            program.run();
            return 0;
        };
    });
}

}  // namespace bot
