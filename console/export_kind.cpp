#include "console/export_kind.h"

#include "console/export_columns.h"
#include "storage/audit_log.h"
#include "storage/export_cursors.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace console {

namespace {

using nlohmann::ordered_json;
using storage::ExportCursor;
using storage::ExportTable;

constexpr std::string_view kReports = "reports";
constexpr std::int64_t kRowsPerReport = 4096;
constexpr std::size_t kJsonBuffer = 262'144;

ExportTable table_of(std::string_view key) {
    static constexpr std::array<std::pair<std::string_view, ExportTable>, 8> kTables = {
        {{"households", ExportTable::Households},
         {"people", ExportTable::People},
         {"activities", ExportTable::Activities},
         {"outcomes", ExportTable::Outcomes},
         {"fund_access", ExportTable::FundAccess},
         {"nominations", ExportTable::Nominations},
         {"plan_adoptions", ExportTable::PlanAdoptions},
         {"learning_centres", ExportTable::LearningCentres}}};
    const auto found = std::find_if(
        kTables.begin(), kTables.end(), [key](const auto& one) { return one.first == key; });
    return found->second;
}

std::string thai_key(const ExportColumn& column) {
    return std::string(column.key) + "_th";
}

void write_header(const ExportKind& kind, bool with_names, CsvWriter& writer) {
    for (const ExportColumn& column : kind.columns) {
        if (column.personal && !with_names) {
            continue;
        }
        writer.text(column.key);
        if (column.words != nullptr) {
            writer.text(thai_key(column));
        }
    }
    writer.end_row();
}

void write_cell(const ExportColumn& column, const ExportCursor& line, int at, CsvWriter& writer) {
    if (line.is_null(at)) {
        writer.empty();
    } else if (column.type == ColumnType::Number || column.type == ColumnType::Id ||
               column.type == ColumnType::Flag) {
        writer.number(line.integer(at));
    } else {
        writer.text(line.text(at));
    }
    if (column.words != nullptr) {
        writer.text(thai_word(line.text(at), column.words()));
    }
}

ordered_json json_of(const ExportColumn& column, const ExportCursor& line, int at) {
    if (line.is_null(at)) {
        return nullptr;
    }
    switch (column.type) {
        case ColumnType::Number:
            return line.integer(at);
        case ColumnType::Flag:
            return line.integer(at) != 0;
        default:  // an Id too: numbers of this size lose digits in JavaScript
            return line.text(at);
    }
}

std::string json_line(const ExportKind& kind, const ExportCursor& line, bool with_names) {
    ordered_json object = ordered_json::object();
    int at = 0;
    for (const ExportColumn& column : kind.columns) {
        if (!column.personal || with_names) {
            object[std::string(column.key)] = json_of(column, line, at);
            if (column.words != nullptr) {
                object[thai_key(column)] = thai_word(line.text(at), column.words());
            }
        }
        ++at;
    }
    return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

template <class Write>
std::int64_t each_line(ExportCursor& cursor, const ExportProgress& progress, Write write) {
    std::int64_t rows = 0;
    while (cursor.next()) {
        write(cursor);
        ++rows;
        if (progress && rows % kRowsPerReport == 0) {
            progress(rows, cursor.total());
        }
    }
    return rows;
}

std::int64_t write_csv(ExportCursor& cursor,
                       const ExportKind& kind,
                       bool with_names,
                       const CsvWriter::Sink& sink,
                       const ExportProgress& progress) {
    CsvWriter writer(sink);
    write_header(kind, with_names, writer);
    const std::int64_t rows = each_line(cursor, progress, [&](const ExportCursor& line) {
        int at = 0;
        for (const ExportColumn& column : kind.columns) {
            if (!column.personal || with_names) {
                write_cell(column, line, at, writer);
            }
            ++at;
        }
        writer.end_row();
    });
    writer.flush();
    return rows;
}

std::int64_t write_json(ExportCursor& cursor,
                        const ExportKind& kind,
                        bool with_names,
                        const CsvWriter::Sink& sink,
                        const ExportProgress& progress) {
    std::string buffer;
    const std::int64_t rows = each_line(cursor, progress, [&](const ExportCursor& line) {
        buffer += json_line(kind, line, with_names);
        if (buffer.size() >= kJsonBuffer) {
            sink(buffer);
            buffer.clear();
        }
    });
    sink(buffer);
    return rows;
}

}  // namespace

std::span<const ExportKind> export_kinds() {
    static const std::vector<ExportKind> kinds = {
        {kReports, "รายงานประจำเดือน", "monthly reports", report_columns()},
        {"households", "ครัวเรือน", "households", household_columns()},
        {"people", "บุคคลและบทบาท", "people and their roles", people_columns()},
        {"activities", "กิจกรรมตามแผน", "planned activities", activity_columns()},
        {"outcomes", "ผลการดำเนินกิจกรรม", "outcomes of activities", outcome_columns()},
        {"fund_access", "การเข้าถึงแหล่งทุน", "access to capital", fund_access_columns()},
        {"nominations", "ครัวเรือนตัวอย่าง", "nominations of model households", nomination_columns()},
        {"plan_adoptions", "แผนสัมมาชีพตำบล", "tambon plans", plan_adoption_columns()},
        {"learning_centres", "แหล่งเรียนรู้", "learning centres", learning_centre_columns()}};
    return kinds;
}

const ExportKind* find_export_kind(std::string_view key) {
    const auto kinds = export_kinds();
    const auto found = std::find_if(
        kinds.begin(), kinds.end(), [key](const ExportKind& kind) { return kind.key == key; });
    return found == kinds.end() ? nullptr : &*found;
}

void log_export(storage::Connection& writer,
                const ExportKind& kind,
                const ReportExport& wanted,
                conversation::Instant now) {
    if (kind.key == kReports) {
        log_export(writer, wanted, now);
        return;
    }
    std::string detail = fmt::format("format={} names={}",
                                     wanted.format == ExportFormat::Csv ? "csv" : "json",
                                     wanted.reason.empty() ? "no" : "yes");
    if (!wanted.reason.empty()) {
        detail += " reason=" + wanted.reason;
    }
    storage::AuditLog(writer).write({.actor = wanted.actor,
                                     .action = "export",
                                     .subject = std::string(kind.key),
                                     .detail = std::move(detail),
                                     .at = now});
}

std::int64_t export_kind(storage::Connection& reader,
                         const ExportKind& kind,
                         const ReportExport& wanted,
                         conversation::Day today,
                         const CsvWriter::Sink& sink,
                         const ExportProgress& progress) {
    if (kind.key == kReports) {
        return export_reports(reader, wanted, sink, progress);
    }
    ExportCursor cursor(reader, table_of(kind.key), today);
    const bool with_names = !wanted.reason.empty();
    return wanted.format == ExportFormat::Csv
               ? write_csv(cursor, kind, with_names, sink, progress)
               : write_json(cursor, kind, with_names, sink, progress);
}

}  // namespace console
