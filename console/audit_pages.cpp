#include "console/import_cell.h"
#include "console/office.h"
#include "console/page_words.h"
#include "storage/audit_log.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>

namespace console {

namespace {

using nlohmann::json;
using storage::AuditLog;

AuditLog::Search search_of(const Visit& visit) {
    const auto get = [&](const char* name) {
        return tidy(visit.request.query(name).value_or(std::string()));
    };
    AuditLog::Search search{
        .actor = get("actor"), .action = get("action"), .subject = get("subject")};
    const std::string before = get("before");
    std::from_chars(before.data(), before.data() + before.size(), search.before);
    return search;
}

std::string next_place(const AuditLog::Search& search, std::int64_t before) {
    return fmt::format("/audit?actor={}&action={}&subject={}&before={}",
                       webhooks::url_encoded(search.actor),
                       webhooks::url_encoded(search.action),
                       webhooks::url_encoded(search.subject),
                       before);
}

webhooks::Response page(const Visit& visit) {
    const auto search = search_of(visit);
    const auto found = AuditLog(visit.reader).search(search);
    visit.audit(
        "audit.looked_at",
        "audit",
        fmt::format("actor={} action={} subject={}", search.actor, search.action, search.subject));
    json entries = json::array();
    for (const auto& one : found) {
        entries.push_back({{"at", moment_text(one.entry.at, visit.thai)},
                           {"actor", one.entry.actor},
                           {"action", one.entry.action},
                           {"subject", one.entry.subject},
                           {"detail", one.entry.detail}});
    }
    return show(
        visit,
        "audit.html",
        {{"title", visit.thai ? "บันทึกการใช้งาน" : "Audit log"},
         {"actor", search.actor},
         {"action", search.action},
         {"subject", search.subject},
         {"nothing", entries.empty()},
         {"entries", entries},
         {"next",
          found.size() == search.limit ? next_place(search, found.back().row) : std::string()}});
}

}  // namespace

std::vector<PageRoute> audit_pages() {
    return {{.path = "/audit", .page = page, .who = PageRoute::Who::Admins}};
}

}  // namespace console
