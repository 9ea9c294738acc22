#include "bot/command.h"
#include "bot/office_database.h"
#include "storage/audit_log.h"
#include "storage/organisations.h"
#include "storage/plan_queries.h"
#include "storage/plans.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

// The states of the yearly plans, and how far they have come.
namespace bot {

namespace {

void say(const std::string& text) {
    (void)std::fputs(text.c_str(), stderr);
}

int this_year(const OfficeDatabase& office) {
    return conversation::fiscal_year_be(conversation::bangkok_day(office.now()));
}

std::string share(std::int64_t numerator, std::int64_t denominator) {
    if (denominator == 0) {
        return "–";
    }
    const auto tenths = (numerator * 2000 + denominator) / (2 * denominator);  // half up
    return fmt::format("{}/{} = {}.{} %", numerator, denominator, tenths / 10, tenths % 10);
}

std::string steps_of(const std::array<storage::PlanQueries::StepState, 5>& steps) {
    using State = storage::PlanQueries::StepState;
    std::string text;
    for (const auto step : steps) {
        text += step == State::Done ? "●" : step == State::InProgress ? "◐" : "○";
    }
    return text;
}

int list(int year, const CommandLine& line) {
    OfficeDatabase office(line);
    const int shown = year == 0 ? this_year(office) : year;
    const auto today = conversation::bangkok_day(office.now());
    storage::PlanQueries queries(office.reader());
    for (const auto& plan : storage::Plans(office.reader()).of_year(shown)) {
        const auto team = storage::Organisations(office.reader()).find(plan.organisation);
        const auto progress = queries.progress(plan.organisation, shown, today);
        fmt::print(
            "{}\t{}\t{}\tactivities {}\tDONE {}\tONTIME {}\tcancelled {}\toverdue {}\tsteps {}\n",
            team ? team->kind : "",
            team ? team->name_th : "",
            plan.status,
            progress.activities,
            share(progress.done, progress.due),
            share(progress.on_time, progress.done),
            progress.cancelled,
            progress.overdue,
            steps_of(storage::five_steps(queries.step_facts(plan.organisation, shown, today))));
    }
    return 0;
}

struct Wanted {
    std::string status;
    std::string organisation;
    int year = 0;
};

int set_status(const Wanted& wanted, const CommandLine& line) {
    OfficeDatabase office(line);
    const int year = wanted.year == 0 ? this_year(office) : wanted.year;
    const auto team = storage::Organisations(office.reader()).only_of_kind(wanted.organisation);
    const auto plan = team ? storage::Plans(office.reader()).find(team, year) : std::nullopt;
    if (!plan) {
        say(fmt::format(
            "sammachip: {} has no plan of {}: sammachip import plan\n", wanted.organisation, year));
        return 1;
    }
    office.write([&](storage::Connection& writer) {
        const auto day = wanted.status == "APPROVED"
                             ? std::optional(conversation::bangkok_day(office.now()))
                             : std::nullopt;
        storage::Plans(writer).set_status(plan->id, wanted.status, day, office.now());
        storage::AuditLog(writer).write({"command",
                                         "plan.status",
                                         fmt::format("plan:{}", plan->id.value),
                                         wanted.status,
                                         office.now()});
    });
    fmt::print("{} {}: {}\n", wanted.organisation, year, wanted.status);
    return 0;
}

void add_status(
    CLI::App& command, CommandLine& line, const char* word, const char* status, const char* help) {
    CLI::App* made = command.add_subcommand(word, help);
    auto wanted = std::make_shared<Wanted>();
    wanted->status = status;
    made->add_option("organisation", wanted->organisation, "CCC, WOM, VOL or SAV")
        ->required()
        ->check(CLI::IsMember({"CCC", "WOM", "VOL", "SAV"}));
    made->add_option("--year", wanted->year, "Buddhist fiscal year; else the present one")
        ->check(CLI::Range(2500, 2700));
    made->callback(
        [wanted, &line] { line.run = [wanted, &line] { return set_status(*wanted, line); }; });
}

}  // namespace

void add_plan(CLI::App& app, CommandLine& line) {
    CLI::App* command =
        app.add_subcommand("plan", "Plans of the organisations: how far they are, and their state");
    command->require_subcommand(1);
    CLI::App* listed = command->add_subcommand("list", "plans of a year, computed from answers");
    auto year = std::make_shared<int>(0);
    listed->add_option("--year", *year, "Buddhist fiscal year; else the present one")
        ->check(CLI::Range(2500, 2700));
    listed->callback([year, &line] { line.run = [year, &line] { return list(*year, line); }; });
    add_status(*command, line, "approve", "APPROVED", "the plan is agreed");
    add_status(*command, line, "close", "CLOSED", "the year is over: nobody is reminded any more");
    add_status(*command, line, "reopen", "DRAFT", "a draft again");
}

}  // namespace bot
