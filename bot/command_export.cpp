#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "console/export_kind.h"
#include "console/export_ropa.h"
#include "console/import_cell.h"
#include "console/output_file.h"
#include "console/progress_bar.h"
#include "storage/migrations.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bot {

namespace {

struct Arguments {
    std::string kind;
    std::string format = "csv";
    std::string out;
    std::string from;
    std::string to;
    bool with_names = false;
    std::string reason;
};

// Throws CLI::ValidationError (usage) when it is no month.
std::optional<conversation::Period> month(const std::string& option, const std::string& text) {
    if (text.empty()) {
        return std::nullopt;
    }
    const auto period = conversation::parse_period(text);
    if (!period) {
        throw CLI::ValidationError(option, "write a month as 2025-11");
    }
    return period;
}

console::ReportExport read_arguments(const Arguments& wanted) {
    const std::string reason = console::tidy(wanted.reason);
    if (wanted.with_names != !reason.empty()) {
        throw CLI::ValidationError(
            "--with-names",
            "names and poor flags leave only with --with-names --reason \"why they are needed\"; "
            "the reason is kept in the audit log");
    }
    if (wanted.kind != "reports" && !(wanted.from + wanted.to).empty()) {
        throw CLI::ValidationError("--from", "only reports have months");
    }
    console::ReportExport wanted_export{
        .format =
            wanted.format == "json" ? console::ExportFormat::Json : console::ExportFormat::Csv,
        .filter = {.from = month("--from", wanted.from), .to = month("--to", wanted.to)},
        .reason = reason};
    return wanted_export;
}

int run_export(const Arguments& arguments,
               const console::ReportExport& wanted,
               const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    if (!std::filesystem::exists(config.database_path)) {
        (void)std::fputs(
            fmt::format("sammachip: there is no database at {}\n", config.database_path).c_str(),
            stderr);
        return 1;
    }
    const conversation::Instant now = SystemClock().now();
    const console::ExportKind& kind = *console::find_export_kind(arguments.kind);
    console::OutputFile out(arguments.out);
    {
        storage::Connection writer = storage::Connection::open_writer(config.database_path);
        (void)storage::migrate(writer, now);
        storage::Transaction transaction(writer);
        console::log_export(writer, kind, wanted, now);
        transaction.commit();
    }
    storage::Connection reader = storage::Connection::open_reader(config.database_path);
    std::int64_t rows = 0;
    {
        console::ProgressBar bar(arguments.kind);
        rows = console::export_kind(
            reader,
            kind,
            wanted,
            conversation::bangkok_day(now),
            [&out](std::string_view bytes) { out.write(bytes); },
            [&bar](std::int64_t done, std::int64_t all) { bar.show(done, all); });
    }
    out.finish();
    if (!arguments.out.empty()) {
        (void)std::fputs(fmt::format("{} rows in {}\n", rows, arguments.out).c_str(), stderr);
    }
    return 0;
}

// Holds nothing of anybody: no database, no reason.
int run_ropa(const Arguments& arguments) {
    console::OutputFile out(arguments.out);
    (void)console::export_ropa(
        arguments.format == "json" ? console::ExportFormat::Json : console::ExportFormat::Csv,
        [&out](std::string_view bytes) { out.write(bytes); });
    out.finish();
    return 0;
}

std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (const auto& kind : console::export_kinds()) {
        names.emplace_back(kind.key);
    }
    names.emplace_back("ropa");
    return names;
}

}  // namespace

void add_export(CLI::App& app, CommandLine& line) {
    auto wanted = std::make_shared<Arguments>();
    CLI::App* command =
        app.add_subcommand("export", "Writes what was collected as CSV (for Excel) or JSON lines");
    command->add_option("kind", wanted->kind, "what to export; ropa is the record of processing")
        ->required()
        ->check(CLI::IsMember(kind_names()));
    command->add_option("--format", wanted->format, "csv or json")
        ->check(CLI::IsMember({"csv", "json"}));
    command->add_option("--out", wanted->out, "file to write; without it, stdout");
    command->add_option("--from", wanted->from, "first month, as 2025-11");
    command->add_option("--to", wanted->to, "last month, as 2026-10");
    command->add_flag("--with-names", wanted->with_names, "with names and poor flags");
    command->add_option("--reason", wanted->reason, "why names are needed; kept in the audit log");
    command->callback([wanted, &line] {
        if (wanted->kind == "ropa") {
            line.run = [wanted] { return run_ropa(*wanted); };
            return;
        }
        line.run = [wanted, exported = read_arguments(*wanted), &line] {
            return run_export(*wanted, exported, line);
        };
    });
}

}  // namespace bot
