#include "bot/command.h"
#include "bot/office_database.h"
#include "console/import_cell.h"
#include "storage/audit_log.h"
#include "storage/breaches.h"
#include "storage/contacts.h"
#include "storage/household_finder.h"
#include "storage/households.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bot {

namespace {

using storage::Breaches;

struct Arguments {
    std::int64_t id = 0;
    std::string happened;
    std::string known_at;  // "2025-11-30 09:30", Bangkok's; empty: now
    std::string data_kinds;
    std::string risk;
    std::string assessment;
    std::string late_reason;
    std::string whom;
    std::optional<std::int64_t> people;
    std::vector<std::string> households;
};

int refuse(const std::string& words) {
    (void)std::fputs((words + "\n").c_str(), stderr);
    return 1;
}

std::optional<conversation::Instant> read_time(const std::string& text) {
    if (text.size() != std::string_view("2025-11-30 09:30").size() || text[10] != ' ') {
        return std::nullopt;
    }
    const auto utc =
        conversation::parse_instant(text.substr(0, 10) + "T" + text.substr(11) + ":00.000Z");
    return utc ? std::optional(*utc - conversation::kBangkokOffset) : std::nullopt;
}

std::string clock_of(const Breaches::Breach& breach, conversation::Instant now) {
    if (breach.regulator_told_at) {
        return "regulator told " + shown_time(*breach.regulator_told_at);
    }
    if (breach.closed_at) {
        return "closed, nobody had to be told";
    }
    const auto left = std::chrono::duration_cast<std::chrono::hours>(breach.due_at() - now).count();
    return left >= 0 ? fmt::format("{} hours left", left)
                     : fmt::format("OVERDUE since {} hours", -left);
}

int open_breach(const Arguments& wanted, const CommandLine& line) {
    OfficeDatabase office(line);
    Breaches::Breach breach;
    breach.happened = wanted.happened;
    breach.data_kinds = wanted.data_kinds;
    breach.people = wanted.people;
    const auto known =
        wanted.known_at.empty() ? std::optional(office.now()) : read_time(wanted.known_at);
    if (!known || *known > office.now()) {
        return refuse("--known-at: write when the office knew, as \"2025-11-30 09:30\"");
    }
    breach.known_at = *known;
    std::vector<conversation::HouseholdId> houses;
    for (const auto& named : wanted.households) {
        const auto house = storage::find_household(office.reader(), named);
        if (!house) {
            return no_such_household(named);
        }
        houses.push_back(*house);
    }
    storage::BreachId id;
    office.write([&](storage::Connection& writer) {
        Breaches breaches(writer);
        id = breaches.add(breach, office.now(), "command");
        for (const auto house : houses) {
            breaches.add_household(id, house);
        }
    });
    fmt::print("breach {}: tell the regulator by {}\n", id.value, shown_time(breach.due_at()));
    return 0;
}

int change_breach(
    std::int64_t id,
    const std::function<std::string(Breaches::Breach&, conversation::Instant)>& change,
    const CommandLine& line) {
    OfficeDatabase office(line);
    std::string words;
    bool found = false;
    office.write([&](storage::Connection& writer) {
        Breaches breaches(writer);
        if (auto breach = breaches.find(storage::BreachId{id})) {
            found = true;
            words = change(*breach, office.now());
            if (words.empty()) {
                breaches.update(*breach, office.now(), "command");
            }
        }
    });
    if (!found) {
        return refuse(fmt::format("there is no breach {}: sammachip breach list", id));
    }
    if (!words.empty()) {
        return refuse(words);
    }
    fmt::print("breach {}: kept\n", id);
    return 0;
}

int assess(const Arguments& wanted, const CommandLine& line) {
    return change_breach(
        wanted.id,
        [&](Breaches::Breach& breach, conversation::Instant now) {
            breach.risk = wanted.risk;
            breach.assessment = wanted.assessment;
            breach.people = wanted.people ? wanted.people : breach.people;
            if (breach.risk == "NONE") {
                breach.closed_at = now;
            }
            return std::string();
        },
        line);
}

int told(const Arguments& wanted, const CommandLine& line) {
    return change_breach(
        wanted.id,
        [&](Breaches::Breach& breach, conversation::Instant now) {
            if (wanted.whom == "people") {
                breach.people_told_at = now;
                return std::string();
            }
            if (now > breach.due_at() && wanted.late_reason.empty()) {
                return std::string("the 72 hours are over: say why with --late-reason");
            }
            breach.regulator_told_at = now;
            breach.late_reason = wanted.late_reason;
            return std::string();
        },
        line);
}

int close_breach(const Arguments& wanted, const CommandLine& line) {
    return change_breach(
        wanted.id,
        [](Breaches::Breach& breach, conversation::Instant now) {
            if (breach.assessment.empty()) {
                return std::string("assess it first: sammachip breach assess");
            }
            if (breach.risk != "NONE" && !breach.regulator_told_at) {
                return std::string("there is a risk and the regulator was not told");
            }
            if (breach.risk == "HIGH" && !breach.people_told_at) {
                return std::string("the risk is high and the people were not told");
            }
            breach.closed_at = now;
            return std::string();
        },
        line);
}

int list_breaches(const CommandLine& line) {
    OfficeDatabase office(line);
    const auto all = Breaches(office.reader()).open();
    for (const auto& breach : all) {
        fmt::print("{}  known {}  risk {}  {}\n    {}\n",
                   breach.id.value,
                   shown_time(breach.known_at),
                   breach.risk,
                   clock_of(breach, office.now()),
                   breach.happened);
    }
    if (all.empty()) {
        fmt::print("no breach is open / ไม่มีเหตุที่เปิดอยู่\n");
    }
    return 0;
}

// Who is affected and how they are reached: a look at their records.
int affected(const Arguments& wanted, const CommandLine& line) {
    OfficeDatabase office(line);
    const storage::BreachId id{wanted.id};
    if (!Breaches(office.reader()).find(id)) {
        return refuse(fmt::format("there is no breach {}: sammachip breach list", id.value));
    }
    std::string listing = "household,house,head,phone,channels\n";
    office.write([&](storage::Connection& writer) {
        for (const auto house : Breaches(writer).households(id)) {
            const auto record = storage::Households(writer).find(house);
            std::string ways;
            for (const auto contact : storage::Contacts(writer).of_household(house)) {
                for (const auto& address : storage::Contacts(writer).addresses(contact)) {
                    ways += (ways.empty() ? "" : " ");
                    ways += conversation::channel_name(address.address);
                }
            }
            listing += fmt::format("{},\"{}\",\"{} {}\",{},{}\n",
                                   house.value,
                                   storage::household_label(writer, house),
                                   record ? record->head.given_name : "",
                                   record ? record->head.family_name : "",
                                   record ? record->head.phone : "",
                                   ways.empty() ? "PAPER" : ways);
            storage::AuditLog(writer).write({.actor = "command",
                                             .action = "breach.affected",
                                             .subject = fmt::format("household:{}", house.value),
                                             .detail = fmt::format("breach:{}", id.value),
                                             .at = office.now()});
        }
    });
    fmt::print("{}", listing);
    return 0;
}

using Run = int (*)(const Arguments&, const CommandLine&);

CLI::App* add(CLI::App* command,
              const char* name,
              const char* words,
              const std::shared_ptr<Arguments>& wanted,
              Run run,
              CommandLine& line) {
    CLI::App* sub = command->add_subcommand(name, words);
    sub->callback([wanted, run, &line] {
        for (auto* text : {&wanted->happened, &wanted->assessment, &wanted->late_reason}) {
            *text = console::tidy(*text);
        }
        line.run = [wanted, run, &line] { return run(*wanted, line); };
    });
    return sub;
}

}  // namespace

