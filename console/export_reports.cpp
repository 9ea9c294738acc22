#include "console/export_reports.h"

#include "console/occupations.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

namespace console {

namespace {

using nlohmann::ordered_json;
using storage::ReportLine;

class ReportRows : public ExportRows {
  public:
    ReportRows(storage::Connection& reader, const storage::ReportFilter& filter)
        : cursor_(reader, filter) {}

    bool next() override {
        if (!cursor_.next()) {
            return false;
        }
        const ReportLine& line = cursor_.line();
        prepare(line);
        cells_.clear();
        add_place(line);
        add_figures(line);
        return true;
    }

    const std::vector<ExportCell>& cells() const override { return cells_; }

    std::int64_t total() const override { return cursor_.total(); }

    std::string place() const override {
        return fmt::format("{}.{}", period_text_, cursor_.line().household_id);
    }

    bool knows_changes() const override { return true; }

    std::string_view changed_at() const override { return cursor_.line().changed_at; }

    void add_to_json(ordered_json& object) const override {
        const ReportLine& line = cursor_.line();
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
        object["unknown"] = std::move(reasons);
    }

  private:
    // What is made of a line rather than read from it; months come in order, so their names are
    // made once each.
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

    void add_place(const ReportLine& line) {
        number(line.fiscal_year);
        text(period_text_);
        text(period_thai_);
        text(line.tambon_code);
        text(line.tambon_th);
        text(line.village_code);
        number(line.moo);
        text(line.village_th);
        number(line.household_id);
        text(line.house_no);
        text(head_name_);
        number(line.members);
        number(line.is_target ? 1 : 0);
        number(line.is_poor ? 1 : 0);
    }

    void add_figures(const ReportLine& line) {
        text(line.occ_main);
        text(occupation_thai(line.occ_main));
        text(line.occ_second);
        number(line.income_total);
        number(line.expense_total);
        number(line.saving_amount);
        number(line.base_income);
        number(line.income_diff);
        number(line.on_behalf ? 1 : 0);
        text(line.channel);
        text(line.status);
        number(line.revision);
        text(line.reported_at);
        text(line.flags);
    }

    void text(std::string_view value) { cells_.push_back({.known = true, .text = value}); }

    void number(std::optional<std::int64_t> value) {
        cells_.push_back({.known = value.has_value(), .number = value.value_or(0)});
    }

    storage::ReportCursor cursor_;
    std::vector<ExportCell> cells_;
    conversation::Period period_;
    std::string period_text_;
    std::string period_thai_;
    std::string head_name_;
};

constexpr std::array<std::pair<ExportFormat, std::string_view>, 3> kFormats = {
    {{ExportFormat::Csv, "csv"}, {ExportFormat::Json, "json"}, {ExportFormat::Xlsx, "xlsx"}}};

}  // namespace

std::unique_ptr<ExportRows> open_reports(storage::Connection& reader, const ReportExport& wanted) {
    storage::ReportFilter filter = wanted.filter;
    filter.area = wanted.area;
    const auto asked = [&](std::string_view key) {
        return std::find(wanted.columns.begin(), wanted.columns.end(), key) != wanted.columns.end();
    };
    filter.with_head = !wanted.reason.empty() && (wanted.columns.empty() || asked("head_name"));
    filter.with_flags = wanted.columns.empty() || asked("is_target") || asked("is_poor");
    filter.with_changes = wanted.with_changes;
    if (const auto place = report_place(wanted.after)) {
        filter.after_period = place->period;
        filter.after_household = place->household;
    }
    return std::make_unique<ReportRows>(reader, filter);
}

std::optional<ReportPlace> report_place(std::string_view place) {
    constexpr std::size_t kMonth = 7;
    if (place.size() <= kMonth || place[kMonth] != '.') {
        return std::nullopt;
    }
    const auto period = conversation::parse_period(place.substr(0, kMonth));
    const auto household = row_place(place.substr(kMonth + 1));
    if (!period || !household) {
        return std::nullopt;
    }
    return ReportPlace{*period, *household};
}

std::optional<std::int64_t> row_place(std::string_view place) {
    std::int64_t number = 0;
    const auto* const last = place.data() + place.size();
    const auto [end, error] = std::from_chars(place.data(), last, number);
    return error == std::errc() && end == last && number >= 0 ? std::optional(number)
                                                              : std::nullopt;
}

std::string_view format_word(ExportFormat format) {
    for (const auto& [known, word] : kFormats) {
        if (known == format) {
            return word;
        }
    }
    return "csv";
}

std::optional<ExportFormat> read_format(std::string_view word) {
    for (const auto& [format, known] : kFormats) {
        if (known == word) {
            return format;
        }
    }
    return std::nullopt;
}

}  // namespace console
