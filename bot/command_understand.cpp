#include "bot/clock.h"
#include "bot/command.h"
#include "bot/understand.h"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>
#include <memory>

namespace bot {

namespace {

struct Named {
    const char* name;
    const char* help;
    Reader reader;
};

constexpr auto kReaders = std::to_array<Named>({
    {"amount", "amounts of money: value, candidates or none, and why", Reader::Amount},
    {"date", "dates, in either era and relative to --reference-date", Reader::Date},
    {"time", "times of day, by both Thai clocks", Reader::Time},
    {"normalize", "typing faults repaired, as every reader sees the text", Reader::Normalize},
    {"occupation",
     "occupations by their codes: main, others, and those given up",
     Reader::Occupation},
    {"text", "several facts in one sentence, and what must be asked back", Reader::Text},
    {"sms", "encoding, units and segments of a text sent as SMS", Reader::Sms},
    {"phone", "telephone numbers as E.164", Reader::Phone},
});

struct Options {
    std::string reference_date;
    std::string slot;
};

// The next line of standard input without its end; false at the end of input.
bool read_line(std::string& line) {
    line.clear();
    int c = std::fgetc(stdin);
    if (c == EOF) {
        return false;
    }
    for (; c != EOF && c != '\n'; c = std::fgetc(stdin)) {
        line.push_back(static_cast<char>(c));
    }
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    return true;
}

int understand(Reader reader, const Options& options) {
    UnderstandOptions understanding;
    understanding.slot = options.slot;
    understanding.reference = conversation::bangkok_day(SystemClock{}.now());
    if (!options.reference_date.empty()) {
        const auto day = conversation::parse_day(options.reference_date);
        if (!day) {
            std::fprintf(
                stderr,
                "sammachip understand: --reference-date is a day such as 2026-01-31, not %s\n",
                options.reference_date.c_str());
            return 2;
        }
        understanding.reference = *day;
    }
    for (std::string line; read_line(line);) {
        const std::string out = understand_line(reader, line, understanding) + "\n";
        std::fwrite(out.data(), 1, out.size(), stdout);
    }
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 ? 0 : 1;
}

}  // namespace

void add_understand(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand(
        "understand",
        "Say how typed lines are read: lines on standard input, one JSON object each");
    command->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    command->add_option("--reference-date",
                        options->reference_date,
                        "YYYY-MM-DD that relative dates count from (default: today)");
    command->add_option(
        "--slot",
        options->slot,
        "what has been asked: income_total, expense_total, saving_amount or debt_total");
    for (const Named& named : kReaders) {
        auto* one = command->add_subcommand(named.name, named.help);
        one->fallthrough();  // the options may stand on either side of the reader's name
        const Reader reader = named.reader;
        one->callback([&line, options, reader] {
            line.run = [options, reader] { return understand(reader, *options); };
        });
    }
}

}  // namespace bot
