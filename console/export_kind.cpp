#include "console/export_kind.h"

#include "console/export_columns.h"
#include "console/export_form.h"
#include "console/export_indicators.h"
#include "console/export_writer.h"
#include "storage/audit_log.h"
#include "storage/export_cursors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace console {

namespace {

using storage::ExportCursor;
using storage::ExportTable;

constexpr std::string_view kReports = "reports";

// Rows that are a query's lines as they are.
class TableRows : public ExportRows {
  public:
    TableRows(storage::Connection& reader,
              ExportTable table,
              const ExportKind& kind,
              const ReportExport& wanted,
              conversation::Day today)
        : columns_(kind.columns),
          cursor_(reader, table, today, wanted.area, row_place(wanted.after).value_or(0)) {}

    bool next() override {
        if (!cursor_.next()) {
            return false;
        }
        cells_.clear();
        for (int at = 0; at < static_cast<int>(columns_.size()); ++at) {
            cells_.push_back(cell(columns_[static_cast<std::size_t>(at)].type, at));
        }
        return true;
    }

    const std::vector<ExportCell>& cells() const override { return cells_; }

    std::int64_t total() const override { return cursor_.total(); }

    std::string place() const override { return std::to_string(cursor_.id()); }

    bool knows_changes() const override { return true; }

    std::string_view changed_at() const override { return cursor_.changed_at(); }

  private:
    ExportCell cell(ColumnType type, int at) const {
        if (cursor_.is_null(at)) {
            return {};
        }
        if (type == ColumnType::Number || type == ColumnType::Id || type == ColumnType::Flag) {
            return {.known = true, .number = cursor_.integer(at)};
        }
        return {.known = true, .text = cursor_.text(at)};
    }

    std::span<const ExportColumn> columns_;
    ExportCursor cursor_;
    std::vector<ExportCell> cells_;
};

std::optional<ExportTable> table_of(std::string_view key) {
    static constexpr std::array<std::pair<std::string_view, ExportTable>, 10> kTables = {
        {{"households", ExportTable::Households},
         {"people", ExportTable::People},
         {"activities", ExportTable::Activities},
         {"outcomes", ExportTable::Outcomes},
         {"fund_access", ExportTable::FundAccess},
         {"nominations", ExportTable::Nominations},
         {"plan_adoptions", ExportTable::PlanAdoptions},
         {"learning_centres", ExportTable::LearningCentres},
         {"audit", ExportTable::Audit},
         {"messages", ExportTable::Messages}}};
    const auto found = std::find_if(
        kTables.begin(), kTables.end(), [key](const auto& one) { return one.first == key; });
    return found == kTables.end() ? std::nullopt : std::optional(found->second);
}

std::vector<ExportKind> make_kinds() {
    return {{.key = kReports,
             .thai = "รายงานประจำเดือน",
             .english = "monthly reports",
             .columns = report_columns(),
             .has_months = true,
             .by_area = true},
            {.key = "households",
             .thai = "ครัวเรือน",
             .english = "households",
             .columns = household_columns(),
             .by_area = true},
            {.key = "people",
             .thai = "บุคคลและบทบาท",
             .english = "people and their roles",
             .columns = people_columns()},
            {.key = "activities",
             .thai = "กิจกรรมตามแผน",
             .english = "planned activities",
             .columns = activity_columns()},
            {.key = "outcomes",
             .thai = "ผลการดำเนินกิจกรรม",
             .english = "outcomes of activities",
             .columns = outcome_columns()},
            {.key = "fund_access",
             .thai = "การเข้าถึงแหล่งทุน",
             .english = "access to capital",
             .columns = fund_access_columns(),
             .by_area = true},
            {.key = "nominations",
             .thai = "ครัวเรือนตัวอย่าง",
             .english = "nominations of model households",
             .columns = nomination_columns(),
             .by_area = true},
            {.key = "plan_adoptions",
             .thai = "แผนสัมมาชีพตำบล",
             .english = "tambon plans",
             .columns = plan_adoption_columns()},
            {.key = "learning_centres",
             .thai = "แหล่งเรียนรู้",
             .english = "learning centres",
             .columns = learning_centre_columns(),
             .by_area = true},
            {.key = kCoverageExport,
             .thai = "ความครบถ้วนของรายงาน",
             .english = "who has reported, by village and month",
             .columns = coverage_columns(),
             .has_months = true,
             .by_area = true,
             .knows_changes = false},
            {.key = kIndicatorsExport,
             .thai = "ตัวชี้วัด",
             .english = "indicators with numerators and denominators",
             .columns = indicator_columns(),
             .has_months = true,
             .by_area = true,
             .knows_changes = false},
            {.key = "audit",
             .thai = "บันทึกการใช้งาน",
             .english = "audit log",
             .columns = audit_columns(),
             .admins_only = true},
            {.key = "messages",
             .thai = "ข้อความเข้าออก (ไม่มีเนื้อความ)",
             .english = "messages in and out, without their words",
             .columns = message_columns(),
             .admins_only = true}};
}

bool is_chosen(const ReportExport& wanted, std::string_view key) {
    return wanted.columns.empty() || std::ranges::find(wanted.columns, key) != wanted.columns.end();
}

std::string month_text(const std::optional<conversation::Period>& period) {
    return period ? conversation::to_text(*period) : "-";
}

}  // namespace