void add_breach(CLI::App& app, CommandLine& line) {
    CLI::App* command =
        app.add_subcommand("breach", "the register of breaches, with the 72-hour clock");
    command->require_subcommand(1);
    auto wanted = std::make_shared<Arguments>();

    CLI::App* open =
        add(command, "open", "something happened: the clock runs", wanted, open_breach, line);
    open->add_option("WHAT", wanted->happened, "what happened, without names")->required();
    open->add_option("--known-at", wanted->known_at, "when the office knew, \"2025-11-30 09:30\"");
    open->add_option("--data", wanted->data_kinds, "which kinds of data");
    open->add_option("--people", wanted->people, "how many people");
    open->add_option("--household", wanted->households, "a household affected; may be repeated");

    CLI::App* judge = add(
        command, "assess", "how bad it is; kept even when nobody is told", wanted, assess, line);
    judge->add_option("ID", wanted->id, "of the list")->required();
    judge->add_option("--risk", wanted->risk, "NONE (closes it), RISK or HIGH")
        ->required()
        ->check(CLI::IsMember({"NONE", "RISK", "HIGH"}));
    judge->add_option("--assessment", wanted->assessment, "why")->required();
    judge->add_option("--people", wanted->people, "how many people");

    CLI::App* tell =
        add(command, "told", "the regulator or the people were told", wanted, told, line);
    tell->add_option("ID", wanted->id, "of the list")->required();
    tell->add_option("WHOM", wanted->whom, "regulator or people")
        ->required()
        ->check(CLI::IsMember({"regulator", "people"}));
    tell->add_option("--late-reason", wanted->late_reason, "why after the 72 hours");

    CLI::App* end = add(command, "close", "all was done", wanted, close_breach, line);
    end->add_option("ID", wanted->id, "of the list")->required();

    CLI::App* list = command->add_subcommand("list", "what is open, and its clock");
    list->callback([&line] { line.run = [&line] { return list_breaches(line); }; });

    CLI::App* who = add(command,
                        "affected",
                        "the households affected and how to reach them",
                        wanted,
                        affected,
                        line);
    who->add_option("ID", wanted->id, "of the list")->required();
}

}  // namespace bot
