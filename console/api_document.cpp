#include "console/api_document.h"

#include "console/api_query.h"
#include "console/export_file.h"
#include "console/odata_options.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace console {

namespace {

using nlohmann::ordered_json;
using webhooks::Problem;

struct FileWay {
    std::string_view ending;
    ExportFormat format = ExportFormat::Csv;
};

constexpr std::array<FileWay, 3> kFiles = {
    {{".csv", ExportFormat::Csv}, {".xlsx", ExportFormat::Xlsx}, {".jsonl", ExportFormat::Json}}};

ordered_json reference(std::string_view kind, std::string_view name) {
    return {{"$ref", fmt::format("#/components/{}/{}", kind, name)}};
}

std::string status_name(int status) {
    return fmt::format("Problem{}", status);
}

// The API's problems by status.
std::map<int, std::vector<const webhooks::ProblemInfo*>> problems_by_status() {
    std::map<int, std::vector<const webhooks::ProblemInfo*>> all;
    for (const Problem problem : api_problems()) {
        const auto& info = webhooks::describe(problem);
        all[info.status].push_back(&info);
    }
    return all;
}

ordered_json problem_response(const std::vector<const webhooks::ProblemInfo*>& infos) {
    ordered_json codes = ordered_json::array();
    ordered_json examples = ordered_json::object();
    std::string description;
    for (const auto* info : infos) {
        codes.push_back(info->code);
        description +=
            fmt::format("{}{} ({})", description.empty() ? "" : " ", info->sentence, info->code);
        examples[std::string(info->code)] = {
            {"value",
             ordered_json::parse(webhooks::problem_json(info->problem, "9e3779b97f4a7c15"))}};
    }
    return {{"description", description},
            {"content",
             {{"application/problem+json",
               {{"schema",
                 {{"allOf", ordered_json::array({reference("schemas", "Problem")})},
                  {"properties", {{"code", {{"enum", std::move(codes)}}}}}}},
                {"examples", std::move(examples)}}}}}};
}

ordered_json problem_schema() {
    const ordered_json text = {{"type", "string"}};
    return {{"type", "object"},
            {"description", "RFC 9457; docs/API.md lists the problems"},
            {"required", {"type", "title", "title_th", "status", "code", "id"}},
            {"properties",
             {{"type", {{"type", "string"}, {"pattern", "^urn:sammachip:problem:"}}},
              {"title", text},
              {"title_th", text},
              {"status", {{"type", "integer"}}},
              {"code", {{"type", "string"}, {"pattern", R"(^[0-9]{3}\.[0-9]$)"}}},
              {"id", {{"type", "string"}, {"description", "names this answer in the log"}}},
              {"parameter", text},
              {"detail", text},
              {"detail_th", text}}},
            {"additionalProperties", false}};
}

ordered_json odata_fault_schema() {
    return {{"type", "object"},
            {"required", {"error"}},
            {"properties",
             {{"error",
               {{"type", "object"},
                {"required", {"code", "message"}},
                {"properties",
                 {{"code", {{"type", "string"}}},
                  {"message", {{"type", "string"}}},
                  {"target", {{"type", "string"}}}}},
                {"additionalProperties", false}}}}},
            {"additionalProperties", false}};
}

ordered_json parameter_json(const ApiParameter& parameter) {
    ordered_json schema;
    if (parameter.pattern.empty()) {
        schema = {{"type", "integer"},
                  {"minimum", 1},
                  {"maximum", kMostPageRows},
                  {"default", kPageRows}};
    } else {
        schema = {{"type", "string"}, {"pattern", parameter.pattern}};
    }
    ordered_json made = {{"name", parameter.name},
                         {"in", "query"},
                         {"description", fmt::format("{} ({})", parameter.english, parameter.thai)},
                         {"schema", std::move(schema)}};
    // A cursor's example would be one of another kind.
    if (!parameter.example.empty() && parameter.name != "cursor") {
        made["example"] = parameter.pattern.empty() ? ordered_json(kPageRows / 2)
                                                    : ordered_json(parameter.example);
    }
    return made;
}

ordered_json parameters_of(const ExportKind& kind, bool whole) {
    ordered_json all = ordered_json::array();
    for (const auto& parameter : api_parameters()) {
        if (has_parameter(parameter, kind, whole)) {
            all.push_back(reference("parameters", parameter.name));
        }
    }
    return all;
}

// Every operation is a reading; those without a door say so themselves.
ordered_json reading(std::string summary, ordered_json content, const std::vector<int>& problems) {
    ordered_json responses = {{"200", {{"description", "read"}, {"content", std::move(content)}}}};
    for (const int status : problems) {
        responses[std::to_string(status)] = reference("responses", status_name(status));
    }
    return {{"summary", std::move(summary)}, {"responses", std::move(responses)}};
}

ordered_json content_of(std::string_view type, ordered_json schema) {
    return {{std::string(type), {{"schema", std::move(schema)}}}};
}

ordered_json page_schema(std::string_view kind, ordered_json row) {
    return {{"type", "object"},
            {"required", {"kind", "as_of", "rows", "next"}},
            {"properties",
             {{"kind", {{"type", "string"}, {"pattern", fmt::format("^{}", kind)}}},
              {"as_of",
               {{"type", "string"},
                {"format", "date-time"},
                {"description", "write it as since the next time"}}},
              {"rows", {{"type", "array"}, {"items", std::move(row)}}},
              {"next",
               {{"type", ordered_json::array({"string", "null"})},
                {"description", "the next page; null: this was the last"}}}}},
            {"additionalProperties", false}};
}

const std::vector<int>& export_problems() {
    static const std::vector<int> statuses = {400, 401, 403, 404, 414, 429, 500, 503};
    return statuses;
}

void add_kind(ordered_json& paths,
              const ExportKind& kind,
              const ordered_json& path_parameters,
              std::string_view path,
              ordered_json row) {
    const auto with = [&](ordered_json operation, bool whole) {
        ordered_json item = {{"get", std::move(operation)}};
        item["get"]["parameters"] = parameters_of(kind, whole);
        for (const auto& one : path_parameters) {
            item["get"]["parameters"].push_back(one);
        }
        return item;
    };
    const std::string whole_path = fmt::format("/api/v1/exports/{}", path);
    paths[whole_path] =
        with(reading(fmt::format("{} in pages ({})", kind.english, kind.thai),
                     content_of("application/json", page_schema(kind.key, std::move(row))),
                     export_problems()),
             false);
    for (const auto& way : kFiles) {
        const std::string_view type = media_type(way.format);
        ordered_json schema = {{"type", "string"}};
        if (way.format == ExportFormat::Xlsx) {
            schema = ordered_json::object();
        }
        paths[whole_path + std::string(way.ending)] =
            with(reading(fmt::format("{} as a file ({})", kind.english, kind.thai),
                         content_of(type.substr(0, type.find(';')), std::move(schema)),
                         export_problems()),
                 true);
    }
}

void add_forms(ordered_json& paths) {
    const ExportKind any{.key = "form:",
                         .thai = "คำตอบของแบบฟอร์ม",
                         .english = "answers to a form",
                         .columns = {},
                         .by_area = true};
    const ordered_json form = ordered_json::array(
        {{{"name", "form_id"},
          {"in", "path"},
          {"required", true},
          {"description", "the form's id; GET /api/v1/exports names the columns of each"},
          {"schema", {{"type", "string"}}},
          {"example", "household_report"}}});
    ordered_json row = {
        {"type", "object"},
        {"additionalProperties",
         {{"type", ordered_json::array({"string", "number", "boolean", "object", "null"})}}}};
    add_kind(paths, any, form, "form:{form_id}", std::move(row));
}

ordered_json export_list_schema() {
    const ordered_json text = {{"type", "string"}};
    const ordered_json flag = {{"type", "boolean"}};
    const ordered_json column = {
        {"type", "object"},
        {"required", {"key", "type", "name_th", "name_en", "personal"}},
        {"properties",
         {{"key", text},
          {"type",
           {{"enum", {"text", "code", "number", "decimal", "id", "flag", "day", "instant"}}}},
          {"name_th", text},
          {"name_en", text},
          {"personal", flag},
          {"codes",
           {{"type", "array"},
            {"items",
             {{"type", "object"},
              {"required", {"code", "name_th", "name_en"}},
              {"properties", {{"code", text}, {"name_th", text}, {"name_en", text}}},
              {"additionalProperties", false}}}}}}},
        {"additionalProperties", false}};
    return {{"type", "object"},
            {"required", {"exports"}},
            {"properties",
             {{"exports",
               {{"type", "array"},
                {"items",
                 {{"type", "object"},
                  {"required",
                   {"key", "name_th", "name_en", "has_months", "knows_changes", "rows", "columns"}},
                  {"properties",
                   {{"key", text},
                    {"name_th", text},
                    {"name_en", text},
                    {"has_months", flag},
                    {"knows_changes", flag},
                    {"rows", text},
                    {"columns", {{"type", "array"}, {"items", column}}}}},
                  {"additionalProperties", false}}}}}}},
            {"additionalProperties", false}};
}

ordered_json index_schema() {
    const ordered_json text = {{"type", "string"}};
    return {{"type", "object"},
            {"required", {"name", "office", "exports", "odata", "openapi", "token"}},
            {"properties",
             {{"name", text},
              {"office", text},
              {"exports", text},
              {"odata", text},
              {"openapi", text},
              {"token",
               {{"type", "object"},
                {"required", {"name", "kinds", "area", "personal", "expires_at"}},
                {"properties",
                 {{"name", text},
                  {"kinds", {{"type", "array"}, {"items", text}}},
                  {"area", text},
                  {"personal", {{"type", "boolean"}}},
                  {"expires_at", {{"type", "string"}, {"format", "date-time"}}}}},
                {"additionalProperties", false}}}}},
            {"additionalProperties", false}};
}

ordered_json odata_parameter(const char* name, const char* text, ordered_json schema) {
    return {{"name", name}, {"in", "query"}, {"description", text}, {"schema", std::move(schema)}};
}

ordered_json odata_parameters(bool only_count) {
    const ordered_json number = {{"type", "integer"}, {"minimum", 0}};
    const ordered_json text = {{"type", "string"}};
    ordered_json all = ordered_json::array(
        {{{"name", "set"},
          {"in", "path"},
          {"required", true},
          {"description", "a table of the service document"},
          {"schema", text},
          {"example", "reports"}},
         odata_parameter("$filter", "which rows, as OData v4 writes it", text)});
    if (!only_count) {
        all.push_back(odata_parameter("$select", "which fields", text));
        all.push_back(odata_parameter("$top", "at most so many rows", number));
        all.push_back(odata_parameter("$skip", "rows to pass over", number));
        all.push_back(odata_parameter("$count", "say how many there are", {{"type", "boolean"}}));
        all.push_back(odata_parameter("$skiptoken", "of @odata.nextLink, as it is", text));
        all.push_back(odata_parameter("$format", "json", text));
    }
    return all;
}

ordered_json odata_reading(std::string summary, ordered_json content, bool with_rows) {
    ordered_json operation = reading(std::move(summary), std::move(content), {401, 429, 500, 503});
    std::vector<int> faults = {400, 406};
    if (with_rows) {
        faults.insert(faults.end(), {404, 501});
    }
    for (const int status : faults) {
        operation["responses"][std::to_string(status)] = reference("responses", "ODataFault");
    }
    return operation;
}

void add_odata(ordered_json& paths) {
    const ordered_json list = {{"type", "object"},
                               {"required", {"value"}},
                               {"properties",
                                {{"@odata.context", {{"type", "string"}}},
                                 {"@odata.count", {{"type", "integer"}}},
                                 {"@odata.nextLink", {{"type", "string"}}},
                                 {"value", {{"type", "array"}, {"items", {{"type", "object"}}}}}}},
                               {"additionalProperties", false}};
    for (const char* path : {"/api/v1/odata", "/api/v1/odata/"}) {
        paths[path]["get"] = odata_reading(
            "the OData feed's service document", content_of("application/json", list), false);
    }
    paths["/api/v1/odata/$metadata"]["get"] =
        odata_reading("the feed's tables and fields (CSDL)",
                      content_of("application/xml", {{"type", "string"}}),
                      false);
    auto rows = odata_reading("rows of a table", content_of("application/json", list), true);
    rows["parameters"] = odata_parameters(false);
    paths["/api/v1/odata/{set}"]["get"] = std::move(rows);
    auto count =
        odata_reading("how many rows",
                      content_of("text/plain", {{"type", "string"}, {"pattern", "^[0-9]+$"}}),
                      true);
    count["parameters"] = odata_parameters(true);
    paths["/api/v1/odata/{set}/$count"]["get"] = std::move(count);
}

ordered_json components() {
    ordered_json schemas = {{"Problem", problem_schema()}, {"ODataFault", odata_fault_schema()}};
    for (const auto& kind : export_kinds()) {
        schemas[std::string(kind.key)] = row_schema(kind);
    }
    ordered_json responses = {
        {"ODataFault",
         {{"description", "a problem in OData's form; its code is the problem's"},
          {"content", content_of("application/json", reference("schemas", "ODataFault"))}}}};
    for (const auto& [status, infos] : problems_by_status()) {
        responses[status_name(status)] = problem_response(infos);
    }
    ordered_json parameters = ordered_json::object();
    for (const auto& parameter : api_parameters()) {
        parameters[std::string(parameter.name)] = parameter_json(parameter);
    }
    return {{"schemas", std::move(schemas)},
            {"responses", std::move(responses)},
            {"parameters", std::move(parameters)},
            {"securitySchemes",
             {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
              {"basic",
               {{"type", "http"},
                {"scheme", "basic"},
                {"description", "any user, the token as the password (Excel, Power BI)"}}}}}};
}

}  // namespace

