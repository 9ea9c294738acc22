#include "webhooks/line_payload.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using conversation::Attachment;
using conversation::IncomingKind;
using conversation::IncomingMessage;
using webhooks::LinePayload;
using webhooks::read_line_payload;

const conversation::Instant kReceived{std::chrono::milliseconds{1'764'900'099'000}};

const std::filesystem::path kCases =
    std::filesystem::path(SAMMACHIP_SOURCE_DIR) / "tests" / "data" / "line";

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string kind_name(IncomingKind kind) {
    static const std::array names{"Text",
                                  "Postback",
                                  "Image",
                                  "Video",
                                  "Audio",
                                  "File",
                                  "Sticker",
                                  "Location",
                                  "Follow",
                                  "Unfollow",
                                  "Unsend",
                                  "Edited",
                                  "Join",
                                  "Leave",
                                  "MemberJoined",
                                  "MemberLeft",
                                  "Other"};
    return names.at(static_cast<std::size_t>(kind));
}

void line(std::string& out, std::string_view name, const std::string& value) {
    if (!value.empty()) {
        out += fmt::format("  {} {}\n", name, value);
    }
}

// A message as the .expect files write it.
std::string shown(const IncomingMessage& message) {
    std::string out = "message\n";
    line(out, "kind", kind_name(message.kind));
    line(out, "event_id", message.event_id);
    line(out, "address", message.address);
    line(out, "group", message.group);
    line(out, "message_id", message.message_id);
    line(out, "text", message.text);
    line(out, "data", message.data);
    if (message.attachment) {
        const auto& attachment = *message.attachment;
        line(out, "attachment", attachment.remote_id.empty() ? "-" : attachment.remote_id);
        line(out,
             "failure",
             attachment.failure == Attachment::Failure::Unreachable ? "Unreachable" : "");
    }
    if (message.location) {
        line(out, "latitude", fmt::format("{}", message.location->latitude));
        line(out, "longitude", fmt::format("{}", message.location->longitude));
        line(out, "title", message.location->title);
        line(out, "place", message.location->address);
    }
    line(out, "reply_token", message.reply_token);
    line(out, "read_token", message.read_token);
    line(out, "standby", message.standby ? "yes" : "");
    line(out, "mentions_us", message.mentions_us ? "yes" : "");
    line(out, "members", fmt::format("{}", fmt::join(message.members, ",")));
    line(out,
         "sent_at",
         message.sent_at == kReceived
             ? "received"
             : fmt::format("{}", message.sent_at.time_since_epoch().count()));
    return out;
}

std::string shown(const LinePayload& payload) {
    std::string out;
    for (const auto& [kind, count] : payload.kinds) {
        out += fmt::format("count {} {}\n", kind, count);
    }
    if (payload.broken > 0) {
        out += fmt::format("broken {}\n", payload.broken);
    }
    for (const auto& message : payload.events) {
        out += shown(message);
    }
    return out.empty() ? "\n" : out;
}

LinePayload read(std::string_view body) {
    return read_line_payload(body, "line", kReceived);
}

std::string text_event(std::string_view text, std::string_view extra = "") {
    return fmt::format(
        R"({{"destination":"Ub","events":[{{"type":"message","mode":"active","timestamp":1,)"
        R"("source":{{"type":"user","userId":"U1"}},"message":{{"type":"text","id":"1","text":"{}"}}{}}}]}})",
        text,
        extra);
}

}  // namespace

TEST_CASE("each LINE webhook body gives the messages its file says", "[webhooks][line]") {
    std::vector<std::filesystem::path> bodies;
    for (const auto& entry : std::filesystem::directory_iterator(kCases)) {
        if (entry.path().extension() == ".json") {
            bodies.push_back(entry.path());
        }
    }
    REQUIRE(bodies.size() >= 50);
    for (const auto& path : bodies) {
        CAPTURE(path.filename());
        auto expected = path;
        const auto payload = read(read_file(path));
        CHECK(payload.shape == LinePayload::Shape::Good);
        CHECK(shown(payload) == read_file(expected.replace_extension(".expect")));
        for (const auto& message : payload.events) {
            CHECK(message.channel == "line");
            CHECK(message.received_at == kReceived);
        }
    }
}

