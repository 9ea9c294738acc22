#include "console/export_file.h"
#include "console/export_form.h"
#include "console/export_xlsx.h"
#include "console/import_cell.h"
#include "console/office.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <optional>

namespace console {

namespace {

using nlohmann::json;

constexpr std::size_t kMostReason = 500;

bool may_have(const Visit& visit, const ExportKind& kind) {
    return (!kind.admins_only || visit.officer.role == "ADMIN") &&
           (kind.by_area || visit.sees_all());
}

// A kind and what keeps it alive.
struct Found {
    std::shared_ptr<const FormKind> form{};
    const ExportKind* kind = nullptr;
};

Found find(const Visit& visit, std::string_view key) {
    Found found;
    found.form = find_form_kind(visit.reader, key);
    found.kind = found.form ? &found.form->kind : find_export_kind(key);
    if (found.kind != nullptr && !may_have(visit, *found.kind)) {
        found.kind = nullptr;
    }
    return found;
}

json kind_line(const ExportKind& kind, bool thai) {
    return {{"key", kind.key}, {"name", thai ? kind.thai : kind.english}};
}

webhooks::Response list(const Visit& visit) {
    json kinds = json::array();
    for (const auto& kind : export_kinds()) {
        if (may_have(visit, kind)) {
            kinds.push_back(kind_line(kind, visit.thai));
        }
    }
    json forms = json::array();
    for (const auto& key : form_kind_keys(visit.reader)) {
        if (const auto form = find_form_kind(visit.reader, key)) {
            forms.push_back(
                {{"key", key}, {"name", visit.thai ? std::string(form->kind.thai) : key}});
        }
    }
    return show(visit,
                "exports.html",
                {{"title", visit.thai ? "ส่งออกข้อมูล" : "Export"},
                 {"kinds", kinds},
                 {"has_forms", !forms.empty()},
                 {"forms", forms}});
}

bool is_chosen(const std::vector<std::string>& columns, std::string_view key) {
    return std::ranges::find(columns, key) != columns.end();
}

json columns_of(const ExportKind& kind, const ReportExport& wanted, const Visit& visit) {
    json columns = json::array();
    for (const auto& column : kind.columns) {
        // Before anything is chosen all that is not personal is.
        const bool chosen =
            wanted.columns.empty() ? !column.personal : is_chosen(wanted.columns, column.key);
        columns.push_back({{"key", column.key},
                           {"name", visit.thai ? column.thai : column.english},
                           {"personal", column.personal},
                           {"chosen", chosen}});
    }
    return columns;
}

std::string month_text(const std::optional<conversation::Period>& month) {
    return month ? conversation::to_text(*month) : std::string();
}

webhooks::Response form_page(const Visit& visit,
                             const ExportKind& kind,
                             const ReportExport& wanted,
                             json more,
                             int status = 200) {
    const std::string since = last_export(visit.reader, kind);
    const auto at = conversation::parse_instant(since);
    json values = {
        {"title", visit.thai ? kind.thai : kind.english},
        {"key", kind.key},
        {"has_months", kind.has_months},
        {"from", month_text(wanted.filter.from)},
        {"to", month_text(wanted.filter.to)},
        {"reason", wanted.reason},
        {"last",
         at ? conversation::short_date(conversation::bangkok_day(*at), visit.thai ? "th" : "en")
            : std::string()},
        {"is_xlsx", wanted.format == ExportFormat::Xlsx},
        {"is_csv", wanted.format == ExportFormat::Csv},
        {"is_json", wanted.format == ExportFormat::Json},
        {"columns", columns_of(kind, wanted, visit)}};
    values.update(more);
    return show(visit, "export.html", std::move(values), status);
}

webhooks::Response form(const Visit& visit) {
    const Found found = find(visit, visit.request.rest);
    if (found.kind == nullptr) {
        return not_yours(visit, fmt::format("export:{}", visit.request.rest));
    }
    return form_page(visit, *found.kind, {.format = ExportFormat::Xlsx}, json::object());
}

// What was asked for; months that are none are left empty, and `fault` says so.
ReportExport read_wish(const Visit& visit, const ExportKind& kind, std::string& fault) {
    ReportExport wanted{.format = read_format(visit.field("format")).value_or(ExportFormat::Xlsx),
                        .reason = tidy(visit.field("reason")),
                        .actor = visit.actor(),
                        .area = visit.officer.area};
    for (const auto& [name, value] : visit.form) {
        if (name == "column") {
            wanted.columns.push_back(value);
        }
    }
    const auto month = [&](const char* name) -> std::optional<conversation::Period> {
        const std::string text = kind.has_months ? visit.field(name) : std::string();
        const auto period = conversation::parse_period(text);
        if (!text.empty() && !period) {
            fault = visit.thai ? "เดือนเขียนเป็น ปี ค.ศ.-เดือน เช่น 2025-11" : "Write a month as 2025-11";
        }
        return period;
    };
    wanted.filter.from = month("from");
    wanted.filter.to = month("to");
    if (wanted.columns.empty()) {
        fault = visit.thai ? "เลือกอย่างน้อยหนึ่งคอลัมน์" : "Choose at least one column";
    } else if (wanted.reason.size() > kMostReason) {
        fault = visit.thai ? "เหตุผลยาวเกินไป" : "The reason is too long";
    } else if (const auto column = column_fault(kind, wanted, visit.thai)) {
        fault = *column;
    }
    return wanted;
}

webhooks::Response file_of(const Visit& visit, const ExportKind& kind, const ReportExport& wanted) {
    const WorkbookFacts facts{.folder = visit.reader.path().parent_path(),
                              .office = visit.office,
                              .since = last_export(visit.reader, kind),
                              .now = visit.now};
    visit.write([&](storage::Connection& writer) { log_export(writer, kind, wanted, visit.now); });
    return export_answer(visit.reader, kind, wanted, facts);
}

webhooks::Response download(const Visit& visit) {
    const Found found = find(visit, visit.request.rest);
    if (found.kind == nullptr) {
        return not_yours(visit, fmt::format("export:{}", visit.request.rest));
    }
    std::string fault;
    const ReportExport wanted = read_wish(visit, *found.kind, fault);
    if (!fault.empty()) {
        return form_page(visit, *found.kind, wanted, {{"fault", fault}}, 422);
    }
    try {
        return file_of(visit, *found.kind, wanted);
    } catch (const ExportTooLarge&) {
        fault = visit.thai
                    ? "ไฟล์ใหญ่เกินไปสำหรับหน้าเว็บ เลือกเดือนหรือคอลัมน์ให้น้อยลง หรือใช้คำสั่ง sammachip export"
                    : "Too large for the browser: choose fewer months or columns, or use "
                      "sammachip export";
        return form_page(visit, *found.kind, wanted, {{"fault", fault}}, 422);
    }
}

}  // namespace

std::vector<PageRoute> export_pages() {
    using Who = PageRoute::Who;
    return {{.path = "/export", .page = list, .who = Who::Officers},
            {.path = "/export/*", .page = form, .who = Who::Officers},
            {.method = "POST", .path = "/export/*", .page = download, .who = Who::Officers}};
}

}  // namespace console
