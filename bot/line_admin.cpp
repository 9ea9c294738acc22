#include "bot/line_admin.h"

#include "bot/log.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace bot {

namespace {

using nlohmann::json;

std::string text(const json& object, const char* key) {
    if (!object.is_object()) {
        return {};
    }
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

bool flag(const json& object, const char* key) {
    if (!object.is_object()) {
        return false;
    }
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

json body_of(const HttpAnswer& answer) {
    return json::parse(answer.body, nullptr, false);
}

std::string explained(const HttpAnswer& answer) {
    if (answer.outcome != HttpAnswer::Outcome::Answered) {
        return fmt::format(
            "LINE cannot be reached ({}): is this machine online, is api_base right?",
            answer.trouble);
    }
    if (answer.status == 401 || answer.status == 403) {
        return "the access token is refused: issue a new one in the LINE Developers Console "
               "(Messaging API) and write it into the configuration";
    }
    return fmt::format(
        "LINE answered {}: {}", answer.status, escaped(text(body_of(answer), "message")));
}

}  // namespace

HttpRequest LineAdmin::request(std::string method, std::string path) const {
    HttpRequest request;
    request.method = std::move(method);
    request.base = config_.api_base;
    request.path = std::move(path);
    request.headers.emplace_back("Authorization", "Bearer " + config_.access_token.reveal());
    return request;
}

HttpAnswer LineAdmin::call(const HttpRequest& request, std::string_view purpose) const {
    HttpAnswer answer = transport_.call(request);
    if (answer.outcome != HttpAnswer::Outcome::Answered || answer.status >= 300) {
        throw LineRefusal(fmt::format("{}: {}", purpose, explained(answer)));
    }
    return answer;
}

LineAdmin::BotInfo LineAdmin::bot_info() {
    const HttpAnswer answer = call(request("GET", "/v2/bot/info"), "access token");
    const json body = body_of(answer);
    return {text(body, "userId"),
            text(body, "displayName"),
            text(body, "basicId"),
            text(body, "chatMode"),
            answer.header("date")};
}

LineAdmin::WebhookEndpoint LineAdmin::webhook() {
    const HttpRequest wire = request("GET", "/v2/bot/channel/webhook/endpoint");
    const HttpAnswer answer = transport_.call(wire);
    if (answer.outcome == HttpAnswer::Outcome::Answered && answer.status == 404) {
        return {};  // none was ever set
    }
    if (answer.outcome != HttpAnswer::Outcome::Answered || answer.status >= 300) {
        throw LineRefusal("webhook: " + explained(answer));
    }
    const json body = body_of(answer);
    return {text(body, "endpoint"), flag(body, "active")};
}

void LineAdmin::set_webhook(const std::string& url) {
    HttpRequest wire = request("PUT", "/v2/bot/channel/webhook/endpoint");
    wire.content_type = "application/json";
    wire.body = json{{"endpoint", url}}.dump();
    (void)call(wire, "webhook");
}

std::optional<std::string> LineAdmin::test_webhook() {
    HttpRequest wire = request("POST", "/v2/bot/channel/webhook/test");
    wire.content_type = "application/json";
    wire.body = "{}";
    const json body = body_of(call(wire, "webhook test"));
    if (flag(body, "success")) {
        return std::nullopt;
    }
    return fmt::format("{} {}", escaped(text(body, "reason")), escaped(text(body, "detail")));
}

std::vector<LineAdmin::RichMenu> LineAdmin::rich_menus() {
    const json body = body_of(call(request("GET", "/v2/bot/richmenu/list"), "menus"));
    std::vector<RichMenu> menus;
    const auto list = body.is_object() ? body.find("richmenus") : body.end();
    if (!body.is_object() || list == body.end() || !list->is_array()) {
        return menus;
    }
    for (const auto& menu : *list) {
        menus.push_back({text(menu, "richMenuId"), text(menu, "name")});
    }
    return menus;
}

std::string LineAdmin::default_rich_menu() {
    const HttpAnswer answer = transport_.call(request("GET", "/v2/bot/user/all/richmenu"));
    if (answer.outcome == HttpAnswer::Outcome::Answered && answer.status == 404) {
        return {};
    }
    if (answer.outcome != HttpAnswer::Outcome::Answered || answer.status >= 300) {
        throw LineRefusal("menu: " + explained(answer));
    }
    return text(body_of(answer), "richMenuId");
}

std::string LineAdmin::make_rich_menu(std::string_view definition, std::string_view png) {
    HttpRequest create = request("POST", "/v2/bot/richmenu");
    create.content_type = "application/json";
    create.body = definition;
    std::string id = text(body_of(call(create, "menu")), "richMenuId");
    if (id.empty()) {
        throw LineRefusal("menu: LINE did not say what the new menu is called");
    }
    HttpRequest upload = request("POST", "/v2/bot/richmenu/" + id + "/content");
    upload.base = config_.data_api_base;
    upload.content_type = "image/png";
    upload.body = png;
    try {
        (void)call(upload, "the menu's picture");
    } catch (const LineRefusal&) {
        (void)transport_.call(request("DELETE", "/v2/bot/richmenu/" + id));
        throw;
    }
    return id;
}

void LineAdmin::set_default_rich_menu(const std::string& id) {
    (void)call(request("POST", "/v2/bot/user/all/richmenu/" + id), "menu for everybody");
}

void LineAdmin::delete_rich_menu(const std::string& id) {
    (void)call(request("DELETE", "/v2/bot/richmenu/" + id), "old menu");
}

}  // namespace bot
