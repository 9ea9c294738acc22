#include "console/simulator_line.h"

#include "conversation/text/clusters.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace console {

namespace {

using nlohmann::json;
using webhooks::Request;
using webhooks::Response;

constexpr std::size_t kMessages = 5;
constexpr std::size_t kTextUnits = 5000;
constexpr std::size_t kQuickReplies = 13;
constexpr std::size_t kLabelLetters = 20;
constexpr std::size_t kDataUnits = 300;
constexpr std::size_t kAltText = 1500;
constexpr std::int64_t kFreeQuota = 300;  // of LINE's free plan in Thailand

Response answer_json(int status, const json& body) {
    Response response = webhooks::json_response(body.dump());
    response.status = status;
    response.headers.emplace_back("x-line-request-id", "00000000-0000-4000-8000-000000000000");
    return response;
}

Response error(int status, const std::string& message) {
    return answer_json(status, {{"message", message}});
}

std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string refuse_action(const json& action) {
    static constexpr std::array<std::string_view, 8> kTypes = {"message",
                                                               "postback",
                                                               "uri",
                                                               "location",
                                                               "camera",
                                                               "cameraRoll",
                                                               "datetimepicker",
                                                               "clipboard"};
    const std::string type = text_of(action, "type");
    if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end()) {
        return "action.type is unknown";
    }
    const std::string label = text_of(action, "label");
    if (label.empty() || conversation::grapheme_count(label) > kLabelLetters) {
        return "action.label must have 1 to 20 letters";
    }
    const std::string text = text_of(action, "text");
    if (type == "message" && (text.empty() || conversation::grapheme_count(text) > kDataUnits)) {
        return "action.text must have 1 to 300 letters";
    }
    const std::string data = text_of(action, "data");
    if (type == "postback" && (data.empty() || conversation::utf16_length(data) > kDataUnits)) {
        return "action.data must have 1 to 300 characters";
    }
    return {};
}

std::string refuse_quick_reply(const json& message) {
    const auto quick = message.find("quickReply");
    if (quick == message.end()) {
        return {};
    }
    if (!quick->is_object() || !quick->contains("items") || !(*quick)["items"].is_array() ||
        (*quick)["items"].empty() || (*quick)["items"].size() > kQuickReplies) {
        return "quickReply.items must have 1 to 13 items";
    }
    for (const json& item : (*quick)["items"]) {
        if (!item.is_object() || text_of(item, "type") != "action" || !item.contains("action") ||
            !item["action"].is_object()) {
            return "quickReply.items: type must be action";
        }
        if (std::string why = refuse_action(item["action"]); !why.empty()) {
            return why;
        }
    }
    return {};
}

std::string refuse_message(const json& message) {
    if (!message.is_object()) {
        return "a message must be an object";
    }
    const std::string type = text_of(message, "type");
    if (type == "text") {
        const std::size_t units = conversation::utf16_length(text_of(message, "text"));
        if (units == 0 || units > kTextUnits) {
            return "text must have 1 to 5000 characters";
        }
    } else if (type == "flex") {
        const std::size_t units = conversation::utf16_length(text_of(message, "altText"));
        if (units == 0 || units > kAltText || !message.contains("contents") ||
            !message["contents"].is_object()) {
            return "flex needs altText of 1 to 1500 characters and contents";
        }
    } else if (type == "image") {
        if (!text_of(message, "originalContentUrl").starts_with("https://") ||
            !text_of(message, "previewImageUrl").starts_with("https://")) {
            return "image needs two https URLs";
        }
    } else if (type != "sticker" && type != "template" && type != "location") {
        return "type is unknown";
    }
    return refuse_quick_reply(message);
}

std::string middle(std::string_view path, std::string_view front, std::string_view back) {
    if (path.size() <= front.size() + back.size() || !path.starts_with(front) ||
        !path.ends_with(back)) {
        return {};
    }
    return std::string(path.substr(front.size(), path.size() - front.size() - back.size()));
}

}  // namespace

