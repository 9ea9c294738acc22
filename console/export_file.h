#pragma once
#include "console/export_kind.h"
#include "console/export_xlsx.h"
#include "webhooks/route.h"

#include <stdexcept>
#include <string_view>

namespace console {

// The file is larger than an answer may be (96 MB, since answers are made in memory before they
// leave): larger ones are for the command line.
class ExportTooLarge : public std::runtime_error {
  public:
    ExportTooLarge() : std::runtime_error("an export that is too large for one answer") {}
};

[[nodiscard]] std::string_view media_type(ExportFormat format);

// An export as a whole file, named after kind and day, for a browser or a program to keep. Write
// its audit row first. Throws ExportTooLarge, OutputError, StorageError.
[[nodiscard]] webhooks::Response export_answer(storage::Connection& reader,
                                               const ExportKind& kind,
                                               const ReportExport& wanted,
                                               const WorkbookFacts& facts);

}  // namespace console