TEST_CASE("every event and message kind LINE documents has a case", "[webhooks][line]") {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(kCases)) {
        if (entry.path().extension() == ".expect") {
            all += read_file(entry.path());
        }
    }
    for (const auto* kind : {"message.text",
                             "message.image",
                             "message.video",
                             "message.audio",
                             "message.file",
                             "message.location",
                             "message.sticker",
                             "message.unknown",
                             "messageEdited",
                             "unsend",
                             "follow",
                             "unfollow",
                             "join",
                             "leave",
                             "memberJoined",
                             "memberLeft",
                             "postback",
                             "videoPlayComplete",
                             "beacon",
                             "accountLink",
                             "membership",
                             "module",
                             "activated",
                             "deactivated",
                             "botSuspended",
                             "botResumed",
                             "delivery",
                             "unknown"}) {
        CAPTURE(kind);
        CHECK(all.find(fmt::format("count {} ", kind)) != std::string::npos);
    }
}

TEST_CASE("a body that is no webhook gives nothing and says why", "[webhooks][line]") {
    using Shape = LinePayload::Shape;
    const auto [body, shape] = GENERATE(table<std::string, Shape>({
        {"", Shape::NotJson},
        {"{", Shape::NotJson},
        {"{\"events\":[}", Shape::NotJson},
        {std::string(100'000, '['), Shape::NotJson},
        {std::string("\0", 1), Shape::NotJson},
        {"null", Shape::NotAWebhook},
        {"17", Shape::NotAWebhook},
        {"\"events\"", Shape::NotAWebhook},
        {"[]", Shape::NotAWebhook},
        {"{}", Shape::NotAWebhook},
        {R"({"events":{}})", Shape::NotAWebhook},
        {R"({"events":null})", Shape::NotAWebhook},
        {std::string(100'000, '[') + std::string(100'000, ']'), Shape::NotAWebhook},
    }));
    CAPTURE(body.substr(0, 40));
    const auto payload = read(body);
    CHECK(payload.shape == shape);
    CHECK(payload.events.empty());
}

TEST_CASE("an event without an id has the same id each time it comes", "[webhooks][line]") {
    const auto first = read(text_event("8500", R"(,"deliveryContext":{"isRedelivery":false})"));
    const auto again = read(text_event("8500", R"(,"deliveryContext":{"isRedelivery":true})"));
    const auto other = read(text_event("8501", R"(,"deliveryContext":{"isRedelivery":false})"));
    REQUIRE(first.events.size() == 1);
    CHECK(first.events[0].event_id.starts_with("digest:"));
    CHECK(first.events[0].event_id == again.events.at(0).event_id);
    CHECK(first.events[0].event_id != other.events.at(0).event_id);
}

TEST_CASE("an id that LINE would not make is replaced by the digest", "[webhooks][line]") {
    const auto id = GENERATE(as<std::string>{}, "17", "\"\"", "\"a b\"", "\"a\\nb\"", "null", "[]");
    CAPTURE(id);
    const auto payload = read(text_event("8500", ",\"webhookEventId\":" + id));
    CHECK(payload.events.at(0).event_id.starts_with("digest:"));
    const auto long_id =
        read(text_event("8500", ",\"webhookEventId\":\"" + std::string(65, 'x') + "\""));
    CHECK(long_id.events.at(0).event_id.starts_with("digest:"));
}

TEST_CASE("a text is cut at 10,000 characters and between characters", "[webhooks][line]") {
    std::string text;
    for (int i = 0; i < 10'001; ++i) {
        text += "ก";
    }
    const auto payload = read(text_event(text));
    CHECK(payload.events.at(0).text.size() == 30'000);
}

TEST_CASE("a megabyte of small values is read without harm", "[webhooks][line]") {
    std::string events;
    for (int i = 0; i < 300'000; ++i) {
        events += "[],";
    }
    const auto payload = read("{\"events\":[" + events + "0]}");
    CHECK(payload.events.empty());
    CHECK(payload.broken == 300'001);
}
