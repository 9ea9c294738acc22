#include "bot/card_office.h"
#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "console/card_printer.h"
#include "console/output_file.h"
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

struct Arguments {
    console::CardWish wish;
    std::string out;
    bool lists = false;
};

void complain(const std::string& words) {
    (void)std::fputs(fmt::format("sammachip: {}\n", words).c_str(), stderr);
}

storage::Connection open(const Config& config) {
    if (!std::filesystem::exists(config.database_path)) {
        throw std::runtime_error(
            fmt::format("there is no database at {}; import villages first", config.database_path));
    }
    auto writer = storage::Connection::open_writer(config.database_path);
    (void)storage::migrate(writer, SystemClock().now());
    return writer;
}

int list_codes(const Arguments& arguments, const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    auto writer = open(config);
    storage::Transaction transaction(writer);
    const std::string table =
        console::code_table(writer, arguments.wish, SystemClock().now(), "command");
    transaction.commit();
    fmt::print("{}", table);
    return 0;
}

int print_cards(const Arguments& arguments, const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    const auto office = card_office(config);
    if (office.line_id.empty() && office.sms_number.empty()) {
        complain(
            "a card must say where its code goes: write basic_id = \"@123abcde\" into the "
            "LINE channel's table (`sammachip line setup` says which), or give an SMS channel "
            "a number in from");
        return 1;
    }
    auto writer = open(config);
    const auto now = SystemClock().now();
    console::OutputFile out(arguments.out);
    storage::Transaction transaction(writer);
    const auto printed = arguments.lists
                             ? console::print_lists(writer, office, arguments.wish, now, "command")
                             : console::print_cards(writer, office, arguments.wish, now, "command");
    out.write(printed.page);
    transaction.commit();  // before the file has its name: a code on paper is a code we know
    out.finish();
    complain(printed.words);
    return 0;
}

void add_wish(CLI::App& command, Arguments& wanted) {
    command.add_option("--village", wanted.wish.villages, "only this village, by its 8-digit code");
    command.add_flag("--people", wanted.wish.people, "people with a role instead of households");
}

}  // namespace

void add_codes(CLI::App& app, CommandLine& line) {
    auto* codes = app.add_subcommand("codes", "invitation codes of households and people");
    codes->require_subcommand(1);

    auto listed = std::make_shared<Arguments>();
    auto* list = codes->add_subcommand("list", "who has a code, who is linked already");
    add_wish(*list, *listed);
    list->callback(
        [&line, listed] { line.run = [&line, listed] { return list_codes(*listed, line); }; });

    auto printed = std::make_shared<Arguments>();
    auto* print = codes->add_subcommand("print",
                                        "writes cards as a page to print: those not printed yet; "
                                        "codes are drawn where none is open");
    add_wish(*print, *printed);
    print->add_option("--household",
                      printed->wish.households,
                      "only this one: 60030403/14, its registration code or household_id");
    print->add_flag("--again",
                    printed->wish.again,
                    "print again with new codes; the old cards are void from then on");
    print->add_flag("--lists", printed->lists, "village lists instead of cards");
    print->add_flag("--with-names", printed->wish.names, "with the heads' names on the lists");
    print->add_option(
        "--reason", printed->wish.reason, "why names are needed; kept in the audit log");
    print->add_option("--out", printed->out, "file to write, as cards.html; without it, stdout");
    print->callback([&line, printed] {
        if (printed->wish.names == printed->wish.reason.empty()) {
            throw CLI::ValidationError("--with-names",
                                       "names leave only with --with-names --reason \"why\"");
        }
        line.run = [&line, printed] { return print_cards(*printed, line); };
    });
}

}  // namespace bot
