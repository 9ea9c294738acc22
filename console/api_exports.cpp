#include "console/api_query.h"
#include "console/api_rows.h"
#include "console/api_visit.h"
#include "console/export_file.h"
#include "console/export_writer.h"
#include "console/odata_model.h"
#include "webhooks/form_fields.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <optional>
#include <utility>

// The JSON API: what there is, pages of rows, whole files.
namespace console {

namespace {

using nlohmann::ordered_json;
using webhooks::Problem;
using webhooks::Response;

// What is being written while a page is read may carry an earlier instant: the next reading begins
// so much before this one, and some rows come twice rather than one never.
constexpr std::chrono::minutes kOverlap{1};

std::string_view type_word(ColumnType type) {
    switch (type) {
        case ColumnType::Code:
            return "code";
        case ColumnType::Number:
            return "number";
        case ColumnType::Decimal:
            return "decimal";
        case ColumnType::Id:
            return "id";
        case ColumnType::Flag:
            return "flag";
        case ColumnType::Day:
            return "day";
        case ColumnType::Instant:
            return "instant";
        case ColumnType::Text:
            break;
    }
    return "text";
}

ordered_json column_json(const ExportColumn& column) {
    ordered_json json = {{"key", column.key},
                         {"type", type_word(column.type)},
                         {"name_th", column.thai},
                         {"name_en", column.english},
                         {"personal", column.personal}};
    if (column.words != nullptr) {
        json["codes"] = ordered_json::array();
        for (const auto& word : column.words()) {
            json["codes"].push_back({{"code", word.code},
                                     {"name_th", thai_word(word.code, column.words())},
                                     {"name_en", word.english}});
        }
    }
    return json;
}

std::string address_of(const ApiVisit& visit, const ExportKind& kind) {
    return fmt::format(
        "{}/api/v1/exports/{}", origin_of(visit.request), webhooks::url_encoded(kind.key));
}

// The same request behind a place.
std::string next_link(const ApiVisit& visit, const ExportKind& kind, std::string_view place) {
    std::string link = address_of(visit, kind) + "?";
    for (const auto& [name, value] :
         webhooks::read_form_fields(visit.request.query_text).value_or(webhooks::FormFields())) {
        if (name != "cursor") {
            link +=
                fmt::format("{}={}&", webhooks::url_encoded(name), webhooks::url_encoded(value));
        }
    }
    return link + "cursor=" + make_cursor(kind, place);
}

// Whether the token may read what was asked for; the refusal when not.
std::optional<Response> personal_refusal(const ApiVisit& visit, const ReportExport& wanted) {
    if (wanted.reason.empty() || visit.token.may.personal) {
        return std::nullopt;
    }
    return webhooks::refuse(
        Problem::PersonalNotGranted,
        {"reason",
         "This token may not read personal columns; an administrator can make one that may",
         "รหัสนี้อ่านข้อมูลส่วนบุคคลไม่ได้ ผู้ดูแลระบบสร้างรหัสที่อ่านได้"});
}

Response page(const ApiVisit& visit, const ExportKind& kind, ApiQuery query) {
    query.wanted.through = "api";
    visit.log(kind, query.wanted);
    const auto rows = open_export(visit.reader, kind, query.wanted, visit.now);
    const auto columns = chosen_columns(kind, query.wanted);
    PageWish wish{.limit = query.limit};
    const std::string since = query.since ? conversation::to_text(*query.since) : std::string();
    if (query.since) {
        wish.wanted = [&](const ExportRows& row) { return row.changed_at() >= since; };
    }
    Response response =
        webhooks::json_response(fmt::format(R"({{"kind":"{}","as_of":"{}","rows":[)",
                                            kind.key,
                                            conversation::to_text(visit.now - kOverlap)));
    const char* between = "\n";
    const PageEnd end = read_page(*rows, wish, [&](const ExportRows& row) {
        ordered_json object = json_row(row, kind, columns);
        object[std::string(kRowKey)] = row.place();
        response.body += between;
        response.body += object.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
        between = ",\n";
    });
    const ordered_json next =
        end.more ? ordered_json(next_link(visit, kind, end.place)) : ordered_json(nullptr);
    response.body += fmt::format("],\"next\":{}}}\n",
                                 next.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
    return response;
}

Response file(const ApiVisit& visit, const ExportKind& kind, ApiQuery query, ExportFormat format) {
    query.wanted.format = format;
    query.wanted.through = fmt::format("api.{}", format_word(format));
    visit.log(kind, query.wanted);
    const WorkbookFacts facts{
        .folder = visit.reader.path().parent_path(), .office = visit.office, .now = visit.now};
    return export_answer(visit.reader, kind, query.wanted, facts);
}

// "reports.csv" is "reports" as a file.
std::optional<ExportFormat> take_ending(std::string_view& name) {
    constexpr std::array<std::pair<std::string_view, ExportFormat>, 3> kEndings = {
        {{".csv", ExportFormat::Csv},
         {".xlsx", ExportFormat::Xlsx},
         {".jsonl", ExportFormat::Json}}};
    for (const auto& [ending, format] : kEndings) {
        if (name.ends_with(ending)) {
            name.remove_suffix(ending.size());
            return format;
        }
    }
    return std::nullopt;
}

}  // namespace

Response api_index(const ApiVisit& visit) {
    const std::string origin = origin_of(visit.request);
    const auto& may = visit.token.may;
    return document({{"name", "Sammachip"},
                     {"office", visit.office},
                     {"exports", origin + "/api/v1/exports"},
                     {"odata", origin + "/api/v1/odata/"},
                     {"openapi", origin + "/api/v1/openapi.json"},
                     {"token",
                      {{"name", may.name},
                       {"kinds", may.kinds},
                       {"area", may.area},
                       {"personal", may.personal},
                       {"expires_at", conversation::to_text(may.expires_at)}}}});
}

Response api_kinds(const ApiVisit& visit) {
    ordered_json kinds = ordered_json::array();
    for (const auto& found : readable_kinds(visit.reader, visit.token.may)) {
        ordered_json columns = ordered_json::array();
        for (const auto& column : found.kind->columns) {
            columns.push_back(column_json(column));
        }
        kinds.push_back({{"key", found.kind->key},
                         {"name_th", found.kind->thai},
                         {"name_en", found.kind->english},
                         {"has_months", found.kind->has_months},
                         {"knows_changes", found.kind->knows_changes},
                         {"rows", address_of(visit, *found.kind)},
                         {"columns", std::move(columns)}});
    }
    return document({{"exports", std::move(kinds)}});
}

Response api_export(const ApiVisit& visit) {
    std::string_view name = visit.request.rest;
    const auto format = take_ending(name);
    auto found = kind_for(visit, name);
    if (auto* refusal = std::get_if<Response>(&found)) {
        return std::move(*refusal);
    }
    const ExportKind& kind = *std::get<FoundKind>(found).kind;
    auto query = read_api_query(visit.request.query_text, kind, format.has_value());
    if (auto* fault = std::get_if<ApiFault>(&query)) {
        return webhooks::refuse(fault->problem, std::move(fault->detail));
    }
    auto& wanted = std::get<ApiQuery>(query);
    if (auto refusal = personal_refusal(visit, wanted.wanted)) {
        return *std::move(refusal);
    }
    return format ? file(visit, kind, std::move(wanted), *format)
                  : page(visit, kind, std::move(wanted));
}

}  // namespace console
