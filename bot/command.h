#pragma once
#include <functional>
#include <string>

namespace CLI {
class App;
}

// A command of the program: one file bot/command_<name>.cpp each, listed in bot/main.cpp. Results
// go to stdout, logs and progress to stderr; the exit status is 0 done, 1 failed, 2 usage.
namespace bot {

// What all commands share. A command's callback sets `run`; main calls it once the line is parsed.
struct CommandLine {
    std::string config_path;  // --config; empty: sammachip.toml, then /etc/sammachip/sammachip.toml
    std::function<int()> run;
};

using AddCommand = void (*)(CLI::App& app, CommandLine& line);

void add_serve(CLI::App& app, CommandLine& line);
void add_chat(CLI::App& app, CommandLine& line);
void add_check(CLI::App& app, CommandLine& line);
void add_line(CLI::App& app, CommandLine& line);
void add_backup(CLI::App& app, CommandLine& line);
void add_restore(CLI::App& app, CommandLine& line);
void add_understand(CLI::App& app, CommandLine& line);
void add_form(CLI::App& app, CommandLine& line);
void add_import(CLI::App& app, CommandLine& line);
void add_export(CLI::App& app, CommandLine& line);
void add_group(CLI::App& app, CommandLine& line);
void add_remind(CLI::App& app, CommandLine& line);
void add_plan(CLI::App& app, CommandLine& line);
void add_calendar(CLI::App& app, CommandLine& line);
void add_demo(CLI::App& app, CommandLine& line);
void add_why(CLI::App& app, CommandLine& line);
void add_codes(CLI::App& app, CommandLine& line);
void add_user(CLI::App& app, CommandLine& line);
void add_data(CLI::App& app, CommandLine& line);
void add_request(CLI::App& app, CommandLine& line);
void add_erase(CLI::App& app, CommandLine& line);
void add_retention(CLI::App& app, CommandLine& line);
void add_breach(CLI::App& app, CommandLine& line);
void add_conflict(CLI::App& app, CommandLine& line);
void add_slip(CLI::App& app, CommandLine& line);
void add_lock(CLI::App& app, CommandLine& line);
void add_model(CLI::App& app, CommandLine& line);
void add_setting(CLI::App& app, CommandLine& line);
void add_token(CLI::App& app, CommandLine& line);

}  // namespace bot