std::string line_refusal(std::string_view text) {
    const json body = json::parse(text, nullptr, false);
    if (!body.is_object()) {
        return "The request body could not be parsed as JSON";
    }
    const auto messages = body.find("messages");
    if (messages == body.end() || !messages->is_array() || messages->empty() ||
        messages->size() > kMessages) {
        return "messages: size must be between 1 and 5";
    }
    for (std::size_t i = 0; i < messages->size(); ++i) {
        if (const std::string why = refuse_message((*messages)[i]); !why.empty()) {
            return fmt::format("messages[{}]: {}", i, why);
        }
    }
    return {};
}

SimulatorLine::SimulatorLine(SimulatorChats& chats,
                             std::string access_token,
                             std::function<conversation::Instant()> now)
    : chats_(chats), access_token_(std::move(access_token)), now_(std::move(now)) {}

Response SimulatorLine::answer(std::string_view path, const Request& request) {
    if (request.header("authorization") != "Bearer " + access_token_) {
        return error(401, "Authentication failed. Confirm that the access token is valid.");
    }
    return request.method == "GET" ? answer_get(path) : answer_post(path, request);
}

Response SimulatorLine::answer_get(std::string_view path) {
    if (path == "v2/bot/message/quota") {
        return answer_json(200, {{"type", "limited"}, {"value", kFreeQuota}});
    }
    if (path == "v2/bot/message/quota/consumption") {
        return answer_json(200, {{"totalUsage", chats_.pushed()}});
    }
    if (path == "v2/bot/info") {
        return answer_json(200,
                           {{"userId", "U00000000000000000000000000000000"},
                            {"basicId", "@simulator"},
                            {"displayName", "Sammachip"},
                            {"chatMode", "bot"},
                            {"markAsReadMode", "manual"}});
    }
    if (const std::string user = middle(path, "v2/bot/profile/", ""); !user.empty()) {
        return answer_json(200, {{"userId", user}, {"displayName", "Simulator"}});
    }
    if (const std::string id = middle(path, "v2/bot/message/", "/content"); !id.empty()) {
        if (const auto picture = chats_.picture(id)) {
            Response response;
            response.content_type = picture->mime;
            response.body = picture->bytes;
            return response;
        }
    }
    return error(404, "Not found");
}

Response SimulatorLine::answer_post(std::string_view path, const Request& request) {
    const bool is_reply = path == "v2/bot/message/reply";
    if (is_reply || path == "v2/bot/message/push") {
        if (const std::string why = line_refusal(request.body); !why.empty()) {
            return error(400, why);
        }
        const json body = json::parse(request.body);
        const std::string messages = body["messages"].dump();
        if (is_reply && !chats_.reply(text_of(body, "replyToken"), messages, now_())) {
            return error(400, "Invalid reply token");
        }
        if (!is_reply && !chats_.push(text_of(body, "to"),
                                      std::string(request.header("x-line-retry-key")),
                                      messages,
                                      now_())) {
            return error(409, "The retry key is already accepted");
        }
        json sent = json::array();
        for (std::size_t i = 0; i < body["messages"].size(); ++i) {
            sent.push_back({{"id", std::to_string(now_().time_since_epoch().count())}});
        }
        return answer_json(200, {{"sentMessages", sent}});
    }
    const json body = json::parse(request.body, nullptr, false);
    if (path == "v2/bot/chat/loading/start" && body.is_object()) {
        const auto asked = body.find("loadingSeconds");
        const bool given = asked != body.end() && asked->is_number_integer();
        const int seconds = given ? std::clamp(asked->get<int>(), 5, 60) : 20;
        chats_.show_typing(text_of(body, "chatId"), now_() + std::chrono::seconds(seconds));
        return answer_json(202, json::object());
    }
    if (path == "v2/bot/chat/markAsRead") {
        return answer_json(200, json::object());
    }
    return error(404, "Not found");
}

}  // namespace console
