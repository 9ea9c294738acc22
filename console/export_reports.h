#pragma once
#include "console/csv_writer.h"
#include "storage/report_queries.h"

#include <cstdint>
#include <functional>
#include <string>

namespace console {

enum class ExportFormat {
    Csv,   // as CsvWriter writes it, first row the column keys
    Json,  // one object a line
};

struct ReportExport {
    ExportFormat format = ExportFormat::Csv;
    storage::ReportFilter filter{};
    // The reason for taking names and poor flags along; empty leaves those columns out.
    std::string reason{};
    std::string actor = "command";  // for the audit log
};

// Called now and then with rows written and rows in all.
using ExportProgress = std::function<void(std::int64_t, std::int64_t)>;

// Writes the audit row of an export, in the caller's transaction. Commit it before the first row
// leaves, so that no export can be had without its trace.
void log_export(storage::Connection& writer, const ReportExport& wanted, conversation::Instant now);

// Streams the export `reports` (DOMAIN.md 5.3) into the sink in constant memory; returns how many
// rows. A figure that is not known is an empty cell, in JSON null with its reason under "unknown".
std::int64_t export_reports(storage::Connection& reader,
                            const ReportExport& wanted,
                            const CsvWriter::Sink& sink,
                            const ExportProgress& progress = {});

}  // namespace console
