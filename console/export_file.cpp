#include "console/export_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace console {

namespace {

constexpr std::size_t kMostBytes = 96U << 20U;

}  // namespace

std::string_view media_type(ExportFormat format) {
    switch (format) {
        case ExportFormat::Xlsx:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        case ExportFormat::Json:
            return "application/x-ndjson";
        case ExportFormat::Csv:
            break;
    }
    return "text/csv; charset=utf-8";
}

webhooks::Response export_answer(storage::Connection& reader,
                                 const ExportKind& kind,
                                 const ReportExport& wanted,
                                 const WorkbookFacts& facts) {
    webhooks::Response response;
    const auto sink = [&](std::string_view piece) {
        if (response.body.size() + piece.size() > kMostBytes) {
            throw ExportTooLarge();
        }
        response.body.append(piece);
    };
    if (wanted.format == ExportFormat::Xlsx) {
        (void)export_workbook(reader, kind, wanted, facts, sink);
    } else {
        (void)export_kind(reader, kind, wanted, facts.now, sink);
    }
    std::string name(kind.key);
    std::ranges::replace(name, ':', '-');
    response.content_type = media_type(wanted.format);
    response.headers.emplace_back(
        "Content-Disposition",
        fmt::format("attachment; filename=\"{}-{}.{}\"",
                    name,
                    conversation::to_text(conversation::bangkok_day(facts.now)),
                    format_word(wanted.format)));
    return response;
}

}  // namespace console
