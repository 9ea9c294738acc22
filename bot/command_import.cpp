#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "console/import_kind.h"
#include "console/progress_bar.h"
#include "storage/audit_log.h"
#include "storage/migrations.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace bot {

namespace {

struct Arguments {
    std::string kind;
    std::string file;
    std::string organisation;
    bool dry_run = false;
    bool yes = false;
    bool json = false;
};

std::string sha256_of(std::istream& in) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    std::array<char, 65'536> chunk{};
    while (in.read(chunk.data(), chunk.size()) || in.gcount() > 0) {
        crypto_hash_sha256_update(&state,
                                  reinterpret_cast<const unsigned char*>(chunk.data()),
                                  static_cast<unsigned long long>(in.gcount()));
    }
    in.clear();
    in.seekg(0);
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(&state, digest.data());
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

void say(const std::string& text) {
    (void)std::fputs(text.c_str(), stderr);
}

std::string place_of(const std::string& file, std::int64_t line) {
    return line > 0 ? fmt::format("{}:{}", file, line) : file;
}

void print_faults(const std::string& file, const console::RowFaults& faults) {
    for (const console::RowFault& fault : faults.kept()) {
        say(fmt::format("{}{}: {}\n    {}\n",
                        place_of(file, fault.line),
                        fault.column.empty() ? "" : fmt::format(" [{}]", fault.column),
                        fault.english,
                        fault.thai));
    }
}

void print_unknown(const std::vector<std::string>& headers) {
    for (const std::string& header : headers) {
        say(
            fmt::format("the column \"{}\" is not known and is left out / "
                        "ไม่รู้จักคอลัมน์ \"{}\" จึงข้ามไป\n",
                        header,
                        header));
    }
}

void print_report(const std::string& file, const console::ImportOutcome& outcome) {
    for (const auto& note : outcome.report.notes()) {
        say(fmt::format("{}: {}\n    {}\n", place_of(file, note.line), note.english, note.thai));
    }
    if (!outcome.faults.none()) {
        return;
    }
    for (const auto& change : outcome.report.changes()) {
        for (const auto& field : change.fields) {
            say(fmt::format("{} {}: {}: {} -> {}\n",
                            place_of(file, change.line),
                            change.subject,
                            field.field,
                            field.before.empty() ? "–" : field.before,
                            field.after));
        }
    }
    const auto shown = static_cast<std::int64_t>(outcome.report.changes().size());
    if (outcome.result.changed > shown) {
        say(fmt::format("… and {} more rows change / และอีก {} แถว\n",
                        outcome.result.changed - shown,
                        outcome.result.changed - shown));
    }
    if (outcome.without_code > 0) {
        say(
            fmt::format("{} households have no code yet: too many cards are open; print theirs "
                        "when others are used / ยังไม่มีรหัสบัตร {} ครัวเรือน เพราะมีบัตรที่ยังไม่ใช้มากเกินไป\n",
                        outcome.without_code,
                        outcome.without_code));
    }
}

nlohmann::ordered_json json_of(const std::string& kind, const console::ImportOutcome& outcome) {
    using nlohmann::ordered_json;
    ordered_json faults = ordered_json::array();
    for (const auto& fault : outcome.faults.kept()) {
        faults.push_back({{"line", fault.line},
                          {"column", fault.column},
                          {"english", fault.english},
                          {"thai", fault.thai}});
    }
    ordered_json changes = ordered_json::array();
    for (const auto& change : outcome.report.changes()) {
        for (const auto& field : change.fields) {
            changes.push_back({{"line", change.line},
                               {"subject", change.subject},
                               {"field", field.field},
                               {"before", field.before},
                               {"after", field.after}});
        }
    }
    ordered_json notes = ordered_json::array();
    for (const auto& note : outcome.report.notes()) {
        notes.push_back({{"line", note.line}, {"english", note.english}, {"thai", note.thai}});
    }
    return {{"kind", kind},
            {"created", outcome.result.created},
            {"changed", outcome.result.changed},
            {"unchanged", outcome.result.unchanged},
            {"bad", outcome.faults.bad_rows()},
            {"unknown_columns", outcome.unknown_headers},
            {"faults", faults},
            {"changes", changes},
            {"notes", notes}};
}

// Who sits before the screen is asked before anything that was there changes; a script has decided.
bool is_wanted(const Arguments& wanted, const console::ImportOutcome& outcome) {
    if (wanted.dry_run || !outcome.faults.none()) {
        return false;
    }
    if (outcome.result.changed == 0 || wanted.yes || isatty(STDIN_FILENO) == 0) {
        return true;
    }
    say(fmt::format("{} rows change what is there. Go on? / จะเปลี่ยนข้อมูลเดิม {} แถว ทำต่อหรือไม่ [y/N] ",
                    outcome.result.changed,
                    outcome.result.changed));
    const int answer = std::getchar();
    return answer == 'y' || answer == 'Y';
}

// What was shown of people's records and then not imported leaves a trace all the same.
void audit_look(storage::Connection& connection,
                const Arguments& wanted,
                const console::ImportOutcome& outcome,
                conversation::Instant now) {
    storage::Transaction transaction(connection);
    storage::AuditLog(connection)
        .write({.actor = "command",
                .action = "import.shown",
                .subject = wanted.kind,
                .detail = fmt::format("changes={}", outcome.report.changes().size()),
                .at = now});
    transaction.commit();
}

void print_summary(const Arguments& wanted, const console::ImportOutcome& outcome, bool done) {
    if (wanted.json) {
        fmt::print("{}\n",
                   json_of(wanted.kind, outcome)
                       .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
        return;
    }
    fmt::print("{}: {} new, {} changed, {} the same, {} bad{}\n",
               wanted.kind,
               outcome.result.created,
               outcome.result.changed,
               outcome.result.unchanged,
               outcome.faults.bad_rows(),
               done                     ? ""
               : !outcome.faults.none() ? "; nothing was imported"
               : wanted.dry_run         ? "; dry run, nothing was imported"
                                        : "; not wanted, nothing was imported");
}

int run_import(const Arguments& wanted, const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    std::ifstream in(wanted.file, std::ios::binary);
    if (!in) {
        say(fmt::format("sammachip: cannot read {}\n", wanted.file));
        return 1;
    }
    const storage::ImportSource source{
        .file_name = wanted.file, .sha256 = sha256_of(in), .by = "command"};
    const conversation::Instant now = SystemClock().now();
    storage::Connection connection = storage::Connection::open_writer(config.database_path);
    (void)storage::migrate(connection, now);
    console::ImportOutcome outcome;
    bool done = false;
    {
        storage::Transaction transaction(connection);
        {
            console::ProgressBar bar(wanted.file);
            outcome = console::run_import(
                *console::find_import_kind(wanted.kind),
                [&wanted] { return console::open_rows(wanted.file, wanted.organisation); },
                connection,
                source,
                now,
                [&bar](std::int64_t read, std::int64_t all) { bar.show(read, all); });
        }
        if (!wanted.json) {
            print_unknown(outcome.unknown_headers);
            print_faults(wanted.file, outcome.faults);
            print_report(wanted.file, outcome);
        }
        done = is_wanted(wanted, outcome);
        if (done) {
            transaction.commit();
        }
    }
    if (!done && outcome.faults.none() && !outcome.report.changes().empty()) {
        audit_look(connection, wanted, outcome, now);
    }
    print_summary(wanted, outcome, done);
    return outcome.faults.none() && (done || wanted.dry_run) ? 0 : 1;
}

std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (const auto& kind : console::import_kinds()) {
        names.emplace_back(kind.key);
    }
    return names;
}

}  // namespace

void add_import(CLI::App& app, CommandLine& line) {
    auto wanted = std::make_shared<Arguments>();
    CLI::App* command = app.add_subcommand("import",
                                           "Takes a CSV or Excel file, or a calendar as a plan, "
                                           "into the register: checked whole, then "
                                           "all or nothing");
    command->add_option("kind", wanted->kind, "what the file holds")
        ->required()
        ->check(CLI::IsMember(kind_names()));
    command
        ->add_option("file",
                     wanted->file,
                     "CSV (UTF-8 or Windows-874), Excel (.xlsx), or iCalendar (.ics) for a plan")
        ->required();
    command->add_option("--organisation", wanted->organisation, "whose plan a calendar is: WOM …")
        ->check(CLI::IsMember({"CCC", "WOM", "VOL", "SAV"}));
    command->add_flag("--dry-run", wanted->dry_run, "only say what would happen");
    command->add_flag("--yes", wanted->yes, "do not ask before changing what is there");
    command->add_flag("--json", wanted->json, "faults, changes and counts as one JSON object");
    command->callback(
        [wanted, &line] { line.run = [wanted, &line] { return run_import(*wanted, line); }; });
}

}  // namespace bot
