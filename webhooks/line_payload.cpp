#include "webhooks/line_payload.h"

#include "webhooks/json_guard.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace webhooks {

namespace {

using conversation::IncomingKind;
using conversation::IncomingMessage;
using Json = nlohmann::json;

constexpr std::size_t kMaxText = 10'000;  // characters
constexpr std::size_t kMaxName = 1'000;
constexpr std::size_t kMaxToken = 1'000;
constexpr std::size_t kMaxId = 64;
constexpr std::size_t kMaxMembers = 500;
constexpr std::int64_t kMaxTimestamp = 253'402'300'799'999;  // the last millisecond of year 9999

// --- careful looks into JSON: a wrong shape is an absent value -----------------------------------

const Json* member(const Json& object, const char* name) {
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

const Json& child(const Json& object, const char* name) {
    static const Json nothing;
    const auto* value = member(object, name);
    return value == nullptr ? nothing : *value;
}

// Without NUL, at most `limit` characters; the guard has made it valid UTF-8.
std::string clean(std::string_view text, std::size_t limit) {
    std::string result;
    std::size_t characters = 0;
    for (const char c : text) {
        const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        if (begins && c != '\0' && ++characters > limit) {
            break;
        }
        if (c != '\0') {
            result += c;
        }
    }
    return result;
}

std::string text_of(const Json& object, const char* name, std::size_t limit) {
    const auto* value = member(object, name);
    return value != nullptr && value->is_string()
               ? clean(value->get_ref<const std::string&>(), limit)
               : std::string{};
}

bool is_true(const Json& object, const char* name) {
    const auto* value = member(object, name);
    return value != nullptr && value->is_boolean() && value->get<bool>();
}

std::optional<double> number_of(const Json& object, const char* name) {
    const auto* value = member(object, name);
    if (value == nullptr || !value->is_number()) {
        return std::nullopt;
    }
    const auto number = value->get<double>();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

// An id as LINE makes them; empty for anything else.
std::string id_of(const Json& object, const char* name) {
    auto id = text_of(object, name, kMaxId + 1);
    const bool is_good = id.size() <= kMaxId && std::ranges::all_of(id, [](char c) {
                             return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                                    (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.' ||
                                    c == ':';
                         });
    return is_good ? id : std::string{};
}

std::string address_of(const Json& source, const char* name) {
    const auto id = id_of(source, name);
    return id.empty() ? id : "line:" + id;
}

// --- messages ------------------------------------------------------------------------------------

struct Context {
    const Json& event;
    std::string destination;  // our own user id
};

bool mentions(const Json& message, const std::string& destination) {
    const auto& mentionees = child(child(message, "mention"), "mentionees");
    return mentionees.is_array() && std::ranges::any_of(mentionees, [&](const Json& who) {
               return is_true(who, "isSelf") ||
                      (!destination.empty() && id_of(who, "userId") == destination);
           });
}

void read_text(const Json& content, const Context& context, IncomingMessage& message) {
    message.text = text_of(content, "text", kMaxText);
    message.mentions_us = mentions(content, context.destination);
}

// A picture, film, sound or file. What another server than LINE's holds is not fetched.
void read_media(const Json& content, const Context& /*context*/, IncomingMessage& message) {
    conversation::Attachment attachment;
    const auto provider = text_of(child(content, "contentProvider"), "type", kMaxId);
    if (provider.empty() || provider == "line") {
        attachment.remote_id = message.message_id;
    } else {
        attachment.failure = conversation::Attachment::Failure::Unreachable;
    }
    message.attachment = std::move(attachment);
}

void read_location(const Json& content, const Context& /*context*/, IncomingMessage& message) {
    const auto latitude = number_of(content, "latitude");
    const auto longitude = number_of(content, "longitude");
    if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) {
        return;
    }
    message.location = conversation::Location{.latitude = *latitude,
                                              .longitude = *longitude,
                                              .title = text_of(content, "title", kMaxName),
                                              .address = text_of(content, "address", kMaxName)};
}

void read_nothing(const Json& /*content*/, const Context& /*context*/, IncomingMessage& /*m*/) {}

struct MessageReader {
    std::string_view type;
    IncomingKind kind;
    void (*read)(const Json& content, const Context& context, IncomingMessage& message);
};

constexpr std::array kMessageReaders{
    MessageReader{"text", IncomingKind::Text, read_text},
    MessageReader{"image", IncomingKind::Image, read_media},
    MessageReader{"video", IncomingKind::Video, read_media},
    MessageReader{"audio", IncomingKind::Audio, read_media},
    MessageReader{"file", IncomingKind::File, read_media},
    MessageReader{"location", IncomingKind::Location, read_location},
    MessageReader{"sticker", IncomingKind::Sticker, read_nothing},
};

// --- events --------------------------------------------------------------------------------------

// Each gives the name the event is counted under.
std::string read_message(const Context& context, IncomingMessage& message) {
    const auto& content = child(context.event, "message");
    message.message_id = id_of(content, "id");
    message.read_token = text_of(content, "markAsReadToken", kMaxToken);
    const auto type = text_of(content, "type", kMaxId);
    const auto reader = std::ranges::find(kMessageReaders, type, &MessageReader::type);
    const auto* text = member(content, "text");
    const bool lacks_text = type == "text" && (text == nullptr || !text->is_string());
    if (reader == kMessageReaders.end() || lacks_text) {
        return "message.unknown";
    }
    message.kind = reader->kind;
    reader->read(content, context, message);
    return "message." + type;
}

std::string read_edited(const Context& context, IncomingMessage& message) {
    const auto& content = child(context.event, "message");
    message.kind = IncomingKind::Edited;
    message.message_id = id_of(content, "id");
    read_text(content, context, message);
    return "messageEdited";
}

std::string read_unsend(const Context& context, IncomingMessage& message) {
    message.kind = IncomingKind::Unsend;
    message.message_id = id_of(child(context.event, "unsend"), "messageId");
    return "unsend";
}

// What a date picker chose is what the person said.
std::string read_postback(const Context& context, IncomingMessage& message) {
    const auto& postback = child(context.event, "postback");
    message.kind = IncomingKind::Postback;
    message.data = text_of(postback, "data", kMaxText);
    for (const char* picked : {"date", "time", "datetime"}) {
        if (message.text.empty()) {
            message.text = text_of(child(postback, "params"), picked, kMaxId);
        }
    }
    return "postback";
}

void read_members(const Json& list, IncomingMessage& message) {
    const auto& members = child(list, "members");
    if (!members.is_array()) {
        return;
    }
    for (const auto& who : members) {
        auto address = address_of(who, "userId");
        if (!address.empty() && message.members.size() < kMaxMembers) {
            message.members.push_back(std::move(address));
        }
    }
}

std::string read_joined(const Context& context, IncomingMessage& message) {
    message.kind = IncomingKind::MemberJoined;
    read_members(child(context.event, "joined"), message);
    return "memberJoined";
}

std::string read_left(const Context& context, IncomingMessage& message) {
    message.kind = IncomingKind::MemberLeft;
    read_members(child(context.event, "left"), message);
    return "memberLeft";
}

struct EventReader {
    std::string_view type;
    std::string (*read)(const Context& context, IncomingMessage& message);
};

constexpr std::array kEventReaders{EventReader{"message", read_message},
                                   EventReader{"messageEdited", read_edited},
                                   EventReader{"unsend", read_unsend},
                                   EventReader{"postback", read_postback},
                                   EventReader{"memberJoined", read_joined},
                                   EventReader{"memberLeft", read_left}};

// Events that say all by their type.
constexpr std::array<std::pair<std::string_view, IncomingKind>, 14> kPlainEvents{{
    {"follow", IncomingKind::Follow},
    {"unfollow", IncomingKind::Unfollow},
    {"join", IncomingKind::Join},
    {"leave", IncomingKind::Leave},
    {"videoPlayComplete", IncomingKind::Other},
    {"beacon", IncomingKind::Other},
    {"accountLink", IncomingKind::Other},
    {"membership", IncomingKind::Other},
    {"module", IncomingKind::Other},
    {"activated", IncomingKind::Other},
    {"deactivated", IncomingKind::Other},
    {"botSuspended", IncomingKind::Other},
    {"botResumed", IncomingKind::Other},
    {"delivery", IncomingKind::Other},
}};

std::string read_by_type(const Context& context, IncomingMessage& message) {
    const auto type = text_of(context.event, "type", kMaxId);
    const auto reader = std::ranges::find(kEventReaders, type, &EventReader::type);
    if (reader != kEventReaders.end()) {
        return reader->read(context, message);
    }
    for (const auto& [name, kind] : kPlainEvents) {
        if (name == type) {
            message.kind = kind;
            return type;
        }
    }
    return "unknown";
}

// The same event has the same digest: what a redelivery changes is left out.
std::string digest_id(const Json& event) {
    Json stable = event;
    stable.erase("deliveryContext");
    const auto text = stable.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::string id = "digest:";
    for (std::size_t i = 0; i < 16; ++i) {
        id += fmt::format("{:02x}", digest[i]);
    }
    return id;
}

conversation::Instant sent_at(const Json& event, conversation::Instant otherwise) {
    const auto* value = member(event, "timestamp");
    if (value == nullptr || !value->is_number_integer()) {
        return otherwise;
    }
    if (value->is_number_unsigned() &&
        value->get<std::uint64_t>() > static_cast<std::uint64_t>(kMaxTimestamp)) {
        return otherwise;
    }
    const auto milliseconds = value->get<std::int64_t>();
    return milliseconds < 0 ? otherwise
                            : conversation::Instant{std::chrono::milliseconds{milliseconds}};
}

// False when the event comes from where we cannot place it.
bool read_source(const Json& event, IncomingMessage& message) {
    const auto* source = member(event, "source");
    if (source == nullptr || source->is_null()) {
        return true;  // module and account events have none
    }
    const auto type = text_of(*source, "type", kMaxId);
    message.address = address_of(*source, "userId");
    if (type == "user") {
        return !message.address.empty();
    }
    if (type == "group" || type == "room") {
        message.group = address_of(*source, type == "group" ? "groupId" : "roomId");
        return !message.group.empty();
    }
    return false;
}

// No event of LINE's own is so small that more of them fit a body of a megabyte.
constexpr std::size_t kMostEvents = 4'000;

class PayloadReader {
  public:
    PayloadReader(std::string_view channel, conversation::Instant received_at)
        : channel_(channel), received_at_(received_at) {}

    LinePayload read(const Json& body) {
        const auto& events = child(body, "events");
        if (!events.is_array()) {
            payload_.shape =
                body.is_discarded() ? LinePayload::Shape::NotJson : LinePayload::Shape::NotAWebhook;
            return std::move(payload_);
        }
        destination_ = id_of(body, "destination");
        for (const auto& event : events) {
            if (payload_.events.size() < kMostEvents) {
                read_event(event);
            } else {
                ++payload_.broken;
                ++payload_.kinds["broken"];
            }
        }
        return std::move(payload_);
    }

  private:
    void read_event(const Json& event) {
        const auto* type = member(event, "type");
        IncomingMessage message;
        if (type == nullptr || !type->is_string() || !read_source(event, message)) {
            ++payload_.broken;
            ++payload_.kinds["broken"];
            return;
        }
        message.channel = channel_;
        message.event_id = id_of(event, "webhookEventId");
        if (message.event_id.empty()) {
            message.event_id = digest_id(event);
        }
        message.reply_token = text_of(event, "replyToken", kMaxToken);
        message.standby = text_of(event, "mode", kMaxId) == "standby";
        message.received_at = received_at_;
        message.sent_at = sent_at(event, received_at_);
        ++payload_.kinds[read_by_type({event, destination_}, message)];
        payload_.events.push_back(std::move(message));
    }

    std::string_view channel_;
    conversation::Instant received_at_;
    std::string destination_;
    LinePayload payload_;
};

}  // namespace

LinePayload read_line_payload(std::string_view body,
                              std::string_view channel,
                              conversation::Instant received_at) {
    const auto json = Json::parse(guard_json(body), nullptr, false);
    return PayloadReader(channel, received_at).read(json);
}

}  // namespace webhooks
