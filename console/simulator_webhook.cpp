#include "console/simulator_webhook.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace console {

namespace {

using nlohmann::json;

constexpr std::size_t kTextBytes = 60'000;  // LINE: a person can type 10,000 characters
constexpr std::size_t kDataBytes = 4'000;
constexpr std::array<std::string_view, 7> kKinds = {
    "text", "sticker", "image", "location", "postback", "follow", "unfollow"};

bool is_user(std::string_view text) {
    return text.size() == 33 && text.front() == 'U' &&
           std::all_of(text.begin() + 1, text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

json message_of(const SimulatorAction& action, const SimulatorIds& ids) {
    json message = {{"id", ids.message}, {"type", action.kind}, {"quoteToken", ids.event}};
    if (action.kind == "text") {
        message["text"] = action.text;
    } else if (action.kind == "sticker") {
        message["packageId"] = "446";
        message["stickerId"] = "1988";
        message["stickerResourceType"] = "STATIC";
        message["keywords"] = {"hello"};
    } else if (action.kind == "image") {
        message["contentProvider"] = {{"type", "line"}};
    } else {
        message["latitude"] = action.latitude;
        message["longitude"] = action.longitude;
        message["title"] = action.text;
    }
    return message;
}

}  // namespace

std::optional<SimulatorAction> read_action(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) {
        return std::nullopt;
    }
    SimulatorAction action{.user = text_of(object, "user"),
                           .kind = text_of(object, "kind"),
                           .text = text_of(object, "text"),
                           .data = text_of(object, "data"),
                           .id = text_of(object, "id"),
                           .latitude = number_of(object, "latitude"),
                           .longitude = number_of(object, "longitude")};
    const bool known = std::find(kKinds.begin(), kKinds.end(), action.kind) != kKinds.end();
    const bool too_long = action.text.size() > kTextBytes || action.data.size() > kDataBytes;
    const bool empty = (action.kind == "text" && action.text.empty()) ||
                       (action.kind == "postback" && action.data.empty()) ||
                       (action.kind == "image" && action.id.empty());
    if (!known || too_long || empty || !is_user(action.user)) {
        return std::nullopt;
    }
    return action;
}

std::string webhook_body(const SimulatorAction& action,
                         const SimulatorIds& ids,
                         conversation::Instant now) {
    json event = {{"mode", "active"},
                  {"timestamp", now.time_since_epoch().count()},
                  {"source", {{"type", "user"}, {"userId", action.user}}},
                  {"webhookEventId", ids.event},
                  {"deliveryContext", {{"isRedelivery", false}}}};
    if (action.kind != "unfollow") {
        event["replyToken"] = ids.reply_token;
    }
    if (action.kind == "follow" || action.kind == "unfollow") {
        event["type"] = action.kind;
        if (action.kind == "follow") {
            event["follow"] = {{"isUnblocked", false}};
        }
    } else if (action.kind == "postback") {
        event["type"] = "postback";
        event["postback"] = {{"data", action.data}};
    } else {
        event["type"] = "message";
        event["message"] = message_of(action, ids);
    }
    const json body = {{"destination", "U00000000000000000000000000000000"},
                       {"events", json::array({event})}};
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string own_bubble(const SimulatorAction& action) {
    json bubble = json::array();
    if (action.kind == "text" || (action.kind == "postback" && !action.text.empty())) {
        bubble.push_back({{"type", "text"}, {"text", action.text}});
    } else if (action.kind == "sticker") {
        bubble.push_back({{"type", "sticker"}});
    } else if (action.kind == "image") {
        bubble.push_back({{"type", "image"}, {"id", action.id}});
    } else if (action.kind == "location") {
        bubble.push_back({{"type", "location"},
                          {"title", action.text},
                          {"latitude", action.latitude},
                          {"longitude", action.longitude}});
    } else if (action.kind == "follow" || action.kind == "unfollow") {
        bubble.push_back({{"type", action.kind}});
    }
    return bubble.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace console
