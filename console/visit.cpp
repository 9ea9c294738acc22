#include "console/visit.h"

#include "console/page_template.h"
#include "storage/audit_log.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace console {

void Visit::audit(std::string_view action,
                  std::string_view subject,
                  std::string_view detail) const {
    write([&](storage::Connection& writer) {
        storage::AuditLog(writer).write(
            {actor(), std::string(action), std::string(subject), std::string(detail), now});
    });
}

webhooks::Response show(const Visit& visit,
                        std::string_view page,
                        nlohmann::json values,
                        int status) {
    values["th"] = visit.thai;
    values["en"] = !visit.thai;
    values["officer"] = visit.officer.display_name;
    values["admin"] = visit.officer.role == "ADMIN";
    values["edits"] = visit.may_edit();
    values["whole"] = visit.sees_all();
    values["chair"] = visit.is_chair();
    values["csrf"] = visit.csrf;
    values["office"] = visit.office;
    values["simulator"] = visit.simulator;
    values["here"] = std::string(visit.request.path);
    webhooks::Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.body = fill_page(page, values);
    return response;
}

webhooks::Response not_yours(const Visit& visit, std::string_view what) {
    visit.audit("refused", what, "");
    return show(visit, "not_found.html", {{"title", "404"}}, 404);
}

webhooks::Response go_to(std::string place) {
    webhooks::Response response;
    response.status = 303;
    response.headers.emplace_back("Location", std::move(place));
    return response;
}

}  // namespace console
