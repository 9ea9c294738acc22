#pragma once
#include "console/code_words.h"
#include "console/csv_writer.h"
#include "console/export_reports.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The kinds of exports there are, each with its columns: the command line, the console's pages and
// an API offer whatever stands here. `reports` has a writer of its own (export_reports), whose
// columns are listed all the same.
namespace console {

enum class ColumnType {
    Text,
    Code,  // of `words`: a second column <key>_th says it in Thai
    Number,
    Id,      // 63 bits: a text in JSON
    Flag,    // 0 or 1, in JSON true or false
    Day,     // 2026-01-15
    Instant  // UTC, ISO 8601
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
    std::span<const ExportColumn> columns;  // in the order of the query
};

[[nodiscard]] std::span<const ExportKind> export_kinds();
// Nothing when there is no such kind.
[[nodiscard]] const ExportKind* find_export_kind(std::string_view key);

// Writes the audit row of an export, in the caller's transaction. Commit it before the first row
// leaves, so that no export can be had without its trace.
void log_export(storage::Connection& writer,
                const ExportKind& kind,
                const ReportExport& wanted,
                conversation::Instant now);

// Streams an export into the sink in constant memory; returns how many rows. Months in
// `wanted.filter` only bound the reports.
std::int64_t export_kind(storage::Connection& reader,
                         const ExportKind& kind,
                         const ReportExport& wanted,
                         conversation::Day today,
                         const CsvWriter::Sink& sink,
                         const ExportProgress& progress = {});

}  // namespace console
