#pragma once
#include "console/csv_writer.h"
#include "console/export_reports.h"

namespace console {

// The record of processing activities (PDPA section 39), from the schema's own table of fields: one
// row a column, in Thai and English. Holds no personal data.
std::int64_t export_ropa(ExportFormat format, const CsvWriter::Sink& sink);

}  // namespace console
