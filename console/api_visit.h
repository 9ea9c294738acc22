#pragma once
#include "console/api_scope.h"
#include "storage/api_tokens.h"
#include "webhooks/route.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <variant>

namespace console {

// One request of a program whose token is in force.
struct ApiVisit {
    const webhooks::Request& request;
    const storage::ApiTokens::Token& token;
    storage::Connection& reader;
    // Runs a job of the one writer and returns when it is on disk. Throws what the job threw.
    std::function<void(const std::function<void(storage::Connection&)>&)> write;
    conversation::Instant now{};
    const std::string& office;  // its name

    // Writes the audit row of a reading, before it is done; fills in who reads and of what area.
    void log(const ExportKind& kind, ReportExport& wanted) const;
    // The same of a kind that the token may not read.
    void log_refusal(const ExportKind& kind) const;
};

// The kind of that key when the token may read it; else the refusal, which is written into the
// audit log.
[[nodiscard]] std::variant<FoundKind, webhooks::Response> kind_for(const ApiVisit& visit,
                                                                   std::string_view key);

// Where the program was reached, for links: "https://office.example", as the Host header and the
// proxy's X-Forwarded-Proto say.
[[nodiscard]] std::string origin_of(const webhooks::Request& request);

// A document of JSON, whatever bytes are in it.
[[nodiscard]] webhooks::Response document(const nlohmann::ordered_json& json);

// What is below /api/v1/, and everything below /api/v1/exports/.
[[nodiscard]] webhooks::Response api_index(const ApiVisit& visit);
[[nodiscard]] webhooks::Response api_kinds(const ApiVisit& visit);
[[nodiscard]] webhooks::Response api_export(const ApiVisit& visit);

}  // namespace console
