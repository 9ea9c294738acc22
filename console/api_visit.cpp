#include "console/api_visit.h"

#include "storage/audit_log.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace console {

using webhooks::Problem;

void ApiVisit::log(const ExportKind& kind, ReportExport& wanted) const {
    wanted.actor = token.actor();
    wanted.area = token.may.area;
    write([&](storage::Connection& writer) { log_export(writer, kind, wanted, now); });
}

void ApiVisit::log_refusal(const ExportKind& kind) const {
    write([&](storage::Connection& writer) {
        storage::AuditLog(writer).write(
            {token.actor(), "refused", fmt::format("api:{}", kind.key), "", now});
    });
}

std::variant<FoundKind, webhooks::Response> kind_for(const ApiVisit& visit, std::string_view key) {
    FoundKind found = find_any_kind(visit.reader, key);
    if (found.kind == nullptr) {
        return webhooks::refuse(Problem::NotFound,
                                {.english = "GET /api/v1/exports names the exports there are",
                                 .thai = "ดูรายชื่อข้อมูลได้ที่ /api/v1/exports"});
    }
    if (may_read(visit.token.may, *found.kind)) {
        return found;
    }
    visit.log_refusal(*found.kind);
    return webhooks::refuse(Problem::NotInScope,
                            {.english = "An administrator can make a token that may",
                             .thai = "ผู้ดูแลระบบสร้างรหัสที่อ่านข้อมูลนี้ได้"});
}

std::string origin_of(const webhooks::Request& request) {
    const auto said = request.header("X-Forwarded-Proto");
    const bool secure = said.substr(0, said.find(',')) == "https";
    return fmt::format("{}://{}", secure ? "https" : "http", request.header("Host"));
}

webhooks::Response document(const nlohmann::ordered_json& json) {
    return webhooks::json_response(
        json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace console
