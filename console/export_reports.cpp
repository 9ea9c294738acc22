#include "console/export_reports.h"

#include "console/occupations.h"
#include "storage/audit_log.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <optional>
#include <string_view>

namespace console {

namespace {

using nlohmann::ordered_json;
using storage::ReportLine;

constexpr std::int64_t kRowsPerReport = 4096;
constexpr std::size_t kJsonBuffer = 262'144;

// What is made of a line rather than read from it; months come in order, so their names are made
// once each.
class Extras {
  public:
    void prepare(const ReportLine& line) {
        if (line.period != period_) {
            period_ = line.period;
            period_text_ = conversation::to_text(period_);
            period_thai_ = conversation::month_name(period_, "th");
        }
        head_name_.assign(line.head_prefix).append(line.head_given);
        if (!line.head_family.empty()) {
            head_name_.append(" ").append(line.head_family);
        }
    }

    [[nodiscard]] const std::string& period() const { return period_text_; }

    [[nodiscard]] const std::string& period_thai() const { return period_thai_; }

    [[nodiscard]] const std::string& head_name() const { return head_name_; }

  private:
    conversation::Period period_;
    std::string period_text_;
    std::string period_thai_;
    std::string head_name_;
};

// Hands every column of a line to `out` in the order of DOMAIN.md 5.3.
template <class Out>
void each_column(const ReportLine& line, const Extras& extras, bool with_names, Out& out) {
    out.number("fy", line.fiscal_year);
    out.text("period", extras.period());
    out.text("period_th", extras.period_thai());
    out.text("tambon_code", line.tambon_code);
    out.text("tambon_th", line.tambon_th);
    out.text("village_code", line.village_code);
    out.number("moo", line.moo);
    out.text("village_th", line.village_th);
    out.code("household_id", line.household_id);
    out.text("house_no", line.house_no);
    if (with_names) {
        out.text("head_name", extras.head_name());
    }
    out.number("members", line.members);
    out.flag("is_target", line.is_target);
    if (with_names) {
        out.flag("is_poor", line.is_poor);
    }
    out.text("occ_main", line.occ_main);
    out.text("occ_main_th", occupation_thai(line.occ_main));
    out.text("occ_second", line.occ_second);
    out.number("income_total", line.income_total);
    out.number("expense_total", line.expense_total);
    out.number("saving_amount", line.saving_amount);
    out.number("base_income", line.base_income);
    out.number("income_diff", line.income_diff);
    out.flag("on_behalf", line.on_behalf);
    out.text("channel", line.channel);
    out.text("status", line.status);
    out.number("revision", line.revision);
    out.text("reported_at", line.reported_at);
    out.text("flags", line.flags);
}

class CsvHeader {
  public:
    explicit CsvHeader(CsvWriter& writer) : writer_(writer) {}

    void text(std::string_view key, std::string_view /*value*/) { writer_.text(key); }

    void number(std::string_view key, std::optional<std::int64_t> /*value*/) { writer_.text(key); }

    void code(std::string_view key, std::int64_t /*value*/) { writer_.text(key); }

    void flag(std::string_view key, bool /*value*/) { writer_.text(key); }

  private:
    CsvWriter& writer_;
};

class CsvRowOut {
  public:
    explicit CsvRowOut(CsvWriter& writer) : writer_(writer) {}

    void text(std::string_view /*key*/, std::string_view value) { writer_.text(value); }

    void number(std::string_view /*key*/, std::optional<std::int64_t> value) {
        if (value) {
            writer_.number(*value);
        } else {
            writer_.empty();
        }
    }

    void code(std::string_view /*key*/, std::int64_t value) { writer_.number(value); }

    void flag(std::string_view /*key*/, bool value) { writer_.number(value ? 1 : 0); }

  private:
    CsvWriter& writer_;
};

class JsonOut {
  public:
    void text(std::string_view key, std::string_view value) { object_[std::string(key)] = value; }

    void number(std::string_view key, std::optional<std::int64_t> value) {
        object_[std::string(key)] = value ? ordered_json(*value) : ordered_json();
    }

    // Numbers of this size lose digits in JavaScript, so they are texts.
    void code(std::string_view key, std::int64_t value) {
        object_[std::string(key)] = std::to_string(value);
    }

    void flag(std::string_view key, bool value) { object_[std::string(key)] = value; }

    void unknown(const ReportLine& line) {
        ordered_json reasons = ordered_json::object();
        const std::array<std::pair<const char*, std::string_view>, 3> fields = {
            {{"income_total", line.income_unknown},
             {"expense_total", line.expense_unknown},
             {"saving_amount", line.saving_unknown}}};
        for (const auto& [key, reason] : fields) {
            if (!reason.empty()) {
                reasons[key] = reason;
            }
        }
        object_["unknown"] = std::move(reasons);
    }

    [[nodiscard]] std::string take() const {
        return object_.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    }

  private:
    ordered_json object_ = ordered_json::object();
};

template <class WriteRow>
std::int64_t each_row(storage::ReportCursor& cursor,
                      const ExportProgress& progress,
                      WriteRow write_row) {
    Extras extras;
    std::int64_t rows = 0;
    while (cursor.next()) {
        extras.prepare(cursor.line());
        write_row(cursor.line(), extras);
        ++rows;
        if (progress && rows % kRowsPerReport == 0) {
            progress(rows, cursor.total());
        }
    }
    return rows;
}

}  // namespace

void log_export(storage::Connection& writer,
                const ReportExport& wanted,
                conversation::Instant now) {
    const auto bound = [](const std::optional<conversation::Period>& period) {
        return period ? conversation::to_text(*period) : std::string("-");
    };
    std::string detail = fmt::format("format={} from={} to={} names={}",
                                     wanted.format == ExportFormat::Csv ? "csv" : "json",
                                     bound(wanted.filter.from),
                                     bound(wanted.filter.to),
                                     wanted.reason.empty() ? "no" : "yes");
    if (!wanted.reason.empty()) {
        detail += " reason=" + wanted.reason;
    }
    storage::AuditLog(writer).write({.actor = wanted.actor,
                                     .action = "export",
                                     .subject = "reports",
                                     .detail = std::move(detail),
                                     .at = now});
}

std::int64_t export_reports(storage::Connection& reader,
                            const ReportExport& wanted,
                            const CsvWriter::Sink& sink,
                            const ExportProgress& progress) {
    storage::ReportCursor cursor(reader, wanted.filter);
    const bool with_names = !wanted.reason.empty();
    if (wanted.format == ExportFormat::Csv) {
        CsvWriter writer(sink);
        CsvHeader header(writer);
        each_column(ReportLine{}, Extras{}, with_names, header);
        writer.end_row();
        CsvRowOut out(writer);
        const std::int64_t rows =
            each_row(cursor, progress, [&](const ReportLine& line, const Extras& extras) {
                each_column(line, extras, with_names, out);
                writer.end_row();
            });
        writer.flush();
        return rows;
    }
    std::string buffer;
    const std::int64_t rows =
        each_row(cursor, progress, [&](const ReportLine& line, const Extras& extras) {
            JsonOut out;
            each_column(line, extras, with_names, out);
            out.unknown(line);
            buffer += out.take();
            buffer += '\n';
            if (buffer.size() >= kJsonBuffer) {
                sink(buffer);
                buffer.clear();
            }
        });
    sink(buffer);
    return rows;
}

}  // namespace console
