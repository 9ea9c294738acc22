#include "bot/command.h"
#include "bot/office_database.h"
#include "storage/office_settings.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

// What the office decides for itself, where the founding document leaves it open.
namespace bot {

namespace {

struct Wanted {
    std::string key;
    std::string value;
};

std::string allowed(const storage::OfficeSettings::Known& known) {
    std::string text;
    for (const auto value : known.values) {
        text += (text.empty() ? "" : ", ") + std::string(value);
    }
    return text.empty() ? "1 to 999" : text;
}

int list(const CommandLine& line) {
    OfficeDatabase office(line);
    storage::OfficeSettings settings(office.reader());
    for (const auto& known : storage::OfficeSettings::known()) {
        fmt::print("{} = {}  ({})\n", known.key, settings.get(known.key), allowed(known));
    }
    return 0;
}

int set(const CommandLine& line, const Wanted& wanted) {
    OfficeDatabase office(line);
    const auto all = storage::OfficeSettings::known();
    const auto known = std::find_if(
        all.begin(), all.end(), [&](const auto& one) { return one.key == wanted.key; });
    if (known == all.end()) {
        (void)std::fputs(
            fmt::format("sammachip: there is no setting {}; sammachip setting list shows all\n",
                        wanted.key)
                .c_str(),
            stderr);
        return 1;
    }
    bool taken = false;
    office.write([&](storage::Connection& writer) {
        taken = storage::OfficeSettings(writer)
                    .put(wanted.key, wanted.value, office.now(), "command")
                    .has_value();
    });
    if (!taken) {
        (void)std::fputs(
            fmt::format("sammachip: {} takes {}\n", wanted.key, allowed(*known)).c_str(), stderr);
        return 1;
    }
    return 0;
}

}  // namespace

void add_setting(CLI::App& app, CommandLine& line) {
    auto wanted = std::make_shared<Wanted>();
    auto* command =
        app.add_subcommand("setting", "What the office decides: quota of model households, …");
    command->require_subcommand(1);
    command->add_subcommand("list", "every setting, its value, what it takes")->callback([&line] {
        line.run = [&line] { return list(line); };
    });
    auto* change = command->add_subcommand("set", "changes one; the old value is kept");
    change->add_option("KEY", wanted->key, "as the list names it")->required();
    change->add_option("VALUE", wanted->value, "the new value")->required();
    change->callback(
        [&line, wanted] { line.run = [&line, wanted] { return set(line, *wanted); }; });
}

}  // namespace bot
