#include "bot/line_render.h"

#include "conversation/text/clusters.h"
#include "conversation/text/json_text.h"
#include "conversation/text/split.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

namespace bot {

namespace {

using conversation::Card;
using conversation::JsonText;
using conversation::OutgoingMessage;
using conversation::QuickReply;

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

// One of LINE's message objects, before it is written: neighbouring texts may still be joined.
struct Object {
    enum class Kind { Text, Card, Image } kind = Kind::Text;
    std::string text;    // alternative text of a card
    std::string bubble;  // of a card, as JSON
    std::string url;     // of an image
};

// "size" and the like.
using Look = std::initializer_list<std::pair<const char*, const char*>>;

void put_text(JsonText& json, std::string_view text, const Look& look, int flex = 0) {
    json.open('{').key("type").text("text").key("text").text(is_blank(text) ? "-" : text);
    json.key("wrap").flag(true);
    for (const auto& [name, value] : look) {
        json.key(name).text(value);
    }
    if (flex != 0) {
        json.key("flex").number(flex);
    }
    json.close('}');
}

void put_row(JsonText& json, const Card::Row& row) {
    json.open('{').key("type").text("box").key("layout").text("horizontal");
    json.key("spacing").text("md").key("contents").open('[');
    put_text(json, row.label, {{"size", "sm"}, {"color", "#555555"}}, 5);
    put_text(json, row.value, {{"size", "sm"}, {"weight", "bold"}, {"align", "end"}}, 4);
    json.close(']').close('}');
}

std::string bubble_of(const Card& card) {
    JsonText json;
    json.open('{').key("type").text("bubble").key("body").open('{').key("type").text("box");
    json.key("layout").text("vertical").key("spacing").text("sm").key("contents").open('[');
    if (!is_blank(card.lead)) {
        put_text(json, card.lead, {{"size", "md"}});
    }
    if (!is_blank(card.title)) {
        put_text(json, card.title, {{"weight", "bold"}, {"size", "md"}});
        json.open('{').key("type").text("separator").key("margin").text("md").close('}');
    }
    for (const auto& row : card.rows) {
        put_row(json, row);
    }
    if (!is_blank(card.note)) {
        put_text(json, card.note, {{"size", "md"}, {"margin", "lg"}});
    }
    json.close(']').close('}').close('}');
    return std::move(json).str();
}

// Nothing when the card is empty or would be bigger than LINE takes.
std::optional<Object> card_object(const OutgoingMessage& message) {
    if (!message.card || (message.card->rows.empty() && is_blank(message.card->title))) {
        return std::nullopt;
    }
    Object object{Object::Kind::Card, {}, bubble_of(*message.card), {}};
    if (object.bubble.size() > kMaxBubbleBytes) {
        return std::nullopt;
    }
    const std::string& alt = is_blank(message.text) ? message.card->title : message.text;
    object.text = is_blank(alt) ? "-" : conversation::cut_utf16(alt, kMaxAltText);
    return object;
}

void append(std::vector<Object>& objects, const OutgoingMessage& message) {
    if (message.image_url.starts_with("https://") && message.image_url.size() <= kMaxUrl) {
        objects.push_back({Object::Kind::Image, {}, {}, message.image_url});
    }
    if (auto card = card_object(message)) {
        objects.push_back(*std::move(card));
        return;
    }
    for (auto& part : conversation::split_text(message.text, kMaxTextUnits)) {
        if (!is_blank(part)) {
            objects.push_back({Object::Kind::Text, std::move(part), {}, {}});
        }
    }
}

bool is_text(const Object& object) {
    return object.kind == Object::Kind::Text;
}

// Joins the texts of two neighbours where both fit one object; false when no two do.
bool join_two_neighbours(std::vector<Object>& objects) {
    for (std::size_t i = 0; i + 1 < objects.size(); ++i) {
        if (!is_text(objects[i]) || !is_text(objects[i + 1])) {
            continue;
        }
        std::string joined = objects[i].text + "\n\n" + objects[i + 1].text;
        if (conversation::utf16_length(joined) <= kMaxTextUnits) {
            objects[i].text = std::move(joined);
            objects.erase(objects.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            return true;
        }
    }
    return false;
}

void keep_five(std::vector<Object>& objects) {
    while (objects.size() > kMaxMessages && join_two_neighbours(objects)) {
    }
    if (objects.size() <= kMaxMessages) {
        return;
    }
    // The last one stays: it holds the question.
    objects.erase(objects.begin() + kMaxMessages - 1, objects.end() - 1);
    Object& before = objects[kMaxMessages - 2];
    if (is_text(before)) {
        before.text = std::string(conversation::cut_utf16(before.text, kMaxTextUnits - 1)) + "…";
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
        case QuickReply::Action::AskDate:
            return "datetimepicker";
        case QuickReply::Action::Say:
            break;
    }
    return reply.postback.empty() ? "message" : "postback";
}

// False, and nothing written, where LINE would not take the button.
bool put_quick_reply(JsonText& json, const QuickReply& reply) {
    const std::string& wanted = is_blank(reply.label) ? reply.send : reply.label;
    const std::string_view label = conversation::cut_graphemes(wanted, kMaxLabel);
    // A postback's data that was cut would mean something else.
    if (is_blank(label) || conversation::utf16_length(reply.postback) > kMaxData) {
        return false;
    }
    json.open('{').key("type").text("action").key("action").open('{');
    json.key("type").text(action_type(reply)).key("label").text(label);
    if (reply.action == QuickReply::Action::Say) {
        const std::string& said = is_blank(reply.send) ? wanted : reply.send;
        json.some("data", reply.postback).key(reply.postback.empty() ? "text" : "displayText");
        json.text(conversation::cut_graphemes(said, kMaxActionText));
    } else if (reply.action == QuickReply::Action::AskDate) {
        json.key("data").text(conversation::kPickedDate).key("mode").text("date");
    }
    json.close('}').close('}');
    return true;
}

// Only the last object's quick replies are shown, so the last message that has any gives them.
void put_quick_replies(JsonText& json, const std::vector<OutgoingMessage>& messages) {
    const auto giver = std::ranges::find_if(
        messages.rbegin(), messages.rend(), [](const auto& m) { return !m.quick_replies.empty(); });
    if (giver == messages.rend()) {
        return;
    }
    JsonText items;
    std::size_t count = 0;
    for (const auto& reply : giver->quick_replies) {
        if (count < kMaxQuickReplies && put_quick_reply(items, reply)) {
            ++count;
        }
    }
    if (count > 0) {
        json.key("quickReply").open('{').key("items").open('[').raw(std::move(items).str());
        json.close(']').close('}');
    }
}

void put_members(JsonText& json, const Object& object) {
    switch (object.kind) {
        case Object::Kind::Text:
            json.key("type").text("text").key("text").text(object.text);
            break;
        case Object::Kind::Card:
            json.key("type").text("flex").key("altText").text(object.text);
            json.key("contents").raw(object.bubble);
            break;
        case Object::Kind::Image:
            json.key("type").text("image").key("originalContentUrl").text(object.url);
            json.key("previewImageUrl").text(object.url);
            break;
    }
}

}  // namespace

std::string render_line(const std::vector<OutgoingMessage>& messages) {
    std::vector<Object> objects;
    for (const auto& message : messages) {
        append(objects, message);
    }
    keep_five(objects);
    if (objects.empty()) {
        return {};
    }
    JsonText json;
    json.open('[');
    for (const auto& object : objects) {
        json.open('{');
        put_members(json, object);
        if (&object == &objects.back()) {
            put_quick_replies(json, messages);
        }
        json.close('}');
    }
    json.close(']');
    return std::move(json).str();
}

}  // namespace bot
