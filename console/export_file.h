#pragma once
#include "console/export_kind.h"
#include "console/export_xlsx.h"
#include "webhooks/route.h"

#include <memory>
#include <string_view>

// An export as a whole file, for a browser or a program to keep. Write its audit row first.
namespace console {

[[nodiscard]] std::string_view media_type(ExportFormat format);

// Makes the file in facts.folder, in constant memory: without a name and for this program alone
// (mode 0600), so that nothing is left of it. Throws OutputError, StorageError and what `progress`
// throws.
[[nodiscard]] webhooks::FileBody export_file(storage::Connection& reader,
                                             const ExportKind& kind,
                                             const ReportExport& wanted,
                                             const WorkbookFacts& facts,
                                             const ExportProgress& progress = {});

// The answer that hands a file over, named after its kind and day.
[[nodiscard]] webhooks::Response file_answer(std::string_view kind,
                                             ExportFormat format,
                                             conversation::Instant at,
                                             std::shared_ptr<const webhooks::FileBody> file);

// Both, for who waits for it.
[[nodiscard]] webhooks::Response export_answer(storage::Connection& reader,
                                               const ExportKind& kind,
                                               const ReportExport& wanted,
                                               const WorkbookFacts& facts);

}  // namespace console
