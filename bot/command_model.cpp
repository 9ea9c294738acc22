#include "bot/command.h"
#include "bot/model_notices.h"
#include "bot/office_database.h"
#include "bot/sms_gateways.h"
#include "console/model_announcement.h"
#include "conversation/form/forms.h"
#include "conversation/texts.h"
#include "storage/audit_log.h"
#include "storage/household_finder.h"
#include "storage/model_choice.h"
#include "storage/model_view.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

// The office's part in choosing the model household: what stands, an agreement on paper, the
// confirmation, the announcement.
namespace bot {

namespace {

using storage::ModelChoice;

struct Arguments {
    std::string household;
    std::string reason;
};

int complain(const char* words) {
    (void)std::fputs(fmt::format("sammachip: {}\n", words).c_str(), stderr);
    return 1;
}

ModelChoice::Deed by_office(const OfficeDatabase& office) {
    return {{}, office.now(), "command"};
}

int list(const CommandLine& line) {
    OfficeDatabase office(line);
    const auto today = conversation::bangkok_day(office.now());
    const auto year = storage::ModelView(office.reader()).year(conversation::fiscal_year_be(today));
    for (const auto& one : year.nominees) {
        const auto met = std::ranges::count_if(
            one.criteria, [](const conversation::ModelCriterion& each) { return each.met; });
        fmt::print("{} {}  {}{}  {}/5  {} points of {}{}\n",
                   one.house.village_code,
                   one.house.house_no,
                   one.confirmed ? "CONFIRMED" : one.stage,
                   one.agreed ? "" : " (house not asked, or no answer yet)",
                   met,
                   one.score,
                   one.scorers,
                   one.stage == "CHOSEN" && !one.confirmed ? "  WAITS FOR CONFIRMATION" : "");
    }
    (void)std::fputs(fmt::format("{} houses proposed in {}; {} for each {}\n",
                                 year.nominees.size(),
                                 year.fiscal_year_be,
                                 year.quota,
                                 year.scope)
                         .c_str(),
                     stderr);
    return 0;
}

int agree_on_paper(const CommandLine& line, const Arguments& wanted) {
    OfficeDatabase office(line);
    const auto household = storage::find_household(office.reader(), wanted.household);
    if (!household) {
        return no_such_household(wanted.household);
    }
    bool there = false;
    office.write([&](storage::Connection& writer) {
        there = ModelChoice(writer).answer(*household, true, by_office(office));
        if (there) {
            storage::AuditLog(writer).write(
                {.actor = "command",
                 .action = "model.paper",
                 .subject = fmt::format("household:{}", household->value),
                 .detail = wanted.reason,
                 .at = office.now()});
        }
    });
    return there ? 0 : complain("this house is not proposed this year");
}

int say(ModelChoice::Confirmation confirmation) {
    switch (confirmation) {
        case ModelChoice::Confirmation::NotProposed:
            return complain("this house is not proposed this year");
        case ModelChoice::Confirmation::NotChosen:
            return complain("the women's committee has not chosen this house, or it is confirmed");
        case ModelChoice::Confirmation::Done:
            break;
    }
    return 0;
}

int confirm(const CommandLine& line, const Arguments& wanted) {
    OfficeDatabase office(line);
    const auto household = storage::find_household(office.reader(), wanted.household);
    if (!household) {
        return no_such_household(wanted.household);
    }
    const auto texts = conversation::Texts::built_in();
    const conversation::Forms no_forms;
    const conversation::Office words{office.config().office.name, office.config().office.contact};
    const auto rules = sms_rule_book(office.config());
    const TurnContext context{.forms = no_forms, .texts = texts, .office = words, .sms = &rules};
    auto done = ModelChoice::Confirmation::NotProposed;
    office.write([&](storage::Connection& writer) {
        done = ModelChoice(writer).confirm(*household, by_office(office));
        if (done == ModelChoice::Confirmation::Done) {
            (void)tell_of_model(writer, context, *household, "model.chosen_told", office.now());
        }
    });
    return say(done);
}

int give_back(const CommandLine& line, const Arguments& wanted) {
    OfficeDatabase office(line);
    const auto household = storage::find_household(office.reader(), wanted.household);
    if (!household) {
        return no_such_household(wanted.household);
    }
    auto done = ModelChoice::Confirmation::NotProposed;
    office.write([&](storage::Connection& writer) {
        done = ModelChoice(writer).give_back(*household, wanted.reason, by_office(office));
    });
    return say(done);
}

int announce(const CommandLine& line) {
    OfficeDatabase office(line);
    const int year = conversation::fiscal_year_be(conversation::bangkok_day(office.now()));
    console::ModelAnnouncement made;
    office.write([&](storage::Connection& writer) {
        made = console::model_announcement(
            writer, office.config().office.name, year, office.now(), "command");
    });
    if (made.confirmed == 0) {
        return complain("no choice is confirmed yet (sammachip model confirm)");
    }
    fmt::print("{}", made.text);
    return 0;
}

}  // namespace

void add_model(CLI::App& app, CommandLine& line) {
    auto wanted = std::make_shared<Arguments>();
    auto* command = app.add_subcommand(
        "model", "The model household of the year: what stands, confirm, announce");
    command->require_subcommand(1);
    command->add_subcommand("list", "proposed houses, stage, criteria met, points; no names")
        ->callback([&line] { line.run = [&line] { return list(line); }; });
    const auto with_house = [&](const char* name, const char* what) {
        auto* part = command->add_subcommand(name, what);
        part->add_option(
                "HOUSE", wanted->household, "code of its card, \"60030403 14/2\", or its id")
            ->required();
        return part;
    };
    auto* agreed = with_house("agree", "the house's agreement was brought on paper");
    agreed->add_option("--reason", wanted->reason, "who signed and when; kept in the audit log")
        ->required();
    agreed->callback(
        [&line, wanted] { line.run = [&line, wanted] { return agree_on_paper(line, *wanted); }; });
    with_house("confirm", "the committee's choice is right; the house is told")
        ->callback(
            [&line, wanted] { line.run = [&line, wanted] { return confirm(line, *wanted); }; });
    auto* back = with_house("return", "the choice goes back to the committee");
    back->add_option("--reason", wanted->reason, "why; the committee's list keeps it")->required();
    back->callback(
        [&line, wanted] { line.run = [&line, wanted] { return give_back(line, *wanted); }; });
    command->add_subcommand("announce", "prints the announcement; names only who allowed it")
        ->callback([&line] { line.run = [&line] { return announce(line); }; });
}

}  // namespace bot
