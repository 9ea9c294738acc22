#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "bot/form_files.h"
#include "bot/terminal_chat.h"
#include "storage/invites.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

namespace bot {

namespace {

struct ChatOptions {
    std::string form;
    std::string script;
    std::string record;
};

// The next line typed, without its end; nothing at the end of input.
std::optional<std::string> typed_line() {
    std::string line;
    int c = std::fgetc(stdin);
    if (c == EOF) {
        return std::nullopt;
    }
    for (; c != EOF && c != '\n'; c = std::fgetc(stdin)) {
        line.push_back(static_cast<char>(c));
    }
    return line;
}

// Without a configuration file the chat works too: it is how a newcomer meets the bot.
Config config_or_default(const std::string& given) {
    if (given.empty() && !std::filesystem::exists("sammachip.toml") &&
        !std::filesystem::exists("/etc/sammachip/sammachip.toml")) {
        Config config;
        config.office.name = "สำนักงานพัฒนาชุมชน";
        config.office.contact = "056-000-000";
        return config;
    }
    return read_config(find_config(given));
}

conversation::Forms read_all_forms(const Config& config, const std::string& wanted) {
    std::vector<std::filesystem::path> paths(config.form_paths.begin(), config.form_paths.end());
    if (std::filesystem::exists(wanted)) {
        paths.emplace_back(wanted);
    }
    auto files = read_forms(paths);
    for (const auto& file : files) {
        for (const auto& problem : file.reading.problems) {
            fmt::print(stderr, "{}\n", to_text(file, problem));
        }
    }
    return usable_forms(files);
}

int play_script(TerminalChat& chat, const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        fmt::print(stderr, "sammachip chat: {} cannot be read\n", path);
        return 1;
    }
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto result = conversation::play_transcript(text, chat);
    fmt::print("{}{}\n", result.report, result.passed ? "the transcript passes" : "");
    return result.passed ? 0 : 1;
}

void show(const std::vector<std::string>& lines) {
    for (const auto& line : lines) {
        fmt::print("{}\n", line);
    }
    std::fflush(stdout);
}

// The id of the form that was named on the command line: by id, or by its folder.
std::string form_id(const conversation::Forms& forms, const std::string& wanted) {
    if (forms.find(wanted)) {
        return wanted;
    }
    const auto read = read_form(wanted).reading.form;
    return read ? read->id : std::string{};
}

void begin(conversation::TranscriptPlayer& player,
           const conversation::Forms& forms,
           const std::string& form) {
    const auto now = SystemClock{}.now();
    const auto clock = conversation::bangkok_time_of_day(now);
    (void)player.tell(fmt::format("now {} {:02}:{:02}",
                                  conversation::to_text(conversation::bangkok_day(now)),
                                  clock.count() / 60,
                                  clock.count() % 60));
    const std::string code = std::string{"12345"} + storage::code_check_digit("12345");
    (void)player.tell("house 14 moo 3 code " + code);
    (void)player.tell("contact คุณ line:U1");
    if (form.empty()) {
        fmt::print(stderr, "the code on your card is {}; end with Ctrl-D\n", code);
        show(player.tell("> (follow)"));
        return;
    }
    if (forms.find(form)->audience != "anyone") {
        (void)player.tell("linked 14 HEAD baseline");
    }
    fmt::print(stderr, "end with Ctrl-D\n");
    show(player.tell("> (postback form:" + form + ")"));
}

int talk(TerminalChat& chat, const conversation::Forms& forms, const ChatOptions& options) {
    const std::string form = options.form.empty() ? options.form : form_id(forms, options.form);
    if (!options.form.empty() && form.empty()) {
        fmt::print(stderr, "sammachip chat: there is no form {}\n", options.form);
        return 1;
    }
    conversation::TranscriptPlayer player(chat);
    begin(player, forms, form);
    while (const auto line = typed_line()) {
        if (!line->empty()) {
            show(player.tell("> " + *line));
        }
    }
    if (!options.record.empty()) {
        std::ofstream file{options.record, std::ios::binary};
        file << player.record();
        if (!file.flush()) {
            fmt::print(stderr, "sammachip chat: {} cannot be written\n", options.record);
            return 1;
        }
    }
    return 0;
}

int run_chat(const ChatOptions& options, const CommandLine& line) {
    const Config config = config_or_default(line.config_path);
    const auto forms = read_all_forms(config, options.form);
    TerminalChat chat(forms, {config.office.name, config.office.contact});
    return options.script.empty() ? talk(chat, forms, options) : play_script(chat, options.script);
}

}  // namespace

void add_chat(CLI::App& app, CommandLine& line) {
    auto options = std::make_shared<ChatOptions>();
    CLI::App* command = app.add_subcommand(
        "chat", "Talks to the bot in the terminal, in a database of its own that is gone after it");
    command->add_option("form", options->form, "begin with this form: its id or folder");
    command->add_option("--script", options->script, "play this transcript and compare");
    command->add_option("--record", options->record, "write what was said as a transcript test");
    command->callback(
        [options, &line] { line.run = [options, &line] { return run_chat(*options, line); }; });
}

}  // namespace bot
