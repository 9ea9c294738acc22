#include "console/office.h"
#include "console/page_words.h"
#include "console/password.h"
#include "console/qr_code.h"
#include "console/totp.h"
#include "storage/officer_factors.h"

#include <nlohmann/json.hpp>

namespace console {

namespace {

using nlohmann::json;

bool has_app(const Visit& visit) {
    const auto factor = storage::OfficerFactors(visit.reader).find(visit.officer.id);
    return factor && factor->confirmed;
}

webhooks::Response account(const Visit& visit, json more, int status = 200) {
    json values = {{"title", visit.thai ? "บัญชีของฉัน" : "My account"},
                   {"name", visit.officer.name},
                   {"role", role_word(visit.officer.role, visit.thai)},
                   {"area", visit.officer.area},
                   {"app", has_app(visit)}};
    values.update(more);
    return show(visit, "account.html", std::move(values), status);
}

webhooks::Response change(const Visit& visit, SignIn& sign_in) {
    const std::string password = visit.field("password");
    if (const auto fault = password_fault(password, visit.officer.name)) {
        return account(
            visit, {{"fault", std::string(visit.thai ? fault->thai : fault->english)}}, 422);
    }
    if (password != visit.field("again")) {
        return account(visit, {{"differs", true}}, 422);
    }
    const SignIn::Attempt attempt{
        visit.officer.name, password, std::string(visit.request.client_address), visit.now};
    const bool changed =
        sign_in.change_password(visit.officer, visit.field("old"), attempt, visit.token);
    return changed ? account(visit, {{"changed", true}}) : account(visit, {{"wrong", true}}, 422);
}

SignIn::Attempt attempt_of(const Visit& visit) {
    return {visit.officer.name, "", std::string(visit.request.client_address), visit.now};
}

json proposed(const Visit& visit, const std::string& secret) {
    const QrCode qr = qr_code(totp_address(visit.office, visit.officer.name, secret));
    return {{"proposed", true}, {"secret", secret}, {"side", qr.side}, {"path", qr.path}};
}

webhooks::Response app_page(const Visit& visit, json more, int status = 200) {
    storage::OfficerFactors factors(visit.reader);
    const auto factor = factors.find(visit.officer.id);
    json values = {{"title", visit.thai ? "แอปยืนยันตัวตน" : "Authenticator app"}};
    if (factor && factor->confirmed) {
        values["on"] = true;
        values["left"] = std::to_string(factors.spare_codes_left(visit.officer.id));
    } else if (factor) {
        values.update(proposed(visit, factor->secret));
    } else {
        values["off"] = true;
    }
    values.update(more);
    return show(visit, "app.html", std::move(values), status);
}

webhooks::Response app_form(const Visit& visit, SignIn& sign_in) {
    const std::string wish = visit.field("do");
    if (wish == "propose") {
        (void)sign_in.factor().propose(visit.officer, visit.now);
        return go_to("/account/app");
    }
    if (wish == "remove") {
        return sign_in.remove_factor(visit.officer, visit.field("code"), attempt_of(visit))
                   ? go_to("/account/app")
                   : app_page(visit, {{"wrong", true}}, 422);
    }
    if (has_app(visit)) {
        return app_page(visit, {{"stale", true}}, 409);
    }
    const auto spares = sign_in.factor().confirm(visit.officer, visit.field("code"), visit.now);
    return spares ? app_page(visit, {{"spares", true}, {"codes", *spares}})
                  : app_page(visit, {{"wrong", true}}, 422);
}

webhooks::Response accounts(const Visit& visit) {
    json all = json::array();
    for (const auto& officer : storage::Officers(visit.reader).all()) {
        all.push_back({{"name", officer.name},
                       {"display_name", officer.display_name},
                       {"role", role_word(officer.role, visit.thai)},
                       {"area", officer.area},
                       {"disabled", officer.disabled},
                       {"waiting", !officer.has_password}});
    }
    return show(
        visit, "accounts.html", {{"title", visit.thai ? "ผู้ใช้" : "Accounts"}, {"accounts", all}});
}

}  // namespace

std::vector<PageRoute> account_pages(SignIn& sign_in) {
    return {{.path = "/account",
             .page = [](const Visit& visit) { return account(visit, json::object()); },
             .chair = true},
            {.method = "POST",
             .path = "/account",
             .page = [&sign_in](const Visit& visit) { return change(visit, sign_in); },
             .chair = true},
            {.path = "/account/app",
             .page = [](const Visit& visit) { return app_page(visit, json::object()); },
             .chair = true},
            {.method = "POST",
             .path = "/account/app",
             .page = [&sign_in](const Visit& visit) { return app_form(visit, sign_in); },
             .chair = true},
            {.path = "/accounts", .page = accounts, .who = PageRoute::Who::Admins}};
}

}  // namespace console
