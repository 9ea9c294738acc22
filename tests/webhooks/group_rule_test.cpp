#include "webhooks/group_rule.h"

#include <catch2/catch.hpp>

#include <string>

using conversation::IncomingKind;
using conversation::IncomingMessage;
using webhooks::may_pass;

namespace {

IncomingMessage in_group(IncomingKind kind, std::string text = "") {
    IncomingMessage message;
    message.group = "line:C1";
    message.kind = kind;
    message.text = std::move(text);
    return message;
}

}  // namespace

TEST_CASE("in a private chat everything passes", "[webhooks][line]") {
    for (int kind = 0; kind <= static_cast<int>(IncomingKind::Other); ++kind) {
        auto message = in_group(static_cast<IncomingKind>(kind), "วันนี้ฝนตก");
        message.group.clear();
        CAPTURE(kind);
        CHECK(may_pass(message));
    }
}

TEST_CASE("in a group a text passes only when it is meant for us", "[webhooks][line]") {
    const auto [text, passes] = GENERATE(table<std::string, bool>({
        {"เมนู", true},         {" เมนู \n", true},           {"MENU", true},
        {"help", true},        {"/ผูก 123456", true},        {"/", true},
        {"ผูก 12345678", true}, {"ผูก ๑๒๓๔ ๕๖๗๘", true},      {"bind 12345678", true},
        {"ผูก 1234567", false}, {"ผูก เชือก 12345678", false}, {"ผูกพันกัน", false},
        {"", false},           {"วันนี้ฝนตก", false},          {"ช่วยด้วย", false},
        {"ขอเมนูหน่อย", false},  {"menu please", false},      {"รายได้ 5000", false},
        {"12500", false},
    }));
    CAPTURE(text);
    CHECK(may_pass(in_group(IncomingKind::Text, text)) == passes);
    CHECK(may_pass(in_group(IncomingKind::Edited, text)) == passes);
}

TEST_CASE("in a group a text that mentions the bot passes", "[webhooks][line]") {
    auto message = in_group(IncomingKind::Text, "@สัมมาชีพ วันนี้ใครยังไม่ส่ง");
    message.mentions_us = true;
    CHECK(may_pass(message));
}

TEST_CASE("in a group pictures and the like of other people do not pass", "[webhooks][line]") {
    const auto kind = GENERATE(IncomingKind::Image,
                               IncomingKind::Video,
                               IncomingKind::Audio,
                               IncomingKind::File,
                               IncomingKind::Sticker,
                               IncomingKind::Location,
                               IncomingKind::Other);
    CHECK_FALSE(may_pass(in_group(kind)));
}

TEST_CASE("in a group what happens to the group and our buttons pass", "[webhooks][line]") {
    const auto kind = GENERATE(IncomingKind::Join,
                               IncomingKind::Leave,
                               IncomingKind::MemberJoined,
                               IncomingKind::MemberLeft,
                               IncomingKind::Postback,
                               IncomingKind::Unsend);
    CHECK(may_pass(in_group(kind)));
}
