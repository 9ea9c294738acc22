#include "console/office.h"
#include "console/page_words.h"
#include "console/password.h"

#include <nlohmann/json.hpp>

namespace console {

namespace {

using nlohmann::json;

webhooks::Response account(const Visit& visit, json more, int status = 200) {
    json values = {{"title", visit.thai ? "บัญชีของฉัน" : "My account"},
                   {"name", visit.officer.name},
                   {"role", role_word(visit.officer.role, visit.thai)},
                   {"area", visit.officer.area}};
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
            {.path = "/accounts", .page = accounts, .who = PageRoute::Who::Admins}};
}

}  // namespace console
