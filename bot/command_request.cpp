#include "bot/command.h"
#include "bot/office_database.h"
#include "console/import_cell.h"
#include "storage/audit_log.h"
#include "storage/household_finder.h"
#include "storage/requests.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace bot {

namespace {

constexpr unsigned kMost = 1000;

struct Done {
    std::int64_t number = 0;
    std::string outcome;
    std::string to;
};

// Reading what people wrote is a look at their record.
void audit_list(storage::Connection& writer, conversation::Instant now, std::size_t rows) {
    storage::AuditLog(writer).write({.actor = "command",
                                     .action = "requests.shown",
                                     .subject = "",
                                     .detail = fmt::format("rows={}", rows),
                                     .at = now});
}

void print_request(storage::Connection& reader,
                   const storage::Requests::Request& request,
                   conversation::Day today) {
    const auto due = request.extended_to.value_or(request.due);
    const bool late =
        request.state == "OPEN" && std::chrono::sys_days(due) < std::chrono::sys_days(today);
    fmt::print("{:>5}  {:<10}  {:<11}  {}  {}{}\n",
               request.number,
               request.kind,
               request.receipt.empty() ? "-" : request.receipt,
               conversation::to_text(due),
               request.state == "OPEN" ? (late ? "LATE" : "open") : "done " + request.outcome,
               request.household ? "  " + storage::household_label(reader, request.household) : "");
    if (!request.text.empty() && request.text != request.receipt) {
        fmt::print("       {}\n", request.text);
    }
}

int list_requests(bool all, const CommandLine& line) {
    OfficeDatabase office(line);
    std::vector<storage::Requests::Request> found;
    office.write([&](storage::Connection& writer) {
        storage::Requests requests(writer);
        found = all ? requests.latest(kMost) : requests.open(kMost);
        audit_list(writer, office.now(), found.size());
    });
    for (const auto& request : found) {
        print_request(office.reader(), request, conversation::bangkok_day(office.now()));
    }
    if (found.empty()) {
        fmt::print("nothing waits / ไม่มีคำขอค้าง\n");
    }
    return 0;
}

// Finds the open request, or says why not.
std::optional<storage::Requests::Request> open_request(storage::Connection& reader,
                                                       std::int64_t number) {
    auto request = storage::Requests(reader).numbered(number);
    const char* trouble = !request                   ? "there is no request of that number"
                          : request->state != "OPEN" ? "it is done already"
                                                     : "";
    if (*trouble != '\0') {
        (void)std::fputs(
            fmt::format("request {}: {} (sammachip request list)\n", number, trouble).c_str(),
            stderr);
        return std::nullopt;
    }
    return request;
}

int finish_request(const Done& wanted, const CommandLine& line) {
    OfficeDatabase office(line);
    const auto request = open_request(office.reader(), wanted.number);
    if (!request) {
        return 1;
    }
    if (request->kind == "ERASE") {
        (void)std::fputs("a wish to be erased is done by erasing: sammachip erase run\n", stderr);
        return 1;
    }
    office.write([&](storage::Connection& writer) {
        storage::Requests(writer).done(request->id, wanted.outcome, office.now(), "command");
        storage::AuditLog(writer).write({.actor = "command",
                                         .action = "request.done",
                                         .subject = fmt::format("request:{}", request->id.value),
                                         .detail = request->kind,
                                         .at = office.now()});
    });
    fmt::print("request {} is done\n", wanted.number);
    return 0;
}

int extend_request(const Done& wanted, const CommandLine& line) {
    OfficeDatabase office(line);
    const auto request = open_request(office.reader(), wanted.number);
    const auto day = conversation::parse_day(wanted.to);
    if (!request || !day || request->kind == "ERASE") {
        if (request) {
            (void)std::fputs(day ? "erasing is promised within 24 hours and cannot be put off\n"
                                 : "write the day as 2025-12-31\n",
                             stderr);
        }
        return 1;
    }
    office.write([&](storage::Connection& writer) {
        storage::Requests(writer).extend(request->id, *day, office.now());
        storage::AuditLog(writer).write({.actor = "command",
                                         .action = "request.extended",
                                         .subject = fmt::format("request:{}", request->id.value),
                                         .detail = wanted.to,
                                         .at = office.now()});
    });
    fmt::print(
        "request {} is due on {}; tell the person why it takes longer\n", wanted.number, wanted.to);
    return 0;
}

}  // namespace

void add_request(CLI::App& app, CommandLine& line) {
    CLI::App* command =
        app.add_subcommand("request", "what people asked of the office, by its day");
    command->require_subcommand(1);
    CLI::App* list = command->add_subcommand("list", "what waits, the one due first, first");
    auto all = std::make_shared<bool>(false);
    list->add_flag("--all", *all, "also what is done");
    list->callback([all, &line] { line.run = [all, &line] { return list_requests(*all, line); }; });

    auto wanted = std::make_shared<Done>();
    CLI::App* done = command->add_subcommand("done", "it was seen to");
    done->add_option("NUMBER", wanted->number, "the first column of the list")->required();
    done->add_option("--outcome", wanted->outcome, "what was done; no personal data")->required();
    done->callback([wanted, &line] {
        wanted->outcome = console::tidy(wanted->outcome);
        line.run = [wanted, &line] { return finish_request(*wanted, line); };
    });

    CLI::App* extend = command->add_subcommand("extend", "more time, which the person is told");
    extend->add_option("NUMBER", wanted->number, "the first column of the list")->required();
    extend->add_option("DAY", wanted->to, "the new day, as 2025-12-31")->required();
    extend->callback(
        [wanted, &line] { line.run = [wanted, &line] { return extend_request(*wanted, line); }; });
}

}  // namespace bot
