#include "storage/message_json.h"

#include "conversation/text/json_text.h"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace storage {

namespace {

using conversation::Attachment;
using conversation::IncomingKind;
using conversation::IncomingMessage;
using conversation::JsonText;
using conversation::OutgoingMessage;
using conversation::QuickReply;
using nlohmann::json;

constexpr int kFormat = 1;

// The last row of each table is also what an unknown name means.

constexpr std::array kKinds = {
    std::pair(IncomingKind::Text, std::string_view("text")),
    std::pair(IncomingKind::Postback, std::string_view("postback")),
    std::pair(IncomingKind::Image, std::string_view("image")),
    std::pair(IncomingKind::Video, std::string_view("video")),
    std::pair(IncomingKind::Audio, std::string_view("audio")),
    std::pair(IncomingKind::File, std::string_view("file")),
    std::pair(IncomingKind::Sticker, std::string_view("sticker")),
    std::pair(IncomingKind::Location, std::string_view("location")),
    std::pair(IncomingKind::Follow, std::string_view("follow")),
    std::pair(IncomingKind::Unfollow, std::string_view("unfollow")),
    std::pair(IncomingKind::Unsend, std::string_view("unsend")),
    std::pair(IncomingKind::Edited, std::string_view("edited")),
    std::pair(IncomingKind::Join, std::string_view("join")),
    std::pair(IncomingKind::Leave, std::string_view("leave")),
    std::pair(IncomingKind::MemberJoined, std::string_view("member_joined")),
    std::pair(IncomingKind::MemberLeft, std::string_view("member_left")),
    std::pair(IncomingKind::Other, std::string_view("other")),
};

constexpr std::array kActions = {
    std::pair(QuickReply::Action::AskLocation, std::string_view("location")),
    std::pair(QuickReply::Action::AskCamera, std::string_view("camera")),
    std::pair(QuickReply::Action::AskPhoto, std::string_view("photo")),
    std::pair(QuickReply::Action::AskDate, std::string_view("date")),
    std::pair(QuickReply::Action::Say, std::string_view("say")),
};

constexpr std::array kFailures = {
    std::pair(Attachment::Failure::Gone, std::string_view("gone")),
    std::pair(Attachment::Failure::TooLarge, std::string_view("too_large")),
    std::pair(Attachment::Failure::Unreachable, std::string_view("unreachable")),
    std::pair(Attachment::Failure::None, std::string_view("none")),
};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) {
    for (const auto& [known, name] : table) {
        if (known == value) {
            return name;
        }
    }
    return table.back().second;
}

template <class Table>
auto value_in(const Table& table, std::string_view name) {
    for (const auto& [value, known] : table) {
        if (known == name) {
            return value;
        }
    }
    return table.back().first;
}

void put(json& object, const char* key, const std::string& value) {
    if (!value.empty()) {
        object[key] = value;
    }
}

void put(json& object, const char* key, conversation::Instant value) {
    if (value != conversation::Instant{}) {
        object[key] = conversation::to_text(value);
    }
}

std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

bool flag_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

double number_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

conversation::Instant instant_of(const json& object, const char* key) {
    return conversation::parse_instant(text_of(object, key)).value_or(conversation::Instant{});
}

const json& array_of(const json& object, const char* key) {
    static const json kEmpty = json::array();
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? *found : kEmpty;
}

// Nothing unless the text is an object of our format.
std::optional<json> parse(std::string_view text) {
    json parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object()) {
        return std::nullopt;
    }
    const auto format = parsed.find("format");
    if (format == parsed.end() || *format != kFormat) {
        return std::nullopt;
    }
    return parsed;
}

// Texts are valid UTF-8; should one not be, its broken bytes are replaced rather than all lost.
std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void put_card(JsonText& out, const conversation::Card& card) {
    out.key("card").open('{').some("lead", card.lead).some("note", card.note);
    if (!card.rows.empty()) {
        out.key("rows").open('[');
        for (const auto& row : card.rows) {
            out.open('{').key("label").text(row.label).key("value").text(row.value).close('}');
        }
        out.close(']');
    }
    out.key("title").text(card.title).close('}');
}

conversation::Card card_from(const json& object) {
    conversation::Card card;
    card.lead = text_of(object, "lead");
    card.title = text_of(object, "title");
    card.note = text_of(object, "note");
    for (const auto& row : array_of(object, "rows")) {
        card.rows.push_back({text_of(row, "label"), text_of(row, "value")});
    }
    return card;
}

void put_quick_reply(JsonText& out, const QuickReply& reply) {
    out.open('{');
    if (reply.action != QuickReply::Action::Say) {
        out.key("action").text(name_in(kActions, reply.action));
    }
    out.key("label").text(reply.label).some("postback", reply.postback);
    out.some("send", reply.send).close('}');
}

QuickReply quick_reply_from(const json& object) {
    QuickReply reply{
        text_of(object, "label"), text_of(object, "send"), text_of(object, "postback")};
    reply.action = value_in(kActions, text_of(object, "action"));
    return reply;
}

