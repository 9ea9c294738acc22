#pragma once
#include "console/export_kind.h"
#include "webhooks/problem.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

// The parameters of the JSON API, read strictly: what is not known or does not fit is told, never
// passed over. Pure.
namespace console {

inline constexpr std::size_t kPageRows = 1'000;  // of a page, when no limit is asked for
inline constexpr std::size_t kMostPageRows = 10'000;
inline constexpr std::size_t kMostReasonBytes = 500;

// One parameter, for reading, for the OpenAPI document and for docs/API.md.
struct ApiParameter {
    std::string_view name;
    std::string_view english;
    std::string_view thai;
    std::string_view example;
    std::string_view pattern{};  // of its value; empty: a number of 1 to kMostPageRows
    bool pages_only = false;     // not of a whole file
    bool (*fits)(const ExportKind&) = nullptr;  // only kinds of which this holds have it
};

[[nodiscard]] std::span<const ApiParameter> api_parameters();
// Whether a reading of the kind, in pages or as a whole file, has the parameter.
[[nodiscard]] bool has_parameter(const ApiParameter& parameter, const ExportKind& kind, bool whole);

struct ApiQuery {
    ReportExport wanted{};                         // without actor and area: they are the token's
    std::optional<conversation::Instant> since{};  // only rows changed then or later
    std::size_t limit = kPageRows;
};

struct ApiFault {
    webhooks::Problem problem{};
    webhooks::ProblemDetail detail{};
};

[[nodiscard]] std::variant<ApiQuery, ApiFault> read_api_query(std::string_view query_text,
                                                              const ExportKind& kind,
                                                              bool whole);

// Where to go on, as it stands in an address: the kind and the place, unreadable on purpose.
[[nodiscard]] std::string make_cursor(const ExportKind& kind, std::string_view place);
// The place; nothing when it is no cursor of that kind.
[[nodiscard]] std::optional<std::string> read_cursor(const ExportKind& kind,
                                                     std::string_view cursor);

}  // namespace console
