#include "bot/command.h"
#include "bot/office_database.h"
#include "console/api_scope.h"
#include "console/import_cell.h"
#include "storage/api_tokens.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Tokens by which programs read the exports.
namespace bot {

namespace {

using storage::ApiTokens;

struct Arguments {
    std::string name;
    std::vector<std::string> kinds = {std::string(ApiTokens::kEveryKind)};
    std::string area;
    bool personal = false;
    std::string reason;
    int days = console::kTokenDays;
};

void say(const std::string& text) {
    (void)std::fputs(text.c_str(), stderr);
}

int make(const Arguments& wanted, const CommandLine& line) {
    OfficeDatabase office(line);
    const ApiTokens::Wish wish{.name = wanted.name,
                               .kinds = wanted.kinds,
                               .area = wanted.area,
                               .personal = wanted.personal,
                               .reason = console::tidy(wanted.reason),
                               .expires_at = office.now() + std::chrono::days(wanted.days)};
    if (const auto fault = console::wish_fault(office.reader(), wish, office.now())) {
        say(fmt::format("sammachip: {}\n{}\n", fault->english, fault->thai));
        return 1;
    }
    std::optional<std::string> text;
    office.write([&](storage::Connection& writer) {
        text = ApiTokens(writer).make(wish, office.now(), "command");
    });
    if (!text) {
        say(fmt::format("sammachip: there is a token {} already: sammachip token revoke {}\n",
                        wanted.name,
                        wanted.name));
        return 1;
    }
    fmt::print("{}\n", *text);
    say("Whoever has this token reads what it may: give it to its program alone. It is shown only "
        "once; sammachip token revoke takes it back\n"
        "ผู้มีรหัสนี้อ่านข้อมูลได้ รหัสแสดงครั้งเดียว ยกเลิกได้ด้วย sammachip token revoke\n");
    return 0;
}

const char* state_word(ApiTokens::State state) {
    switch (state) {
        case ApiTokens::State::Expired:
            return "expired";
        case ApiTokens::State::Revoked:
            return "revoked";
        case ApiTokens::State::Open:
            break;
    }
    return "open";
}

int list(const CommandLine& line) {
    OfficeDatabase office(line);
    const auto tokens = ApiTokens(office.reader()).all();
    for (const auto& token : tokens) {
        const auto day = [](conversation::Instant at) {
            return conversation::to_text(conversation::bangkok_day(at));
        };
        fmt::print("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n",
                   token.may.name,
                   state_word(token.state(office.now())),
                   fmt::join(token.may.kinds, ","),
                   token.may.area.empty() ? "all" : token.may.area,
                   token.may.personal ? "personal" : "not personal",
                   "until " + day(token.may.expires_at),
                   token.last_used_at ? "used " + day(*token.last_used_at) : "never used",
                   token.created_by);
    }
    say(fmt::format("{} tokens\n", tokens.size()));
    return 0;
}

int revoke(const std::string& name, const CommandLine& line) {
    OfficeDatabase office(line);
    bool revoked = false;
    office.write([&](storage::Connection& writer) {
        revoked = ApiTokens(writer).revoke(name, office.now(), "command");
    });
    if (!revoked) {
        say("sammachip: no open token has this name: sammachip token list\n");
    }
    return revoked ? 0 : 1;
}

}  // namespace

void add_token(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand(
        "token", "Tokens by which Excel, Power BI and other programs read exports");
    command->require_subcommand(1);
    CLI::App* adding = command->add_subcommand("add", "a new token; it is printed once");
    auto wanted = std::make_shared<Arguments>();
    adding->add_option("NAME", wanted->name, "as powerbi; the audit log names it so")->required();
    adding
        ->add_option("--kinds",
                     wanted->kinds,
                     "exports it may read, as reports,coverage; without it all but audit and "
                     "messages")
        ->delimiter(',');
    adding->add_option("--area", wanted->area, "only this district, tambon or village, by code");
    adding->add_flag("--personal", wanted->personal, "names and poor flags too, with a reason");
    adding->add_option("--reason",
                       wanted->reason,
                       "why, where none can be written with each reading (Excel, Power BI)");
    adding->add_option("--days", wanted->days, "how long it lives; a year without it")
        ->check(CLI::Range(1, console::kMostTokenDays));
    adding->callback(
        [wanted, &line] { line.run = [wanted, &line] { return make(*wanted, line); }; });
    command
        ->add_subcommand("list",
                         "name, state, exports, area, personal, until, last used, who made it")
        ->callback([&line] { line.run = [&line] { return list(line); }; });
    CLI::App* revoking = command->add_subcommand("revoke", "ends a token at once");
    auto name = std::make_shared<std::string>();
    revoking->add_option("NAME", *name, "of sammachip token list")->required();
    revoking->callback([name, &line] { line.run = [name, &line] { return revoke(*name, line); }; });
}

}  // namespace bot