void put_outgoing(JsonText& out, const OutgoingMessage& message) {
    out.open('{');
    if (message.card) {
        put_card(out, *message.card);
    }
    out.some("image_url", message.image_url);
    if (!message.quick_replies.empty()) {
        out.key("quick_replies").open('[');
        for (const auto& reply : message.quick_replies) {
            put_quick_reply(out, reply);
        }
        out.close(']');
    }
    out.key("text").text(message.text).close('}');
}

OutgoingMessage outgoing_from(const json& object) {
    OutgoingMessage message;
    message.text = text_of(object, "text");
    if (const auto card = object.find("card"); card != object.end() && card->is_object()) {
        message.card = card_from(*card);
    }
    for (const auto& reply : array_of(object, "quick_replies")) {
        message.quick_replies.push_back(quick_reply_from(reply));
    }
    message.image_url = text_of(object, "image_url");
    return message;
}

json location_json(const conversation::Location& location) {
    json object = {{"latitude", location.latitude}, {"longitude", location.longitude}};
    put(object, "title", location.title);
    put(object, "address", location.address);
    return object;
}

json attachment_json(const Attachment& attachment) {
    json object = {{"failure", name_in(kFailures, attachment.failure)},
                   {"stored_id", std::to_string(attachment.stored_id)}};
    put(object, "remote_id", attachment.remote_id);
    put(object, "mime", attachment.mime);
    return object;
}

Attachment attachment_from(const json& object) {
    Attachment attachment{text_of(object, "remote_id"), text_of(object, "mime")};
    const std::string stored = text_of(object, "stored_id");
    for (const char digit : stored) {
        attachment.stored_id = attachment.stored_id * 10 + (digit - '0');
    }
    attachment.failure = value_in(kFailures, text_of(object, "failure"));
    return attachment;
}

}  // namespace

std::string to_json(const std::vector<OutgoingMessage>& messages) {
    JsonText out;
    out.open('{').key("format").number(kFormat).key("messages").open('[');
    for (const auto& message : messages) {
        put_outgoing(out, message);
    }
    out.close(']').close('}');
    return std::move(out).str();
}

std::optional<std::vector<OutgoingMessage>> outgoing_from_json(std::string_view text) {
    const auto parsed = parse(text);
    if (!parsed || !parsed->contains("messages")) {
        return std::nullopt;
    }
    std::vector<OutgoingMessage> messages;
    for (const auto& message : array_of(*parsed, "messages")) {
        messages.push_back(outgoing_from(message));
    }
    return messages;
}

std::string to_json(const IncomingMessage& message) {
    json object = {{"format", kFormat}, {"kind", name_in(kKinds, message.kind)}};
    put(object, "channel", message.channel);
    put(object, "event_id", message.event_id);
    put(object, "address", message.address);
    put(object, "group", message.group);
    put(object, "message_id", message.message_id);
    put(object, "text", message.text);
    put(object, "data", message.data);
    put(object, "reply_token", message.reply_token);
    put(object, "read_token", message.read_token);
    put(object, "sent_at", message.sent_at);
    put(object, "received_at", message.received_at);
    if (message.location) {
        object["location"] = location_json(*message.location);
    }
    if (message.attachment) {
        object["attachment"] = attachment_json(*message.attachment);
    }
    if (message.standby) {
        object["standby"] = true;
    }
    if (message.mentions_us) {
        object["mentions_us"] = true;
    }
    if (!message.members.empty()) {
        object["members"] = message.members;
    }
    return dump(object);
}

std::optional<IncomingMessage> incoming_from_json(std::string_view text) {
    const auto parsed = parse(text);
    if (!parsed) {
        return std::nullopt;
    }
    const json& object = *parsed;
    IncomingMessage message;
    message.channel = text_of(object, "channel");
    message.event_id = text_of(object, "event_id");
    message.address = text_of(object, "address");
    message.group = text_of(object, "group");
    message.message_id = text_of(object, "message_id");
    message.kind = value_in(kKinds, text_of(object, "kind"));
    message.text = text_of(object, "text");
    message.data = text_of(object, "data");
    message.reply_token = text_of(object, "reply_token");
    message.read_token = text_of(object, "read_token");
    message.sent_at = instant_of(object, "sent_at");
    message.received_at = instant_of(object, "received_at");
    message.standby = flag_of(object, "standby");
    message.mentions_us = flag_of(object, "mentions_us");
    if (const auto at = object.find("location"); at != object.end() && at->is_object()) {
        message.location = {number_of(*at, "latitude"),
                            number_of(*at, "longitude"),
                            text_of(*at, "title"),
                            text_of(*at, "address")};
    }
    if (const auto at = object.find("attachment"); at != object.end() && at->is_object()) {
        message.attachment = attachment_from(*at);
    }
    for (const auto& member : array_of(object, "members")) {
        message.members.push_back(member.is_string() ? member.get<std::string>() : "");
    }
    return message;
}

}  // namespace storage
