#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "console/export_form.h"
#include "console/export_kind.h"
#include "console/export_ropa.h"
#include "console/export_xlsx.h"
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
    std::vector<std::string> columns;
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
    const auto* const kind = console::find_export_kind(wanted.kind);
    if ((kind == nullptr || !kind->has_months) && !(wanted.from + wanted.to).empty()) {
        throw CLI::ValidationError("--from", wanted.kind + " has no months to choose from");
    }
    console::ReportExport wanted_export{
        .format = console::read_format(wanted.format).value(),
        .filter = {.from = month("--from", wanted.from), .to = month("--to", wanted.to)},
        .reason = reason,
        .columns = wanted.columns};
    const auto fault =
        kind == nullptr ? std::nullopt : console::column_fault(*kind, wanted_export, false);
    if (fault) {
        throw CLI::ValidationError("--columns", *fault);
    }
    return wanted_export;
}

// Where a workbook is made before it leaves: beside the file it becomes.
std::filesystem::path work_folder(const Arguments& arguments) {
    if (arguments.out.empty()) {
        return std::filesystem::temp_directory_path();
    }
    const auto folder = std::filesystem::path(arguments.out).parent_path();
    return folder.empty() ? std::filesystem::path(".") : folder;
}

int fail(const std::string& why) {
    (void)std::fputs(fmt::format("sammachip: {}\n", why).c_str(), stderr);
    return 1;
}

int run_export(const Arguments& arguments,
               const console::ReportExport& wanted,
               const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    if (!std::filesystem::exists(config.database_path)) {
        return fail("there is no database at " + config.database_path);
    }
    const conversation::Instant now = SystemClock().now();
    storage::Connection writer = storage::Connection::open_writer(config.database_path);
    (void)storage::migrate(writer, now);
    const auto form = console::find_form_kind(writer, arguments.kind);
    const console::ExportKind* const kind =
        form ? &form->kind : console::find_export_kind(arguments.kind);
    if (kind == nullptr) {
        return fail(arguments.kind + " is no form this office has used");
    }
    if (const auto fault = console::column_fault(*kind, wanted, false)) {
        return fail(*fault);
    }
    console::OutputFile out(arguments.out);
    const console::WorkbookFacts facts{.folder = work_folder(arguments),
                                       .office = config.office.name,
                                       .since = console::last_export(writer, *kind),
                                       .now = now};
    {
        storage::Transaction transaction(writer);
        console::log_export(writer, *kind, wanted, now);
        transaction.commit();
    }
    storage::Connection reader = storage::Connection::open_reader(config.database_path);
    // An export reads on and on: a large cache would only be memory.
    (void)reader.single_value("export.cache", "PRAGMA cache_size = -1024");
    std::int64_t rows = 0;
    {
        console::ProgressBar bar(arguments.kind);
        const auto sink = [&out](std::string_view bytes) { out.write(bytes); };
        const auto progress = [&bar](std::int64_t done, std::int64_t all) { bar.show(done, all); };
        rows = wanted.format == console::ExportFormat::Xlsx
                   ? console::export_workbook(reader, *kind, wanted, facts, sink, progress)
                   : console::export_kind(reader, *kind, wanted, now, sink, progress);
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

// What is wrong with a name that should be a form's; empty: nothing.
std::string is_form(const std::string& kind) {
    return kind.starts_with(console::kFormPrefix) && kind.size() > console::kFormPrefix.size()
               ? ""
               : "not a form";
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
    CLI::App* command = app.add_subcommand(
        "export", "Writes what was collected as CSV, XLSX (both for Excel) or JSON");
    command
        ->add_option(
            "kind",
            wanted->kind,
            "what to export: form:<form_id> any form's answers, ropa the record of processing")
        ->required()
        ->check(CLI::IsMember(kind_names()) | CLI::Validator(is_form, "form:<form_id>"));
    command->add_option("--format", wanted->format, "csv, xlsx or json (an object a line)")
        ->check(CLI::IsMember({"csv", "xlsx", "json"}));
    command->add_option("--columns", wanted->columns, "only these columns, by key, as fy,period")
        ->delimiter(',');
    command->add_option("--out", wanted->out, "file to write; without it, stdout");
    command->add_option("--from", wanted->from, "first month, as 2025-11");
    command->add_option("--to", wanted->to, "last month, as 2026-10");
    command->add_flag("--with-names", wanted->with_names, "with names and poor flags");
    command->add_option("--reason", wanted->reason, "why names are needed; kept in the audit log");
    command->callback([wanted, &line] {
        if (wanted->kind == "ropa") {
            if (wanted->format == "xlsx") {
                throw CLI::ValidationError("--format", "ropa is written as csv or json");
            }
            line.run = [wanted] { return run_ropa(*wanted); };
            return;
        }
        line.run = [wanted, exported = read_arguments(*wanted), &line] {
            return run_export(*wanted, exported, line);
        };
    });
}

}  // namespace bot
