#include "bot/command_remind_switch.h"

#include "bot/office_database.h"
#include "bot/reminder_rules.h"
#include "conversation/answer/phone.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/reminder_sources.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bot {

namespace {

struct Wanted {
    std::string reminder;
    std::string activity_kind;
    std::string organisation;
    std::string phone;
    bool on = false;
};

void say(const std::string& text) {
    (void)std::fputs(text.c_str(), stderr);
}

std::optional<storage::ReminderSources::Switch> read_switch(const Wanted& wanted,
                                                            storage::Connection& reader) {
    storage::ReminderSources::Switch made;
    made.reminder = wanted.reminder;
    made.activity_kind = wanted.activity_kind;
    made.enabled = wanted.on;
    if (!wanted.organisation.empty()) {
        made.organisation = storage::Organisations(reader).only_of_kind(wanted.organisation);
        if (!made.organisation) {
            say("sammachip: no organisation of this kind, or more than one\n");
            return std::nullopt;
        }
    }
    if (!wanted.phone.empty()) {
        const auto phone = conversation::read_phone(wanted.phone).e164.value_or(wanted.phone);
        made.person = storage::People(reader).only_with_phone(phone);
        if (!made.person) {
            say("sammachip: nobody has this telephone number, or several people\n");
            return std::nullopt;
        }
    }
    return made;
}

int put(const Wanted& wanted, const CommandLine& line) {
    OfficeDatabase office(line);
    const auto made = read_switch(wanted, office.reader());
    if (!made) {
        return 1;
    }
    office.write([&](storage::Connection& writer) {
        storage::ReminderSources(writer).put_switch(*made, office.now(), "command");
    });
    return 0;
}

std::string or_all(const std::string& text) {
    return text.empty() ? "all" : text;
}

int list(const CommandLine& line) {
    OfficeDatabase office(line);
    for (const auto& one : storage::ReminderSources(office.reader()).switches()) {
        const auto team = storage::Organisations(office.reader()).find(one.organisation);
        fmt::print("{}\tactivities: {}\torganisation: {}\tperson: {}\t{}\n",
                   or_all(one.reminder),
                   or_all(one.activity_kind),
                   team ? team->name_th : "all",
                   one.person ? std::to_string(one.person.value) : "all",
                   one.enabled ? "on" : "off");
    }
    return 0;
}

void add_put(CLI::App& remind, CommandLine& line, const char* word, bool on, const char* help) {
    CLI::App* command = remind.add_subcommand(word, help);
    auto wanted = std::make_shared<Wanted>();
    wanted->on = on;
    std::vector<std::string> kinds;
    for (const auto kind : kReminderKinds) {
        kinds.emplace_back(name(kind));
    }
    command
        ->add_option("--reminder", wanted->reminder, "WEEK_BEFORE, DAY_BEFORE, MORNING …; else all")
        ->check(CLI::IsMember(kinds));
    command->add_option("--activity", wanted->activity_kind, "PREP, TRAIN, VISIT …; else all")
        ->check(CLI::IsMember(
            {"PREP", "TRAIN", "VISIT", "MONITOR", "MEETING", "FUND", "PLANWORK", "OTHER"}));
    command->add_option("--organisation", wanted->organisation, "CCC, WOM, VOL or SAV; else all")
        ->check(CLI::IsMember({"CCC", "WOM", "VOL", "SAV"}));
    command->add_option("--person", wanted->phone, "telephone of a person; else all");
    command->callback(
        [wanted, &line] { line.run = [wanted, &line] { return put(*wanted, line); }; });
}

}  // namespace

void add_reminder_switches(CLI::App& remind, CommandLine& line) {
    add_put(remind, line, "off", false, "turns reminders off: of a kind, a team, a person");
    add_put(remind, line, "on", true, "turns them on again; the closest switch decides");
    remind.add_subcommand("switches", "what is turned off or on")->callback([&line] {
        line.run = [&line] { return list(line); };
    });
}

}  // namespace bot
