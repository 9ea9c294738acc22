#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "console/password.h"
#include "storage/audit_log.h"
#include "storage/migrations.h"
#include "storage/officer_factors.h"
#include "storage/officers.h"
#include "storage/organisations.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace bot {

namespace {

using storage::Officers;

constexpr std::chrono::hours kCodeLife{72};

struct Arguments {
    std::string name;
    std::string display_name;
    std::string role = "officer";
    std::string area;
    std::string organisation;
    bool password_from_stdin = false;
};

bool is_account_name(std::string_view name) {
    constexpr std::size_t kMost = 32;
    return !name.empty() && name.size() <= kMost && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

std::string upper(std::string text) {
    for (char& letter : text) {
        letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    }
    return text;
}

storage::Connection open(const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    auto writer = storage::Connection::open_writer(config.database_path);
    (void)storage::migrate(writer, SystemClock().now());
    return writer;
}

Officers::Officer needed(Officers& officers, const std::string& name) {
    auto officer = officers.find(name);
    if (!officer) {
        throw std::runtime_error(
            fmt::format("there is no account {}; sammachip user list names them", name));
    }
    return *std::move(officer);
}

std::string first_line_of_stdin() {
    constexpr std::size_t kMost = 300;
    std::array<char, kMost> bytes{};
    std::string text = std::fgets(bytes.data(), static_cast<int>(bytes.size()), stdin) == nullptr
                           ? ""
                           : bytes.data();
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.pop_back();
    }
    return text;
}

std::string password_of_stdin(const std::string& account) {
    std::string password = first_line_of_stdin();
    if (const auto fault = console::password_fault(password, account)) {
        throw std::runtime_error(std::string(fault->english));
    }
    return password;
}

// Gives the account a code for its first password, and says what to do with it.
void give_code(storage::Connection& writer,
               const Officers::Officer& officer,
               conversation::Instant now) {
    const std::string code = console::random_once_code();
    Officers(writer).set_once_code(officer.id, console::digest(code), now + kCodeLife, now);
    fmt::print(
        "{}: open the console's address, choose \"one-time code\", and within three days "
        "enter\n{}\n",
        officer.name,
        code);
}

// By its kind, where there is one of it, or by its name.
storage::OrganisationId organisation_of(storage::Connection& writer, const std::string& named) {
    storage::Organisations organisations(writer);
    if (const auto only = organisations.only_of_kind(upper(named))) {
        return only;
    }
    const auto all = organisations.all();
    const auto found = std::ranges::find(all, named, &storage::Organisations::Record::name_th);
    return found == all.end() ? storage::OrganisationId{} : found->id;
}

int add(const Arguments& wanted, const CommandLine& line) {
    auto writer = open(line);
    const auto now = SystemClock().now();
    storage::Transaction transaction(writer);
    Officers officers(writer);
    if (officers.find(wanted.name)) {
        throw std::runtime_error(fmt::format("there is an account {} already", wanted.name));
    }
    Officers::Officer officer;
    officer.name = wanted.name;
    officer.display_name = wanted.display_name.empty() ? wanted.name : wanted.display_name;
    officer.role = upper(wanted.role);
    officer.area = wanted.area;
    if (!wanted.organisation.empty()) {
        officer.organisation = organisation_of(writer, wanted.organisation);
        if (!officer.organisation) {
            throw std::runtime_error(
                "there is not one organisation of this kind or name: import organisations first, "
                "write CCC, WOM, VOL, SAV or a whole name");
        }
    }
    officer.id = officers.add(officer, now, "command");
    storage::AuditLog(writer).write(
        {"command", "account.added", "", fmt::format("{} {}", officer.name, officer.role), now});
    if (wanted.password_from_stdin) {
        officers.set_password(
            officer.id, console::hash_password(password_of_stdin(officer.name)), now);
        fmt::print("{}: added\n", officer.name);
    } else {
        give_code(writer, officer, now);
    }
    transaction.commit();
    return 0;
}

int reset(const std::string& name, const CommandLine& line) {
    auto writer = open(line);
    const auto now = SystemClock().now();
    storage::Transaction transaction(writer);
    Officers officers(writer);
    const auto officer = needed(officers, name);
    give_code(writer, officer, now);
    storage::AuditLog(writer).write({"command", "account.reset", "", officer.name, now});
    transaction.commit();
    return 0;
}

int set_disabled(const std::string& name, bool disabled, const CommandLine& line) {
    auto writer = open(line);
    const auto now = SystemClock().now();
    storage::Transaction transaction(writer);
    Officers officers(writer);
    const auto officer = needed(officers, name);
    officers.set_disabled(officer.id, disabled, now);
    storage::AuditLog(writer).write(
        {"command", disabled ? "account.disabled" : "account.enabled", "", officer.name, now});
    transaction.commit();
    fmt::print("{}: {}\n", officer.name, disabled ? "disabled" : "enabled");
    return 0;
}

// The telephone with the app is lost, and the spare codes, too.
int forget_app(const std::string& name, const CommandLine& line) {
    auto writer = open(line);
    storage::Transaction transaction(writer);
    Officers officers(writer);
    const auto officer = needed(officers, name);
    storage::OfficerFactors(writer).remove(officer.id);
    storage::AuditLog(writer).write(
        {"command", "account.app_off", "", officer.name, SystemClock().now()});
    transaction.commit();
    fmt::print("{}: signs in with the password alone now\n", officer.name);
    return 0;
}

int list(const CommandLine& line) {
    auto writer = open(line);
    for (const auto& officer : Officers(writer).all()) {
        const char* state = officer.has_password ? "in use" : "waits for its first password";
        fmt::print("{}\t{}\t{}\t{}\t{}\n",
                   officer.name,
                   officer.role,
                   officer.area.empty() ? "all" : officer.area,
                   officer.disabled ? "disabled" : state,
                   officer.display_name);
    }
    return 0;
}

void check_arguments(const Arguments& wanted) {
    if (!is_account_name(wanted.name)) {
        throw CLI::ValidationError("NAME", "write it with a-z, 0-9, dot or dash, as somjai.t");
    }
    const bool digits =
        std::ranges::all_of(wanted.area, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || wanted.area.size() > 8 || wanted.area.size() % 2 != 0) {
        throw CLI::ValidationError(
            "--area", "write a code of a district (4 digits), tambon (6) or village (8)");
    }
    if (wanted.role == "chair" && wanted.organisation.empty()) {
        throw CLI::ValidationError("--organisation", "a chair belongs to CCC, WOM, VOL or SAV");
    }
}

void add_one(CLI::App& user,
             CommandLine& line,
             const char* command,
             const char* help,
             int (*run)(const std::string&, const CommandLine&)) {
    auto name = std::make_shared<std::string>();
    auto* one = user.add_subcommand(command, help);
    one->add_option("NAME", *name, "the account")->required();
    one->callback(
        [&line, name, run] { line.run = [&line, name, run] { return run(*name, line); }; });
}

}  // namespace

