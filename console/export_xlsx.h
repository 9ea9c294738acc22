#pragma once
#include "console/export_kind.h"

#include <filesystem>
#include <string>

namespace console {

// What a workbook says of itself besides its rows.
struct WorkbookFacts {
    std::filesystem::path folder{};  // where it is made before it leaves; must be private
    std::string office{};            // its name
    std::string since{};  // when this kind was last exported (UTC, ISO 8601); empty: never
    conversation::Instant now{};
};

// Writes an export as an Excel workbook in constant memory and hands its bytes to the sink; returns
// how many rows. Throws OutputError.
//
// Sheets: the rows (Thai headers, header frozen, filter; a further sheet after each 1,048,575
// rows); those that are new or changed since the last export, where there was one; the data
// dictionary; about the file. A day is a real date shown in the Buddhist era, with its ISO text
// beside it; an instant the same, by Bangkok's clock, its ISO text in UTC; codes and ids are texts,
// so that no leading zero and no digit is lost; text is never a formula. What is not known is an
// empty cell.
std::int64_t export_workbook(storage::Connection& reader,
                             const ExportKind& kind,
                             const ReportExport& wanted,
                             const WorkbookFacts& facts,
                             const CsvWriter::Sink& sink,
                             const ExportProgress& progress = {});

// When the kind was last exported; empty: never. Ask before log_export.
[[nodiscard]] std::string last_export(storage::Connection& connection, const ExportKind& kind);

}  // namespace console
