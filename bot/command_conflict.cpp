#include "bot/clock.h"
#include "bot/command.h"
#include "bot/command_database.h"
#include "storage/audit_log.h"
#include "storage/households.h"
#include "storage/report_conflicts.h"
#include "storage/reports.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

// Two people's reports of a month that differ: seen and settled by the office where the house does
// not do so itself.
namespace bot {

namespace {

constexpr unsigned kMostListed = 1000;

struct Wanted {
    std::int64_t id = 0;
    std::string counts;  // first second
    std::string reason;
};

std::string place_of(storage::Connection& connection, conversation::HouseholdId id) {
    const auto house = storage::Households(connection).find(id);
    return house ? fmt::format("{} {}", house->village_code, house->house_no) : std::string("-");
}

void audit(storage::Connection& connection,
           const char* action,
           conversation::HouseholdId household,
           const std::string& detail,
           conversation::Instant now) {
    storage::AuditLog(connection)
        .write({.actor = "command",
                .action = action,
                .subject = fmt::format("household:{}", household.value),
                .detail = detail,
                .at = now});
}

int list(const CommandLine& line) {
    const auto now = SystemClock().now();
    auto connection = open_for_command(line, now);
    const auto open = storage::ReportConflicts(connection).all_open(kMostListed);
    for (const auto& one : open) {
        fmt::print(
            "{}  {}  {}\n", one.id.value, place_of(connection, one.household), to_text(one.period));
    }
    (void)std::fputs(fmt::format("{} open\n", open.size()).c_str(), stderr);
    return 0;
}

std::string said_by(const conversation::ReportView& view) {
    std::string text = view.on_behalf ? "on behalf, " : "";
    text += view.reporter_relation.empty() ? "-" : view.reporter_relation;
    for (const auto& [name, value] : view.values) {
        text += fmt::format("  {}={}", name, value);
    }
    return text;
}

int show(const CommandLine& line, const Wanted& wanted) {
    const auto now = SystemClock().now();
    auto connection = open_for_command(line, now);
    storage::Transaction transaction(connection);
    const auto one = storage::ReportConflicts(connection).find({wanted.id});
    if (!one) {
        (void)std::fputs("sammachip: there is no conflict with this number\n", stderr);
        return 1;
    }
    audit(connection, "report.conflict_shown", one->household, to_text(one->period), now);
    transaction.commit();  // before anything is seen
    storage::Reports reports(connection);
    const auto first = reports.of_revision(one->first);
    const auto second = reports.of_revision(one->second);
    fmt::print("{}  {}  {}\n",
               place_of(connection, one->household),
               to_text(one->period),
               one->settled ? "settled" : "open");
    fmt::print("first   {}\n", first ? said_by(*first) : std::string("-"));
    fmt::print("second  {}\n", second ? said_by(*second) : std::string("-"));
    return 0;
}

int settle(const CommandLine& line, const Wanted& wanted) {
    const auto now = SystemClock().now();
    auto connection = open_for_command(line, now);
    storage::Transaction transaction(connection);
    storage::ReportConflicts conflicts(connection);
    const auto one = conflicts.find({wanted.id});
    const bool done =
        one && conflicts.settle(
                   one->id, wanted.counts == "first" ? one->first : one->second, now, "command");
    if (!done) {
        (void)std::fputs("sammachip: there is no open conflict with this number\n", stderr);
        return 1;
    }
    audit(connection, "report.conflict_reason", one->household, wanted.reason, now);
    transaction.commit();
    fmt::print("{} {}: the {} report counts\n",
               place_of(connection, one->household),
               to_text(one->period),
               wanted.counts);
    return 0;
}

}  // namespace

void add_conflict(CLI::App& app, CommandLine& line) {
    auto wanted = std::make_shared<Wanted>();
    auto* command =
        app.add_subcommand("conflict", "Two people's reports of a month that differ: see, settle");
    command->require_subcommand(1);
    command->add_subcommand("list", "open ones: number, house, month")->callback([&line] {
        line.run = [&line] { return list(line); };
    });
    auto* shown = command->add_subcommand("show", "both reports; leaves an audit row");
    shown->add_option("NUMBER", wanted->id, "as the list gives it")->required();
    shown->callback(
        [&line, wanted] { line.run = [&line, wanted] { return show(line, *wanted); }; });
    auto* settled = command->add_subcommand("settle", "say which one counts");
    settled->add_option("NUMBER", wanted->id, "as the list gives it")->required();
    settled->add_option("WHICH", wanted->counts, "first or second")
        ->required()
        ->check(CLI::IsMember({"first", "second"}));
    settled->add_option("--reason", wanted->reason, "how it was found out; kept in the audit log")
        ->required();
    settled->callback(
        [&line, wanted] { line.run = [&line, wanted] { return settle(line, *wanted); }; });
}

}  // namespace bot