void add_user(CLI::App& app, CommandLine& line) {
    auto* user = app.add_subcommand("user", "accounts of the console: personal, never shared");
    user->require_subcommand(1);
    auto wanted = std::make_shared<Arguments>();
    auto* adding = user->add_subcommand("add", "a new account; prints its one-time code");
    adding->add_option("NAME", wanted->name, "as somjai.t")->required();
    adding->add_option("--display", wanted->display_name, "the name pages show");
    adding->add_option("--role", wanted->role, "admin, officer, chair or viewer")
        ->check(CLI::IsMember({"admin", "officer", "chair", "viewer"}));
    adding->add_option("--area", wanted->area, "only this district, tambon or village, by code");
    adding->add_option("--organisation",
                       wanted->organisation,
                       "of a chair: CCC, WOM, VOL or SAV, or its whole name");
    adding->add_flag(
        "--password-stdin", wanted->password_from_stdin, "the password is a line of stdin");
    adding->callback([wanted, &line] {
        check_arguments(*wanted);
        line.run = [wanted, &line] { return add(*wanted, line); };
    });
    user->add_subcommand("list", "all accounts")->callback([&line] {
        line.run = [&line] { return list(line); };
    });
    add_one(*user, line, "reset", "a new one-time code: the password was forgotten", reset);
    add_one(*user,
            line,
            "forget-app",
            "no code of an app is asked any more: the telephone was lost",
            forget_app);
    add_one(*user,
            line,
            "disable",
            "closes an account and ends its sessions",
            [](const std::string& name, const CommandLine& here) {
                return set_disabled(name, true, here);
            });
    add_one(*user,
            line,
            "enable",
            "opens it again",
            [](const std::string& name, const CommandLine& here) {
                return set_disabled(name, false, here);
            });
}

}  // namespace bot
