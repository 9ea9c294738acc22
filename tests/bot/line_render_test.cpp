#include "bot/line_render.h"

#include "conversation/text/clusters.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace bot;
using conversation::Card;
using conversation::OutgoingMessage;
using conversation::QuickReply;
using nlohmann::json;

namespace {

OutgoingMessage text(std::string words) {
    OutgoingMessage message;
    message.text = std::move(words);
    return message;
}

json rendered(const std::vector<OutgoingMessage>& messages) {
    const std::string objects = render_line(messages);
    return objects.empty() ? json::array() : json::parse(objects);
}

std::string repeated(const std::string& word, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += word;
    }
    return all;
}

QuickReply button(std::string label, std::string send) {
    QuickReply reply;
    reply.label = std::move(label);
    reply.send = std::move(send);
    return reply;
}

}  // namespace

TEST_CASE("a text becomes a text object", "[bot][line]") {
    CHECK(rendered({text("สวัสดีค่ะ")}) == json::array({{{"type", "text"}, {"text", "สวัสดีค่ะ"}}}));
}

TEST_CASE("empty messages are left out", "[bot][line]") {
    CHECK(rendered({}).empty());
    CHECK(rendered({text(""), text(" \n"), text("ก")}).size() == 1);
    CHECK(rendered({text("")}).empty());
}

TEST_CASE("a long Thai text is split within 5,000 units and never inside a letter", "[bot][line]") {
    const std::string whole = repeated("ที่", 4000);  // 12,000 units
    const json objects = rendered({text(whole)});
    REQUIRE(objects.size() == 3);
    std::string joined;
    for (const auto& object : objects) {
        const auto part = object["text"].get<std::string>();
        CHECK(conversation::utf16_length(part) <= 5000);
        CHECK(part.size() % std::string("ที่").size() == 0);
        joined += part;
    }
    CHECK(joined == whole);
}

