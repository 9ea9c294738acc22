#include "bot/app.h"
#include "bot/command.h"
#include "bot/config.h"
#include "bot/log.h"

#include <CLI/CLI.hpp>
#include <malloc.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace bot {

namespace {

// Each thread has an arena of malloc's to itself, so that the writer waits for nobody; there are
// some two dozen, and malloc would make eight a processor. Without "fast bins", which are emptied
// whenever a kilobyte is asked for: several times a turn, and each thread keeps small pieces
// anyway.
void use_memory_by_threads() {
    constexpr int most_arenas = 64;
    mallopt(M_ARENA_MAX, most_arenas);
    mallopt(M_MXFAST, 0);
}

}  // namespace

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
            use_memory_by_threads();
            start_log(config.log_level);
            App program(std::move(config), *options);
            program.start();
            spdlog::default_logger()->flush();  // where it listens
            program.run();
            return 0;
        };
    });
}

}  // namespace bot
