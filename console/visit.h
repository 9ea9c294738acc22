#pragma once
#include "storage/officers.h"
#include "webhooks/form_fields.h"
#include "webhooks/route.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace console {

// One request of somebody who is signed in.
struct Visit {
    const webhooks::Request& request;
    const storage::Officers::Officer& officer;
    const std::string& csrf;           // the session's, for forms
    std::string_view token;            // the session's, of the cookie
    const webhooks::FormFields& form;  // of a POST
    storage::Connection& reader;       // for this request
    // Runs a job of the one writer and returns when it is on disk. Throws what the job threw.
    std::function<void(const std::function<void(storage::Connection&)>&)> write;
    conversation::Instant now{};
    bool thai = true;
    const std::string& office;  // its name
    bool simulator = false;     // there is a chat simulator to open
    std::string file_name{};    // of the file a form sent, without folders
    std::string_view file{};    // its bytes; empty: none was sent

    [[nodiscard]] std::string actor() const { return "officer:" + officer.name; }

    // Whether this account may see what is in the village.
    [[nodiscard]] bool may_see(std::string_view village_code) const {
        return village_code.starts_with(officer.area);
    }

    // The chair of an organisation sees what is that organisation's, and no household.
    [[nodiscard]] bool is_chair() const { return officer.role == "CHAIR"; }

    // Whether this account may see figures and exports of the whole office.
    [[nodiscard]] bool sees_all() const { return officer.area.empty() && !is_chair(); }

    // Whether it may see what is an organisation's.
    [[nodiscard]] bool may_see(storage::OrganisationId organisation) const {
        return is_chair() ? organisation == officer.organisation : sees_all();
    }

    // Whether it may change what the office keeps.
    [[nodiscard]] bool may_edit() const {
        return officer.role == "ADMIN" || officer.role == "OFFICER";
    }

    // The field of a POST; empty when there is none.
    [[nodiscard]] std::string field(std::string_view name) const {
        return std::string(webhooks::field(form, name).value_or(std::string_view()));
    }

    // Writes down that something was looked at, before it is shown.
    void audit(std::string_view action, std::string_view subject, std::string_view detail) const;
};

using Page = std::function<webhooks::Response(const Visit&)>;

// A page of console/pages in the visitor's language. The values of its frame (th, en, officer,
// admin, edits, whole, chair, csrf, office, simulator, here) are added.
[[nodiscard]] webhooks::Response show(const Visit& visit,
                                      std::string_view page,
                                      nlohmann::json values,
                                      int status = 200);

// Nothing is there, or not for this account: which of the two is not said. Written into the audit
// log.
[[nodiscard]] webhooks::Response not_yours(const Visit& visit, std::string_view what);

[[nodiscard]] webhooks::Response go_to(std::string place);

}  // namespace console