TEST_CASE("there are never more than five objects", "[bot][line]") {
    std::vector<OutgoingMessage> eight;
    for (int i = 0; i < 8; ++i) {
        eight.push_back(text("ข้อ " + std::to_string(i)));
    }
    const json joined = rendered(eight);
    CHECK(joined.size() == 5);
    const std::string all = joined.dump();
    for (int i = 0; i < 8; ++i) {
        CHECK(all.find("ข้อ " + std::to_string(i)) != std::string::npos);
    }

    const json cut = rendered({text(repeated("ก", 30'000)), text("ใช่ไหมคะ")});
    REQUIRE(cut.size() == 5);
    const auto shortened = cut[3]["text"].get<std::string>();
    CHECK(shortened.ends_with("…"));
    CHECK(conversation::utf16_length(shortened) <= 5000);
    CHECK(cut[4]["text"].get<std::string>().ends_with("ใช่ไหมคะ"));  // the question is never cut
}

TEST_CASE("quick replies of the last message that has any stand on the last object",
          "[bot][line]") {
    OutgoingMessage first = text("หนึ่ง");
    first.quick_replies = {button("ก", "ก")};
    OutgoingMessage second = text("สอง");
    second.quick_replies = {button("ข", "ตอบ ข")};
    const json objects = rendered({first, second, text("สาม")});
    CHECK_FALSE(objects[0].contains("quickReply"));
    CHECK_FALSE(objects[1].contains("quickReply"));
    CHECK(objects[2]["quickReply"]["items"] ==
          json::array({{{"type", "action"},
                        {"action", {{"type", "message"}, {"label", "ข"}, {"text", "ตอบ ข"}}}}}));
}

TEST_CASE("at most thirteen quick replies, labels of at most twenty graphemes", "[bot][line]") {
    OutgoingMessage message = text("เลือก");
    for (int i = 0; i < 20; ++i) {
        message.quick_replies.push_back(button(repeated("ที่", 25), "ส่ง"));
    }
    const json objects = rendered({message});
    const auto& items = objects[0]["quickReply"]["items"];
    CHECK(items.size() == 13);
    CHECK(items[0]["action"]["label"] == repeated("ที่", 20));
}

TEST_CASE("buttons become the actions LINE has for them", "[bot][line]") {
    OutgoingMessage message = text("ที่ไหน");
    QuickReply place = button("ส่งตำแหน่ง", "");
    place.action = QuickReply::Action::AskLocation;
    QuickReply camera = button("ถ่ายรูป", "");
    camera.action = QuickReply::Action::AskCamera;
    QuickReply photo = button("เลือกรูป", "");
    photo.action = QuickReply::Action::AskPhoto;
    QuickReply day = button("เลือกวัน", "");
    day.action = QuickReply::Action::AskDate;
    QuickReply postback = button("ตกลง", "ตกลง");
    postback.postback = "confirm:1";
    QuickReply too_long = button("ยาว", "ยาว");
    too_long.postback = std::string(301, 'x');
    message.quick_replies = {
        place, camera, photo, postback, too_long, button("", "เมนู"), button("", ""), day};
    const json objects = rendered({message});
    const auto& items = objects[0]["quickReply"]["items"];
    REQUIRE(items.size() == 6);
    CHECK(items[0]["action"] == json{{"type", "location"}, {"label", "ส่งตำแหน่ง"}});
    CHECK(items[1]["action"]["type"] == "camera");
    CHECK(items[2]["action"]["type"] == "cameraRoll");
    CHECK(items[3]["action"] == json{{"type", "postback"},
                                     {"label", "ตกลง"},
                                     {"data", "confirm:1"},
                                     {"displayText", "ตกลง"}});
    CHECK(items[4]["action"]["label"] == "เมนู");
    CHECK(
        items[5]["action"] ==
        json{{"type", "datetimepicker"}, {"label", "เลือกวัน"}, {"data", "date"}, {"mode", "date"}});
}

TEST_CASE("a card becomes a bubble with its words as alternative text", "[bot][line]") {
    OutgoingMessage message = text("ตรวจทาน: รายได้ 12,500 บาท");
    message.card = Card{
        "เข้าใจว่า 12,500 บาท นะคะ", "ตรวจทาน", {{"รายได้", "12,500 บาท"}, {"ออม", ""}}, "ถูกต้องไหมคะ"};
    message.quick_replies = {button("ถูกต้อง", "ถูกต้อง")};
    const json objects = rendered({message});
    REQUIRE(objects.size() == 1);
    CHECK(objects[0]["type"] == "flex");
    CHECK(objects[0]["altText"] == "ตรวจทาน: รายได้ 12,500 บาท");
    const auto& contents = objects[0]["contents"]["body"]["contents"];
    CHECK(contents[0]["text"] == "เข้าใจว่า 12,500 บาท นะคะ");
    CHECK(contents[1]["text"] == "ตรวจทาน");
    CHECK(contents[3]["contents"][1]["text"] == "12,500 บาท");
    CHECK(contents[4]["contents"][1]["text"] == "-");  // LINE takes no empty text
    CHECK(contents[5]["text"] == "ถูกต้องไหมคะ");
    CHECK(objects[0].contains("quickReply"));
}

TEST_CASE("a card too big for a bubble is sent as its words", "[bot][line]") {
    OutgoingMessage message = text("ทั้งหมด");
    message.card = Card{"", "ปี", {}, ""};
    for (int i = 0; i < 400; ++i) {
        message.card->rows.push_back({"เดือน", "จำนวน"});
    }
    CHECK(rendered({message}) == json::array({{{"type", "text"}, {"text", "ทั้งหมด"}}}));
}

TEST_CASE("an alternative text is cut at 1,500 units", "[bot][line]") {
    OutgoingMessage message = text(repeated("กี่", 1000));
    message.card = Card{"", "ปี", {{"ก", "ข"}}, ""};
    const auto alt = rendered({message})[0]["altText"].get<std::string>();
    CHECK(conversation::utf16_length(alt) == 1500);
}

TEST_CASE("a picture goes before its words, and only by https", "[bot][line]") {
    OutgoingMessage message = text("ดูรูป");
    message.image_url = "https://bot.example/a.png";
    const json objects = rendered({message});
    REQUIRE(objects.size() == 2);
    CHECK(objects[0]["originalContentUrl"] == "https://bot.example/a.png");
    message.image_url = "http://bot.example/a.png";
    CHECK(rendered({message}).size() == 1);
}
