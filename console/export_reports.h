#pragma once
#include "console/csv_writer.h"
#include "console/export_rows.h"
#include "conversation/calendar.h"
#include "storage/report_queries.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace console {

enum class ExportFormat {
    Csv,   // as CsvWriter writes it, first row the column keys
    Json,  // one object a line
    Xlsx,  // a workbook of console/export_xlsx.h
};

// What is wanted of an export, of whatever kind.
struct ReportExport {
    ExportFormat format = ExportFormat::Csv;
    storage::ReportFilter filter{};  // months, for the kinds that have them; both belong to it
    // The reason for taking names and poor flags along; empty leaves those columns out.
    std::string reason{};
    std::string actor = "command";       // for the audit log
    std::vector<std::string> columns{};  // keys; none: all
    std::string area{};         // leading digits of village codes; empty: all. For kinds of places
    bool with_changes = false;  // rows are asked when they were changed
    // Only rows behind the one that stands there (ExportRows::place()); empty: all. Must be a place
    // of this kind: is_place() in export_kind.h.
    std::string after{};
    // The way it leaves by, when that is neither a page nor a command: "api", "odata".
    std::string through{};
};

// Called now and then with rows written and rows in all.
using ExportProgress = std::function<void(std::int64_t, std::int64_t)>;

// The rows of the export `reports` (DOMAIN.md 5.3), in the columns of report_columns(). A figure
// that is not known is an empty cell, in JSON null with its reason under "unknown".
[[nodiscard]] std::unique_ptr<ExportRows> open_reports(storage::Connection& reader,
                                                       const ReportExport& wanted);

// What the place of a report's row says; nothing when it is none.
struct ReportPlace {
    conversation::Period period;
    std::int64_t household = 0;
};

[[nodiscard]] std::optional<ReportPlace> report_place(std::string_view place);
// The place of a row of the other kinds that are stored: its number.
[[nodiscard]] std::optional<std::int64_t> row_place(std::string_view place);

[[nodiscard]] std::string_view format_word(ExportFormat format);  // csv json xlsx
[[nodiscard]] std::optional<ExportFormat> read_format(std::string_view word);

}  // namespace console