ordered_json openapi_document(std::string_view origin) {
    ordered_json paths = ordered_json::object();
    paths["/api/v1/"]["get"] = reading("what is here, and what the token may",
                                       content_of("application/json", index_schema()),
                                       {400, 401, 429, 500, 503});
    paths["/api/v1/openapi.json"]["get"] = reading(
        "this document", content_of("application/json", {{"type", "object"}}), {400, 500, 503});
    paths["/api/v1/openapi.json"]["get"]["security"] = ordered_json::array();
    paths["/api/v1/exports"]["get"] = reading("the exports the token may read, with their columns",
                                              content_of("application/json", export_list_schema()),
                                              {400, 401, 429, 500, 503});
    for (const auto& kind : export_kinds()) {
        add_kind(paths, kind, ordered_json::array(), kind.key, reference("schemas", kind.key));
    }
    add_forms(paths);
    add_odata(paths);
    return {{"openapi", "3.1.0"},
            {"info",
             {{"title", "Sammachip"},
              {"version", "1"},
              {"description",
               "Exports of household reports, the register, plans and indicators. Every reading is "
               "written into the office's audit log."}}},
            {"servers", ordered_json::array({{{"url", origin}}})},
            {"security",
             ordered_json::array(
                 {{{"bearer", ordered_json::array()}}, {{"basic", ordered_json::array()}}})},
            {"paths", std::move(paths)},
            {"components", components()}};
}

}  // namespace console
