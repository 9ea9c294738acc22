#pragma once
#include "console/export_kind.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace console {

// Writes rows as CSV (first row the column keys; a code's Thai word beside it) or as JSON lines, in
// the columns chosen, into the sink; returns how many rows.
std::int64_t write_csv(ExportRows& rows,
                       const ExportKind& kind,
                       const std::vector<std::size_t>& columns,
                       const CsvWriter::Sink& sink,
                       const ExportProgress& progress);
std::int64_t write_json(ExportRows& rows,
                        const ExportKind& kind,
                        const std::vector<std::size_t>& columns,
                        const CsvWriter::Sink& sink,
                        const ExportProgress& progress);

// A row as an object: what write_json makes a line of.
[[nodiscard]] nlohmann::ordered_json json_row(const ExportRows& rows,
                                              const ExportKind& kind,
                                              const std::vector<std::size_t>& columns);
// A cell as a value of JSON; null when it is not known.
[[nodiscard]] nlohmann::ordered_json json_cell(const ExportColumn& column, const ExportCell& cell);

// The key of the column that says a code in Thai.
[[nodiscard]] std::string thai_key(const ExportColumn& column);

// How often progress is told.
inline constexpr std::int64_t kRowsPerProgress = 4096;

}  // namespace console