std::span<const ExportKind> export_kinds() {
    static const std::vector<ExportKind> kinds = make_kinds();
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
    std::string detail = wanted.through.empty()
                             ? fmt::format("format={}", format_word(wanted.format))
                             : fmt::format("through={}", wanted.through);
    if (kind.has_months) {
        detail += fmt::format(
            " from={} to={}", month_text(wanted.filter.from), month_text(wanted.filter.to));
    }
    if (!wanted.area.empty()) {
        detail += " area=" + wanted.area;
    }
    if (!wanted.after.empty()) {
        detail += " after=" + wanted.after;
    }
    if (!wanted.columns.empty()) {
        detail += fmt::format(" columns={}", fmt::join(wanted.columns, ","));
    }
    detail += fmt::format(" names={}", wanted.reason.empty() ? "no" : "yes");
    if (!wanted.reason.empty()) {
        detail += " reason=" + wanted.reason;
    }
    storage::AuditLog(writer).write(
        {.actor = wanted.actor,
         .action = "export",
         .subject = (wanted.through.empty() ? "" : "api:") + std::string(kind.key),
         .detail = std::move(detail),
         .at = now});
}

bool is_place(const ExportKind& kind, std::string_view place) {
    if (kind.key == kReports) {
        return report_place(place).has_value();
    }
    if (kind.key == kCoverageExport) {
        return coverage_place(place).has_value();
    }
    return row_place(place).has_value();
}

std::vector<std::size_t> chosen_columns(const ExportKind& kind, const ReportExport& wanted) {
    std::vector<std::size_t> chosen;
    for (std::size_t at = 0; at < kind.columns.size(); ++at) {
        const ExportColumn& column = kind.columns[at];
        if (is_chosen(wanted, column.key) && (!column.personal || !wanted.reason.empty())) {
            chosen.push_back(at);
        }
    }
    return chosen;
}

std::optional<std::string> column_fault(const ExportKind& kind,
                                        const ReportExport& wanted,
                                        bool thai) {
    for (const auto& key : wanted.columns) {
        const auto found = std::ranges::find(kind.columns, key, &ExportColumn::key);
        if (found == kind.columns.end()) {
            return thai ? fmt::format("ไม่มีคอลัมน์ {} ใน{}", key, kind.thai)
                        : fmt::format("{} has no column {}", kind.key, key);
        }
        if (found->personal && wanted.reason.empty()) {
            return thai ? fmt::format("คอลัมน์ {} เป็นข้อมูลส่วนบุคคล โปรดเขียนเหตุผล", found->thai)
                        : fmt::format("{} is personal: give a reason", key);
        }
    }
    return std::nullopt;
}

std::unique_ptr<ExportRows> open_export(storage::Connection& reader,
                                        const ExportKind& kind,
                                        const ReportExport& wanted,
                                        conversation::Instant now) {
    if (const auto table = table_of(kind.key)) {
        return std::make_unique<TableRows>(
            reader, *table, kind, wanted, conversation::bangkok_day(now));
    }
    if (kind.key == kCoverageExport) {
        return open_coverage(reader, wanted, now);
    }
    if (kind.key == kIndicatorsExport) {
        return open_indicators(reader, wanted, now);
    }
    if (kind.key.starts_with(kFormPrefix)) {
        return open_form(reader, kind, wanted);
    }
    return open_reports(reader, wanted);
}

std::int64_t export_kind(storage::Connection& reader,
                         const ExportKind& kind,
                         const ReportExport& wanted,
                         conversation::Instant now,
                         const CsvWriter::Sink& sink,
                         const ExportProgress& progress) {
    const auto rows = open_export(reader, kind, wanted, now);
    const auto columns = chosen_columns(kind, wanted);
    return wanted.format == ExportFormat::Json ? write_json(*rows, kind, columns, sink, progress)
                                               : write_csv(*rows, kind, columns, sink, progress);
}

}  // namespace console
