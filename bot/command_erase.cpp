#include "bot/command.h"
#include "bot/housekeeping.h"
#include "bot/office_database.h"
#include "console/import_cell.h"
#include "conversation/answer/phone.h"
#include "storage/audit_log.h"
#include "storage/household_finder.h"
#include "storage/requests.h"
#include "storage/tombstones.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

namespace bot {

namespace {

HousekeepingDoors doors_of(OfficeDatabase& office) {
    return {.write = [&office](const storage::Writer::Job& job) { office.write(job); },
            .shorten =
                [&office] {
                    (void)office.writer().checkpoint(false);
                    (void)office.writer().checkpoint(true);
                },
            .reader = office.reader()};
}

int run_erasing(OfficeDatabase& office) {
    const auto texts = conversation::Texts::built_in();
    const auto outcome =
        ErasureJob(doors_of(office), texts).run(office.now(), office.now(), "command");
    fmt::print("{} erased, {} proved, {} wait for a last word to be sent, {} traces\n",
               outcome.erased,
               outcome.closed,
               outcome.waiting,
               outcome.traces);
    if (outcome.traces > 0) {
        (void)std::fputs("something of an erased address is still there: look at the audit log\n",
                         stderr);
    }
    return outcome.traces > 0 ? 1 : 0;
}

// Asked on paper or at the counter: the same wish, the same log.
int erase_household(const std::string& named, const std::string& reason, const CommandLine& line) {
    OfficeDatabase office(line);
    const auto household = storage::find_household(office.reader(), named);
    if (!household) {
        return no_such_household(named);
    }
    std::int64_t number = 0;
    office.write([&](storage::Connection& writer) {
        const auto request = storage::Requests(writer).add(
            {.kind = "ERASE", .household = *household, .text = {}, .attachment = {}},
            {},
            {},
            office.now());
        number = request.number;
        storage::AuditLog(writer).write({.actor = "command",
                                         .action = "erase.asked",
                                         .subject = fmt::format("household:{}", household->value),
                                         .detail = reason,
                                         .at = office.now()});
    });
    fmt::print("request {}\n", number);
    return run_erasing(office);
}

// Who was erased asked to take part again: imports may bring them back.
struct Lifted {
    std::string village_code;
    std::string house_no;
    std::string phone;
    std::string name;  // given and family
    std::string reason;
};

bool lift_all(storage::Tombstones& tombstones,
              const Lifted& wanted,
              conversation::Instant now,
              std::string_view by) {
    const auto phone = conversation::read_phone(wanted.phone).e164;
    const auto blank = wanted.name.find(' ');
    const bool house = !wanted.house_no.empty() &&
                       tombstones.lift_house(wanted.village_code, wanted.house_no, now, by);
    const bool called = phone && tombstones.lift_phone(*phone, now, by);
    const bool named =
        !wanted.name.empty() &&
        tombstones.lift_name(wanted.village_code,
                             wanted.name.substr(0, blank),
                             blank == std::string::npos ? "" : wanted.name.substr(blank + 1),
                             now,
                             by);
    return house || called || named;
}

int lift(const Lifted& wanted, const CommandLine& line) {
    OfficeDatabase office(line);
    bool lifted = false;
    office.write([&](storage::Connection& writer) {
        storage::Tombstones tombstones(writer);
        lifted = lift_all(tombstones, wanted, office.now(), "command");
        if (lifted) {
            storage::AuditLog(writer).write({.actor = "command",
                                             .action = "erase.lifted",
                                             .subject = {},
                                             .detail = wanted.reason,
                                             .at = office.now()});
        }
    });
    if (!lifted) {
        (void)std::fputs("sammachip: nothing of this was erased\n", stderr);
    }
    return lifted ? 0 : 1;
}

void add_lift(CLI::App& erase, CommandLine& line) {
    auto* command = erase.add_subcommand(
        "lift", "who was erased asked to take part again: imports may bring them back");
    auto wanted = std::make_shared<Lifted>();
    command->add_option("VILLAGE", wanted->village_code, "village code, as 60030403")->required();
    command->add_option("--house-no", wanted->house_no, "the house, as 14/2");
    command->add_option("--phone", wanted->phone, "the telephone of its head");
    command->add_option("--name", wanted->name, "the name of its head, as \"บุญใจ ทองเจริญ\"");
    command->add_option("--reason", wanted->reason, "who asked; kept in the audit log")->required();
    command->callback([wanted, &line] {
        wanted->name = console::tidy(wanted->name);
        wanted->reason = console::tidy(wanted->reason);
        line.run = [wanted, &line] { return lift(*wanted, line); };
    });
}

int run_retention_command(bool dry_run, const CommandLine& line) {
    OfficeDatabase office(line);
    const auto outcomes = dry_run ? preview_retention(office.reader(), office.now())
                                  : run_retention(doors_of(office), office.now());
    bool well = true;
    for (const auto& outcome : outcomes) {
        well = well && outcome.left_over == 0;
        fmt::print("{:<14} before {}  {:>8} rows{}  {}\n",
                   outcome.rule,
                   conversation::to_text(conversation::bangkok_day(outcome.cut_off)),
                   outcome.rows,
                   outcome.left_over > 0 ? fmt::format(", {} LEFT", outcome.left_over) : "",
                   outcome.thai);
    }
    fmt::print("{}", dry_run ? "dry run, nothing was changed\n" : "");
    return well ? 0 : 1;
}

}  // namespace

void add_erase(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand("erase", "makes wishes to be erased true");
    command->require_subcommand(1);
    CLI::App* run = command->add_subcommand("run", "all that were asked for, now, with the proof");
    run->callback([&line] {
        line.run = [&line] {
            OfficeDatabase office(line);
            return run_erasing(office);
        };
    });

    struct Wish {
        std::string household;
        std::string reason;
    };

    auto wish = std::make_shared<Wish>();
    CLI::App* household =
        command->add_subcommand("household", "a household that asked at the office; for good");
    household
        ->add_option("CODE",
                     wish->household,
                     "the 6 digits of its card, or \"60030403 14/2\" (village code, house number)")
        ->required();
    household->add_option("--reason", wish->reason, "who asked; kept in the audit log")->required();
    household->callback([wish, &line] {
        wish->reason = console::tidy(wish->reason);
        line.run = [wish, &line] { return erase_household(wish->household, wish->reason, line); };
    });
    add_lift(*command, line);
}

void add_retention(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand(
        "retention", "lets go of what was kept long enough; the program does it every night");
    auto dry_run = std::make_shared<bool>(false);
    command->add_flag("--dry-run", *dry_run, "only say how much it would be");
    command->callback([dry_run, &line] {
        line.run = [dry_run, &line] { return run_retention_command(*dry_run, line); };
    });
}

}  // namespace bot
