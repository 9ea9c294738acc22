#include "bot/line_render.h"

#include "conversation/text/clusters.h"
#include "conversation/text/split.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string_view>

namespace bot {

namespace {

using conversation::Card;
using conversation::OutgoingMessage;
using conversation::QuickReply;
using nlohmann::json;

constexpr std::size_t kMaxMessages = 5;
constexpr std::size_t kMaxTextUnits = 5000;
constexpr std::size_t kMaxQuickReplies = 13;
constexpr std::size_t kMaxLabel = 20;        // graphemes
constexpr std::size_t kMaxActionText = 300;  // graphemes; displayText too
constexpr std::size_t kMaxData = 300;        // UTF-16 units
constexpr std::size_t kMaxAltText = 1500;    // UTF-16 units
constexpr std::size_t kMaxBubbleBytes = 25'000;
constexpr std::size_t kMaxUrl = 2000;

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// What nearly every message is made of is built member by member: an initializer list makes every
// value twice.
json object_of(const char* type) {
    json object(json::value_t::object);
    object["type"] = type;
    return object;
}

json text_object(std::string text) {
    json object = object_of("text");
    object["text"] = std::move(text);
    return object;
}

json flex_text(std::string_view text, json look) {
    look["type"] = "text";
    look["text"] = is_blank(text) ? std::string_view("-") : text;
    look["wrap"] = true;
    return look;
}

json row_box(const Card::Row& row) {
    return {{"type", "box"},
            {"layout", "horizontal"},
            {"spacing", "md"},
            {"contents",
             {flex_text(row.label, {{"size", "sm"}, {"color", "#555555"}, {"flex", 5}}),
              flex_text(row.value,
                        {{"size", "sm"}, {"weight", "bold"}, {"align", "end"}, {"flex", 4}})}}};
}

json bubble(const Card& card) {
    json contents = json::array();
    if (!is_blank(card.lead)) {
        contents.push_back(flex_text(card.lead, {{"size", "md"}}));
    }
    if (!is_blank(card.title)) {
        contents.push_back(flex_text(card.title, {{"weight", "bold"}, {"size", "md"}}));
        contents.push_back({{"type", "separator"}, {"margin", "md"}});
    }
    for (const auto& row : card.rows) {
        contents.push_back(row_box(row));
    }
    if (!is_blank(card.note)) {
        contents.push_back(flex_text(card.note, {{"size", "md"}, {"margin", "lg"}}));
    }
    return {{"type", "bubble"},
            {"body",
             {{"type", "box"}, {"layout", "vertical"}, {"spacing", "sm"}, {"contents", contents}}}};
}

std::string dumped(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Nothing when the card is empty or would be bigger than LINE takes.
std::optional<json> flex_object(const OutgoingMessage& message) {
    if (!message.card || (message.card->rows.empty() && is_blank(message.card->title))) {
        return std::nullopt;
    }
    json contents = bubble(*message.card);
    if (dumped(contents).size() > kMaxBubbleBytes) {
        return std::nullopt;
    }
    const std::string& alt = is_blank(message.text) ? message.card->title : message.text;
    return json{{"type", "flex"},
                {"altText", is_blank(alt) ? "-" : conversation::cut_utf16(alt, kMaxAltText)},
                {"contents", std::move(contents)}};
}

void append(json& objects, const OutgoingMessage& message) {
    if (message.image_url.starts_with("https://") && message.image_url.size() <= kMaxUrl) {
        objects.push_back({{"type", "image"},
                           {"originalContentUrl", message.image_url},
                           {"previewImageUrl", message.image_url}});
    }
    if (auto flex = flex_object(message)) {
        objects.push_back(std::move(*flex));
        return;
    }
    for (auto& part : conversation::split_text(message.text, kMaxTextUnits)) {
        if (!is_blank(part)) {
            objects.push_back(text_object(std::move(part)));
        }
    }
}

bool is_text(const json& object) {
    return object.at("type") == "text";
}

// Joins the texts of two neighbours where both fit one object; false when no two do.
bool join_two_neighbours(json& objects) {
    for (std::size_t i = 0; i + 1 < objects.size(); ++i) {
        if (!is_text(objects[i]) || !is_text(objects[i + 1])) {
            continue;
        }
        const std::string joined = objects[i]["text"].get<std::string>() + "\n\n" +
                                   objects[i + 1]["text"].get<std::string>();
        if (conversation::utf16_length(joined) <= kMaxTextUnits) {
            objects[i]["text"] = joined;
            objects.erase(i + 1);
            return true;
        }
    }
    return false;
}

void keep_five(json& objects) {
    while (objects.size() > kMaxMessages && join_two_neighbours(objects)) {
    }
    if (objects.size() <= kMaxMessages) {
        return;
    }
    // The last one stays: it holds the question.
    objects.erase(objects.begin() + kMaxMessages - 1, objects.end() - 1);
    json& before = objects[kMaxMessages - 2];
    if (is_text(before)) {
        const auto text = before["text"].get<std::string>();
        before["text"] = std::string(conversation::cut_utf16(text, kMaxTextUnits - 1)) + "…";
    }
}

const char* action_type(const QuickReply& reply) {
    switch (reply.action) {
        case QuickReply::Action::AskLocation:
            return "location";
        case QuickReply::Action::AskCamera:
            return "camera";
        case QuickReply::Action::AskPhoto:
            return "cameraRoll";
        case QuickReply::Action::Say:
            break;
    }
    return reply.postback.empty() ? "message" : "postback";
}

std::optional<json> action(const QuickReply& reply) {
    const std::string& wanted = is_blank(reply.label) ? reply.send : reply.label;
    const std::string_view label = conversation::cut_graphemes(wanted, kMaxLabel);
    if (is_blank(label)) {
        return std::nullopt;
    }
    json made = object_of(action_type(reply));
    made["label"] = label;
    if (reply.action != QuickReply::Action::Say) {
        return made;
    }
    const std::string& said = is_blank(reply.send) ? wanted : reply.send;
    if (!reply.postback.empty()) {
        if (conversation::utf16_length(reply.postback) > kMaxData) {
            return std::nullopt;  // cut, it would mean something else
        }
        made["data"] = reply.postback;
        made["displayText"] = conversation::cut_graphemes(said, kMaxActionText);
    } else {
        made["text"] = conversation::cut_graphemes(said, kMaxActionText);
    }
    return made;
}

// Only the last object's quick replies are shown, so the last message that has any gives them.
void add_quick_replies(json& objects, const std::vector<OutgoingMessage>& messages) {
    const auto giver = std::ranges::find_if(
        messages.rbegin(), messages.rend(), [](const auto& m) { return !m.quick_replies.empty(); });
    if (objects.empty() || giver == messages.rend()) {
        return;
    }
    json items = json::array();
    for (const auto& reply : giver->quick_replies) {
        if (auto made = action(reply); made && items.size() < kMaxQuickReplies) {
            json item = object_of("action");
            item["action"] = std::move(*made);
            items.push_back(std::move(item));
        }
    }
    if (!items.empty()) {
        objects.back()["quickReply"] = {{"items", std::move(items)}};
    }
}

}  // namespace

json render_line(const std::vector<OutgoingMessage>& messages) {
    json objects = json::array();
    for (const auto& message : messages) {
        append(objects, message);
    }
    keep_five(objects);
    add_quick_replies(objects, messages);
    return objects;
}

}  // namespace bot
