#include "console/api_scope.h"
#include "console/import_cell.h"
#include "console/office.h"
#include "console/page_words.h"
#include "storage/api_tokens.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>

// Tokens of programs: administrators make, see and revoke them.
namespace console {

namespace {

using nlohmann::json;
using storage::ApiTokens;

std::string kind_name(const Visit& visit, const std::string& key) {
    if (key == ApiTokens::kEveryKind) {
        return visit.thai ? "ทุกชนิด" : "all";
    }
    const auto found = find_any_kind(visit.reader, key);
    if (found.kind == nullptr) {
        return key;
    }
    return std::string(visit.thai ? found.kind->thai : found.kind->english);
}

json token_row(const Visit& visit, const ApiTokens::Token& token) {
    std::string kinds;
    for (const auto& key : token.may.kinds) {
        kinds += (kinds.empty() ? "" : ", ") + kind_name(visit, key);
    }
    const auto state = token.state(visit.now);
    return {
        {"name", token.may.name},
        {"kinds", kinds},
        {"area", token.may.area},
        {"personal", token.may.personal},
        {"reason", token.may.reason},
        {"by", token.created_by},
        {"until", moment_text(token.may.expires_at, visit.thai)},
        {"used", token.last_used_at ? moment_text(*token.last_used_at, visit.thai) : std::string()},
        {"open", state == ApiTokens::State::Open},
        {"expired", state == ApiTokens::State::Expired},
        {"revoked", state == ApiTokens::State::Revoked},
        {"revocable", state != ApiTokens::State::Revoked}};
}

bool is_chosen(const ApiTokens::Wish& wish, std::string_view key) {
    return std::ranges::find(wish.kinds, key) != wish.kinds.end();
}

json kind_choices(const Visit& visit, const ApiTokens::Wish& wish) {
    const auto choice = [&](const ExportKind& kind) {
        return json{{"key", kind.key},
                    {"name", visit.thai ? kind.thai : kind.english},
                    {"chosen", is_chosen(wish, kind.key)}};
    };
    json choices = json::array();
    for (const auto& kind : export_kinds()) {
        choices.push_back(choice(kind));
    }
    for (const auto& key : form_kind_keys(visit.reader)) {
        if (const auto found = find_any_kind(visit.reader, key); found.kind != nullptr) {
            choices.push_back(choice(*found.kind));
        }
    }
    return choices;
}

webhooks::Response page(const Visit& visit,
                        const ApiTokens::Wish& wish,
                        json more,
                        int status = 200) {
    json tokens = json::array();
    for (const auto& token : ApiTokens(visit.reader).all()) {
        tokens.push_back(token_row(visit, token));
    }
    json values = {{"title", visit.thai ? "รหัสของโปรแกรม (API)" : "Tokens of programs (API)"},
                   {"tokens", std::move(tokens)},
                   {"name", wish.name},
                   {"area", wish.area},
                   {"personal", wish.personal},
                   {"reason", wish.reason},
                   {"days", std::to_string(kTokenDays)},
                   {"most_days", std::to_string(kMostTokenDays)},
                   {"every", is_chosen(wish, ApiTokens::kEveryKind)},
                   {"kinds", kind_choices(visit, wish)}};
    values.update(more);
    return show(visit, "tokens.html", std::move(values), status);
}

int number_of(const std::string& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

ApiTokens::Wish read_wish(const Visit& visit) {
    ApiTokens::Wish wish{.name = tidy(visit.field("name")),
                         .area = tidy(visit.field("area")),
                         .personal = !visit.field("personal").empty(),
                         .reason = tidy(visit.field("reason"))};
    for (const auto& [name, value] : visit.form) {
        if (name == "kind" && !is_chosen(wish, value)) {
            wish.kinds.push_back(value);
        }
    }
    const int days = std::clamp(number_of(visit.field("days")), 0, kMostTokenDays + 1);
    wish.expires_at = visit.now + std::chrono::days(days);
    return wish;
}

webhooks::Response refused(const Visit& visit, const ApiTokens::Wish& wish, const WishFault& why) {
    return page(visit,
                wish,
                {{"fault", visit.thai ? why.thai : why.english}, {"days", visit.field("days")}},
                422);
}

webhooks::Response make(const Visit& visit) {
    const ApiTokens::Wish wish = read_wish(visit);
    if (const auto fault = wish_fault(visit.reader, wish, visit.now)) {
        return refused(visit, wish, *fault);
    }
    std::optional<std::string> text;
    visit.write([&](storage::Connection& writer) {
        text = ApiTokens(writer).make(wish, visit.now, visit.actor());
    });
    if (!text) {
        return refused(visit,
                       wish,
                       {"มีรหัสชื่อนี้อยู่แล้ว ยกเลิกรหัสเดิมก่อน หรือใช้ชื่ออื่น",
                        "There is a token of this name: revoke it first, or use another name"});
    }
    // Shown here and never again: the page is not gone to, so that no address leads back to it.
    return page(visit, {}, {{"made", *text}, {"made_name", wish.name}});
}

webhooks::Response revoke(const Visit& visit) {
    const std::string name = visit.field("name");
    bool revoked = false;
    visit.write([&](storage::Connection& writer) {
        revoked = ApiTokens(writer).revoke(name, visit.now, visit.actor());
    });
    return revoked ? go_to("/tokens") : not_yours(visit, "token");
}

webhooks::Response change(const Visit& visit) {
    return visit.field("do") == "revoke" ? revoke(visit) : make(visit);
}

}  // namespace

std::vector<PageRoute> token_pages() {
    using Who = PageRoute::Who;
    return {{.path = "/tokens",
             .page = [](const Visit& visit) { return page(visit, {}, json::object()); },
             .who = Who::Admins},
            {.method = "POST", .path = "/tokens", .page = change, .who = Who::Admins}};
}

}  // namespace console
