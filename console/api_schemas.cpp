#include "console/api_document.h"
#include "console/export_writer.h"
#include "console/odata_model.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <string>

// Schemas of the OpenAPI document.
namespace console {

namespace {

using nlohmann::ordered_json;
using webhooks::Problem;

constexpr auto kProblems = std::to_array<Problem>({Problem::BadForm,
                                                   Problem::UnknownParameter,
                                                   Problem::BadParameter,
                                                   Problem::NoToken,
                                                   Problem::WrongToken,
                                                   Problem::EndedToken,
                                                   Problem::PersonalNotGranted,
                                                   Problem::NotInScope,
                                                   Problem::NotFound,
                                                   Problem::MethodNotAllowed,
                                                   Problem::NotAcceptable,
                                                   Problem::TargetTooLong,
                                                   Problem::TooManyRequests,
                                                   Problem::HeadTooLarge,
                                                   Problem::InternalError,
                                                   Problem::OptionNotOffered,
                                                   Problem::TooBusy});

ordered_json nullable(const char* type) {
    return {{"type", ordered_json::array({type, "null"})}};
}

ordered_json cell_schema(const ExportColumn& column) {
    ordered_json schema;
    switch (column.type) {
        case ColumnType::Number:
            schema = nullable("integer");
            break;
        case ColumnType::Decimal:
            schema = nullable("number");
            break;
        case ColumnType::Flag:
            schema = nullable("boolean");
            break;
        case ColumnType::Id:
            schema = nullable("string");
            schema["pattern"] = "^[0-9]+$";
            break;
        case ColumnType::Day:
            schema = nullable("string");
            schema["format"] = "date";
            break;
        case ColumnType::Instant:
            schema = nullable("string");
            schema["format"] = "date-time";
            break;
        case ColumnType::Code:
        case ColumnType::Text:
            schema = nullable("string");
            break;
    }
    schema["title"] = column.thai;
    schema["description"] = fmt::format(
        "{}{}", column.english, column.personal ? " (personal: with a reason only)" : "");
    return schema;
}

}  // namespace

std::span<const Problem> api_problems() {
    return kProblems;
}

ordered_json row_schema(const ExportKind& kind) {
    ordered_json properties = ordered_json::object();
    for (const auto& column : kind.columns) {
        properties[std::string(column.key)] = cell_schema(column);
        if (column.words != nullptr) {
            properties[thai_key(column)] = {{"type", "string"},
                                            {"description", fmt::format("{} in Thai", column.key)}};
        }
    }
    if (kind.key == "reports") {
        properties["unknown"] = {
            {"type", "object"},
            {"description", "why a figure is null: NOT_ASKED, DONT_KNOW or REFUSED, by its key"},
            {"additionalProperties", {{"type", "string"}}}};
    }
    properties[std::string(kRowKey)] = {
        {"type", "string"}, {"description", "the row's own, by which it is known again"}};
    return {{"type", "object"},
            {"title", kind.thai},
            {"description", kind.english},
            {"properties", std::move(properties)},
            {"additionalProperties", false}};
}

}  // namespace console
