#include "console/import_kind.h"
#include "console/office.h"
#include "console/page_words.h"
#include "console/row_source.h"
#include "storage/sha256.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <span>
#include <system_error>

namespace console {

namespace {

using nlohmann::json;
using Upload = UploadShelf::Upload;

constexpr std::size_t kShown = 200;

// Thrown out of the writer's job so that nothing of it stays.
struct NotKept {};

void forget(const Upload& upload) {
    std::error_code ignored;
    std::filesystem::remove(upload.path, ignored);
}

webhooks::Response list(const Visit& visit) {
    if (!visit.sees_all()) {
        return not_yours(visit, "page:/imports");
    }
    json kinds = json::array();
    for (const auto& kind : import_kinds()) {
        kinds.push_back({{"key", kind.key}, {"name", visit.thai ? kind.thai : kind.english}});
    }
    return show(
        visit, "imports.html", {{"title", visit.thai ? "นำเข้าข้อมูล" : "Import"}, {"kinds", kinds}});
}

json column_rows(const ImportKind& kind) {
    json rows = json::array();
    for (const auto& column : kind.columns()) {
        rows.push_back(
            {{"key", column.key},
             {"thai", column.thai.empty() ? std::string() : std::string(column.thai.front())},
             {"required", column.required}});
    }
    return rows;
}

json fault_rows(const ImportOutcome& outcome, bool thai) {
    json rows = json::array();
    for (const auto& fault : outcome.faults.kept()) {
        if (rows.size() == kShown) {
            break;
        }
        rows.push_back({{"line", fault.line > 0 ? std::to_string(fault.line) : ""},
                        {"column", fault.column},
                        {"text", thai ? fault.thai : fault.english}});
    }
    return rows;
}

json change_rows(const ImportOutcome& outcome) {
    json rows = json::array();
    for (const auto& change : outcome.report.changes()) {
        for (const auto& field : change.fields) {
            if (rows.size() == kShown) {
                return rows;
            }
            rows.push_back({{"line", change.line},
                            {"subject", change.subject},
                            {"field", field.field},
                            {"before", field.before.empty() ? "–" : field.before},
                            {"after", field.after}});
        }
    }
    return rows;
}

json note_rows(const ImportOutcome& outcome, bool thai) {
    json rows = json::array();
    for (const auto& note : outcome.report.notes()) {
        if (rows.size() == kShown) {
            break;
        }
        rows.push_back({{"line", note.line}, {"text", thai ? note.thai : note.english}});
    }
    return rows;
}

json outcome_values(const ImportOutcome& outcome, bool thai) {
    const json faults = fault_rows(outcome, thai);
    const json changes = change_rows(outcome);
    const json notes = note_rows(outcome, thai);
    return {{"shown", true},
            {"created", outcome.result.created},
            {"changed", outcome.result.changed},
            {"unchanged", outcome.result.unchanged},
            {"bad", outcome.faults.bad_rows()},
            {"has_faults", !faults.empty()},
            {"faults", faults},
            {"has_changes", !changes.empty() && faults.empty()},
            {"changes", changes},
            {"has_notes", !notes.empty()},
            {"notes", notes},
            {"unknown", outcome.unknown_headers},
            {"has_unknown", !outcome.unknown_headers.empty()}};
}

webhooks::Response form_page(const Visit& visit,
                             const ImportKind& kind,
                             json more,
                             int status = 200) {
    json values = {{"title", visit.thai ? kind.thai : kind.english},
                   {"key", kind.key},
                   {"columns", column_rows(kind)}};
    values.update(more);
    return show(visit, "import.html", std::move(values), status);
}

const ImportKind* find(const Visit& visit) {
    return visit.sees_all() ? find_import_kind(visit.request.rest) : nullptr;
}

webhooks::Response form(const Visit& visit) {
    const ImportKind* const kind = find(visit);
    if (kind == nullptr) {
        return not_yours(visit, fmt::format("import:{}", visit.request.rest));
    }
    return form_page(visit, *kind, json::object());
}

// Runs the import whole; what it did stays only when it has no fault and is wanted.
ImportOutcome run(const Visit& visit, const ImportKind& kind, const Upload& upload, bool keep) {
    ImportOutcome outcome;
    const storage::ImportSource source{
        .file_name = upload.file_name, .sha256 = upload.sha256, .by = visit.actor()};
    try {
        visit.write([&](storage::Connection& writer) {
            outcome = run_import(
                kind, [&upload] { return open_rows(upload.path); }, writer, source, visit.now);
            if (!keep || !outcome.faults.none()) {
                throw NotKept();
            }
        });
    } catch (const NotKept&) {
        // As wanted.
    }
    return outcome;
}

// A dry run: what the file would do, and a form to do it.
webhooks::Response look(const Visit& visit, const ImportKind& kind, UploadShelf& shelf) {
    if (visit.file.empty()) {
        return form_page(visit,
                         kind,
                         {{"fault",
                           visit.thai ? "เลือกไฟล์ก่อน (CSV หรือ Excel ไม่เกิน 8 MB)"
                                      : "Choose a file first (CSV or Excel, 8 MB at most)"}},
                         422);
    }
    const Upload upload =
        shelf.put(visit.reader.path().parent_path(),
                  {.owner = visit.officer.name,
                   .kind = std::string(kind.key),
                   .file_name = visit.file_name,
                   .sha256 = storage::sha256_hex(std::as_bytes(std::span(visit.file))),
                   .at = visit.now},
                  visit.file);
    const ImportOutcome outcome = run(visit, kind, upload, false);
    if (!outcome.report.changes().empty()) {
        visit.audit(
            "import.shown", kind.key, fmt::format("changes={}", outcome.report.changes().size()));
    }
    json values = outcome_values(outcome, visit.thai);
    values["file_name"] = upload.file_name;
    const bool good = outcome.faults.none();
    values["ready"] = good && outcome.result.created + outcome.result.changed > 0;
    values["nothing_new"] = good && outcome.result.created + outcome.result.changed == 0;
    values["token"] = upload.token;
    return form_page(visit, kind, std::move(values), good ? 200 : 422);
}

webhooks::Response confirm(const Visit& visit, const ImportKind& kind, UploadShelf& shelf) {
    const auto upload = shelf.take(visit.field("token"), visit.officer.name, kind.key, visit.now);
    if (!upload) {
        return form_page(
            visit,
            kind,
            {{"fault",
              visit.thai ? "ไฟล์นี้นำเข้าไปแล้ว หรือรอนานเกิน 15 นาที เลือกไฟล์อีกครั้ง"
                         : "This file was imported already, or has waited for more than "
                           "15 minutes: choose it again"}},
            409);
    }
    const ImportOutcome outcome = run(visit, kind, *upload, true);
    forget(*upload);
    json values = outcome_values(outcome, visit.thai);
    values["file_name"] = upload->file_name;
    values["done"] = outcome.faults.none();
    return form_page(visit, kind, std::move(values), outcome.faults.none() ? 200 : 422);
}

webhooks::Response take(const Visit& visit, UploadShelf& shelf) {
    const ImportKind* const kind = find(visit);
    if (kind == nullptr) {
        return not_yours(visit, fmt::format("import:{}", visit.request.rest));
    }
    return visit.field("do") == "confirm" ? confirm(visit, *kind, shelf)
                                          : look(visit, *kind, shelf);
}

}  // namespace

std::vector<PageRoute> import_pages(UploadShelf& shelf) {
    using Who = PageRoute::Who;
    return {{.path = "/imports", .page = list, .who = Who::Officers},
            {.path = "/imports/*", .page = form, .who = Who::Officers},
            {.method = "POST",
             .path = "/imports/*",
             .page = [&shelf](const Visit& visit) { return take(visit, shelf); },
             .who = Who::Officers}};
}

}  // namespace console
