#pragma once
#include "console/code_words.h"
#include "console/csv_writer.h"
#include "console/export_reports.h"
#include "console/export_rows.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The kinds of exports there are, each with its columns: the command line, the console's pages and
// an API offer whatever stands here. Rows come from console/export_rows.h, files are written by
// console/export_writer.h (CSV, JSON lines) and console/export_xlsx.h.
namespace console {

enum class ColumnType {
    Text,
    Code,  // of `words`: a second column <key>_th says it in Thai
    Number,
    Decimal,  // a number with a point, kept as text so that no digit is lost
    Id,       // 63 bits: a text in JSON
    Flag,     // 0 or 1, in JSON true or false
    Day,      // 2026-01-15
    Instant   // UTC, ISO 8601
};

struct ExportColumn {
    std::string_view key;
    std::string_view thai;
    std::string_view english;
    ColumnType type = ColumnType::Text;
    bool personal = false;  // leaves only with names and a reason
    CodeWords (*words)() = nullptr;
};

struct ExportKind {
    std::string_view key;
    std::string_view thai;
    std::string_view english;
    std::span<const ExportColumn> columns;  // in the order of the rows' cells
    bool has_months = false;                // --from and --to bound it
    bool by_area = false;                   // an account of a smaller area may have its part
    bool admins_only = false;               // in the console
    bool knows_changes = true;              // its rows know when they were changed
};

[[nodiscard]] std::span<const ExportKind> export_kinds();
// Nothing when there is no such kind.
[[nodiscard]] const ExportKind* find_export_kind(std::string_view key);

// Writes the audit row of an export, in the caller's transaction: action "export", of the kind, or
// of "api:<kind>" when programs read it, so that what officers took along last is still found.
// Commit it before the first row leaves, so that no export can be had without its trace.
void log_export(storage::Connection& writer,
                const ExportKind& kind,
                const ReportExport& wanted,
                conversation::Instant now);

// Whether a text is a place that a row of the kind may have (ExportRows::place()).
[[nodiscard]] bool is_place(const ExportKind& kind, std::string_view place);

// The columns that leave: those asked for by key (none named: all), without personal ones when
// there is no reason. Numbers are places in kind.columns.
[[nodiscard]] std::vector<std::size_t> chosen_columns(const ExportKind& kind,
                                                      const ReportExport& wanted);
// What is wrong with the columns asked for: one that is not there, or a personal one without a
// reason. In Thai or English; nothing when all is well.
[[nodiscard]] std::optional<std::string> column_fault(const ExportKind& kind,
                                                      const ReportExport& wanted,
                                                      bool thai);

// Opens the rows of a kind. `now` is for what depends on the day (terms, overdue).
[[nodiscard]] std::unique_ptr<ExportRows> open_export(storage::Connection& reader,
                                                      const ExportKind& kind,
                                                      const ReportExport& wanted,
                                                      conversation::Instant now);

// Streams an export as CSV or JSON lines into the sink in constant memory; returns how many rows.
std::int64_t export_kind(storage::Connection& reader,
                         const ExportKind& kind,
                         const ReportExport& wanted,
                         conversation::Instant now,
                         const CsvWriter::Sink& sink,
                         const ExportProgress& progress = {});

}  // namespace console
