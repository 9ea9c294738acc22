#pragma once
#include "console/export_kind.h"
#include "webhooks/problem.h"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string_view>

namespace console {

// The OpenAPI 3.1 document of what is below /api/v1/, made of the tables the code works with: kinds
// and their columns, parameters, problems. `origin` is where the program was reached. Holds nothing
// of the office: its forms are described as forms in general.
[[nodiscard]] nlohmann::ordered_json openapi_document(std::string_view origin);

// The schema of a row of the kind: every column may be left out (by `columns`, or being personal),
// and be null when it is not known.
[[nodiscard]] nlohmann::ordered_json row_schema(const ExportKind& kind);

// The problems the API answers, of the registry.
[[nodiscard]] std::span<const webhooks::Problem> api_problems();

}  // namespace console
