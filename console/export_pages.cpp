#include "console/export_desk.h"
#include "console/export_file.h"
#include "console/export_form.h"
#include "console/export_xlsx.h"
#include "console/import_cell.h"
#include "console/office.h"
#include "conversation/thai/money.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace console {

namespace {

using nlohmann::json;

// How long an answer waits for a file that may be ready at once.
constexpr std::chrono::milliseconds kPatience{1500};
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

webhooks::Response file_of(const ExportDesk::Job& job) {
    return file_answer(job.kind, job.format, job.at, job.file);
}

// Written into the audit log before the first row is read, so that none leaves without.
std::optional<ExportDesk::Job> begin(const Visit& visit,
                                     const ExportKind& kind,
                                     const ReportExport& wanted,
                                     ExportDesk& desk) {
    ExportOrder order{.kind = std::string(kind.key),
                      .wanted = wanted,
                      .owner = visit.officer.name,
                      .office = visit.office,
                      .since = last_export(visit.reader, kind),
                      .folder = visit.reader.path().parent_path(),
                      .at = visit.now};
    if (auto same = desk.running(order)) {
        return same;
    }
    return desk.start(std::move(order), [&] {
        visit.write(
            [&](storage::Connection& writer) { log_export(writer, kind, wanted, visit.now); });
    });
}

webhooks::Response download(const Visit& visit, ExportDesk& desk) {
    const Found found = find(visit, visit.request.rest);
    if (found.kind == nullptr) {
        return not_yours(visit, fmt::format("export:{}", visit.request.rest));
    }
    std::string fault;
    const ReportExport wanted = read_wish(visit, *found.kind, fault);
    if (!fault.empty()) {
        return form_page(visit, *found.kind, wanted, {{"fault", fault}}, 422);
    }
    const auto begun = begin(visit, *found.kind, wanted, desk);
    if (!begun) {
        fault = visit.thai ? "กำลังทำไฟล์อื่นอยู่หลายไฟล์ รอสักครู่แล้วกดอีกครั้ง"
                           : "Several files are being made. Wait a little and press again.";
        return form_page(visit, *found.kind, wanted, {{"fault", fault}}, 503);
    }
    const auto job = desk.wait(begun->token, visit.officer.name, kPatience);
    return job && job->state == ExportDesk::State::Ready ? file_of(*job)
                                                         : go_to("/exporting/" + begun->token);
}

webhooks::Response no_such_file(const Visit& visit) {
    return not_yours(visit, "an export's file that is not there any more");
}

// How far it is. The page asks anew by itself until the file is ready.
webhooks::Response progress(const Visit& visit, ExportDesk& desk) {
    using State = ExportDesk::State;
    const auto job = desk.find(visit.request.rest, visit.officer.name, visit.now);
    const Found found = job ? find(visit, job->kind) : Found{};
    if (found.kind == nullptr) {
        return no_such_file(visit);
    }
    const bool running = job->state == State::Running;
    auto response = show(
        visit,
        "exporting.html",
        {{"title", visit.thai ? found.kind->thai : found.kind->english},
         {"key", job->kind},
         {"token", job->token},
         {"running", running},
         {"ready", job->state == State::Ready},
         {"failed", job->state == State::Failed},
         {"given_up", job->state == State::GivenUp},
         {"knows", running && job->all > 0},
         {"done", std::to_string(job->done)},
         {"all", std::to_string(job->all)},
         {"rows", conversation::with_commas(job->done)},
         {"rows_all", conversation::with_commas(job->all)},
         {"size",
          job->file ? fmt::format("{:.1f}", static_cast<double>(job->file->size) / 1e6) : ""}});
    if (running) {
        response.headers.emplace_back("Refresh", "2");
    }
    return response;
}

webhooks::Response finished(const Visit& visit, ExportDesk& desk) {
    const auto job = desk.find(visit.request.rest, visit.officer.name, visit.now);
    if (!job || find(visit, job->kind).kind == nullptr) {
        return no_such_file(visit);
    }
    return job->file ? file_of(*job) : go_to("/exporting/" + job->token);
}

webhooks::Response give_up(const Visit& visit, ExportDesk& desk) {
    desk.give_up(visit.request.rest, visit.officer.name);
    return go_to("/export");
}

}  // namespace

std::vector<PageRoute> export_pages(ExportDesk& desk) {
    using Who = PageRoute::Who;
    const auto with_desk = [&desk](webhooks::Response (*page)(const Visit&, ExportDesk&)) {
        return [&desk, page](const Visit& visit) { return page(visit, desk); };
    };
    return {
        {.path = "/export", .page = list, .who = Who::Officers},
        {.path = "/export/*", .page = form, .who = Who::Officers},
        {.method = "POST", .path = "/export/*", .page = with_desk(download), .who = Who::Officers},
        {.path = "/exporting/*", .page = with_desk(progress), .who = Who::Officers},
        {.method = "POST",
         .path = "/exporting/*",
         .page = with_desk(give_up),
         .who = Who::Officers},
        {.path = "/exported/*", .page = with_desk(finished), .who = Who::Officers}};
}

}  // namespace console
