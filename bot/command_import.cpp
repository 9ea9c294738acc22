#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "console/import_households.h"
#include "console/import_villages.h"
#include "console/progress_bar.h"
#include "storage/migrations.h"
#include "storage/places.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

namespace bot {

namespace {

struct Arguments {
    std::string kind;
    std::string file;
    bool dry_run = false;
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

void print_faults(const std::string& file, const console::RowFaults& faults) {
    for (const console::RowFault& fault : faults.kept()) {
        const std::string place = (fault.line > 0 ? fmt::format("{}:{}", file, fault.line) : file) +
                                  (fault.column.empty() ? "" : fmt::format(" [{}]", fault.column));
        (void)std::fputs(fmt::format("{}: {}\n    {}\n", place, fault.english, fault.thai).c_str(),
                         stderr);
    }
}

void print_unknown(const std::vector<std::string>& headers) {
    for (const std::string& header : headers) {
        (void)std::fputs(fmt::format("the column \"{}\" is not known and is left out / "
                                     "ไม่รู้จักคอลัมน์ \"{}\" จึงข้ามไป\n",
                                     header,
                                     header)
                             .c_str(),
                         stderr);
    }
}

struct Outcome {
    storage::ImportResult result;
    std::int64_t bad_rows = 0;
};

// Tells what is wrong with the file; imports it when nothing is.
template <class Checked, class Import>
Outcome import_if_good(const std::string& file, const Checked& checked, Import import) {
    print_unknown(checked.unknown_headers);
    print_faults(file, checked.faults);
    Outcome outcome;
    outcome.bad_rows = checked.faults.bad_rows();
    if (checked.faults.none()) {
        outcome.result = import(checked.rows);
    }
    return outcome;
}

int run_import(const Arguments& wanted, const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    std::ifstream in(wanted.file, std::ios::binary);
    if (!in) {
        (void)std::fputs(fmt::format("sammachip: cannot read {}\n", wanted.file).c_str(), stderr);
        return 1;
    }
    const storage::ImportSource source{
        .file_name = wanted.file, .sha256 = sha256_of(in), .by = "command"};
    const conversation::Instant now = SystemClock().now();
    storage::Connection connection = storage::Connection::open_writer(config.database_path);
    (void)storage::migrate(connection, now);
    storage::Transaction transaction(connection);
    storage::Imports imports(connection);
    Outcome outcome;
    {
        console::ProgressBar bar(wanted.file);
        const auto progress = [&bar](std::int64_t done, std::int64_t all) { bar.show(done, all); };
        if (wanted.kind == "villages") {
            outcome = import_if_good(
                wanted.file, console::check_villages(in, progress), [&](const auto& rows) {
                    return imports.villages(rows, source, now);
                });
        } else {
            storage::Places places(connection);
            const auto knows = [&places](std::string_view code) {
                return places.village(code).has_value();
            };
            outcome = import_if_good(
                wanted.file, console::check_households(in, knows, progress), [&](const auto& rows) {
                    return imports.households(rows, source, now);
                });
        }
    }
    if (outcome.bad_rows == 0 && !wanted.dry_run) {
        transaction.commit();
    }
    fmt::print("{}: {} new, {} changed, {} the same, {} bad{}\n",
               wanted.kind,
               outcome.result.created,
               outcome.result.changed,
               outcome.result.unchanged,
               outcome.bad_rows,
               outcome.bad_rows > 0 ? "; nothing was imported"
               : wanted.dry_run     ? "; dry run, nothing was imported"
                                    : "");
    return outcome.bad_rows > 0 ? 1 : 0;
}

}  // namespace

void add_import(CLI::App& app, CommandLine& line) {
    auto wanted = std::make_shared<Arguments>();
    CLI::App* command = app.add_subcommand(
        "import", "Takes a CSV file into the register: checked whole, then all or nothing");
    command->add_option("kind", wanted->kind, "villages or households")
        ->required()
        ->check(CLI::IsMember({"villages", "households"}));
    command->add_option("file", wanted->file, "the CSV file (UTF-8 or Windows-874)")->required();
    command->add_flag("--dry-run", wanted->dry_run, "only say what would happen");
    command->callback(
        [wanted, &line] { line.run = [wanted, &line] { return run_import(*wanted, line); }; });
}

}  // namespace bot
