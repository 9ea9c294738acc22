#include "console/simulator.h"

#include "console/simulator_chats.h"
#include "console/simulator_line.h"
#include "console/simulator_webhook.h"
#include "webhooks/line_signature.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using console::SimulatorChats;
using nlohmann::json;
using webhooks::Request;
using webhooks::Response;

namespace {

const std::string kUser = "U0123456789abcdef0123456789abcdef";
const conversation::Instant kNow{std::chrono::hours(490'000)};

std::string text_messages(const std::string& text) {
    return json::array({{{"type", "text"}, {"text", text}}}).dump();
}

// The simulator with a gate that keeps what it is given.
class Stage {
  public:
    Stage()
        : simulator_(
              {.channel_secret = "secret",
               .access_token = "token",
               .deliver =
                   [this](const std::string& body, const std::string& signature) {
                       delivered.push_back(body);
                       signed_right = webhooks::LineSignature("secret").matches(body, signature);
                       return 200;
                   },
               .villagers =
                   [] {
                       return std::vector<console::SimulatorVillager>{{.user = "",
                                                                       .name = "นางบุญใจ ทองเจริญ",
                                                                       .house = "บ้านเลขที่ 14",
                                                                       .code = "123456"}};
                   },
               .now = [] { return kNow; }}),
          routes_(simulator_.routes()) {}

    Response call(const std::string& method,
                  const std::string& path,
                  const std::string& body = "",
                  const std::string& query = "",
                  const std::string& content_type = "application/json") {
        for (const auto& route : routes_) {
            const bool below = route.path.ends_with("/*");
            const std::string base = below ? route.path.substr(0, route.path.size() - 1) : "";
            if (route.method != method || (below ? !path.starts_with(base) : route.path != path)) {
                continue;
            }
            Request request;
            request.method = method;
            request.path = path;
            request.rest = below ? std::string_view(path).substr(base.size()) : "";
            request.query_text = query;
            request.body = body;
            request.headers = {{"content-type", content_type}, {"authorization", authorization}};
            return route.handle(request);
        }
        FAIL("no route " + method + " " + path);
        return {};
    }

    json news(int after = 0) {
        simulator_.stop();  // a test does not wait
        return json::parse(call("GET",
                                "/simulator/messages",
                                "",
                                "user=" + kUser + "&after=" + std::to_string(after))
                               .body);
    }

    json send(json action) {
        action["user"] = kUser;
        return json::parse(call("POST", "/simulator/send", action.dump()).body);
    }

    // The one event of the last webhook.
    [[nodiscard]] json event() const { return json::parse(delivered.back())["events"][0]; }

    std::vector<std::string> delivered;
    bool signed_right = false;
    std::string authorization = "Bearer token";

  private:
    console::Simulator simulator_;
    std::vector<webhooks::Route> routes_;
};

}  // namespace

TEST_CASE("what is typed goes through the gate as a signed webhook", "[console][simulator]") {
    Stage stage;
    CHECK(stage.send({{"kind", "text"}, {"text", "หมื่นสอง"}})["status"] == 200);
    REQUIRE(stage.delivered.size() == 1);
    CHECK(stage.signed_right);
    const json event = stage.event();
    CHECK(event["type"] == "message");
    CHECK(event["source"] == json{{"type", "user"}, {"userId", kUser}});
    CHECK(event["message"]["type"] == "text");
    CHECK(event["message"]["text"] == "หมื่นสอง");
    CHECK(event["webhookEventId"].get<std::string>().size() == 26);
    CHECK(event["timestamp"] == kNow.time_since_epoch().count());
    const json own = stage.news()["items"][0];
    CHECK(own["from"] == "me");
    CHECK(own["messages"][0]["text"] == "หมื่นสอง");
}

TEST_CASE("every kind of action becomes the event LINE would send", "[console][simulator]") {
    Stage stage;
    stage.send({{"kind", "follow"}});
    CHECK(stage.event()["type"] == "follow");
    CHECK(stage.event().contains("replyToken"));
    stage.send({{"kind", "unfollow"}});
    CHECK(stage.event()["type"] == "unfollow");
    CHECK_FALSE(stage.event().contains("replyToken"));
    stage.send({{"kind", "sticker"}});
    CHECK(stage.event()["message"]["type"] == "sticker");
    stage.send({{"kind", "location"}, {"latitude", 15.5}, {"longitude", 100.25}});
    CHECK(stage.event()["message"]["latitude"] == 15.5);
    stage.send({{"kind", "postback"}, {"data", "confirm"}, {"text", "ใช่"}});
    CHECK(stage.event()["postback"]["data"] == "confirm");
    stage.send({{"kind", "image"}, {"id", "42"}});
    CHECK(stage.event()["message"]["id"] == "42");
}

TEST_CASE("what is no action is refused and not sent", "[console][simulator]") {
    Stage stage;
    const auto body =
        GENERATE(as<std::string>(),
                 "",
                 "[]",
                 R"({"user":"U0123456789abcdef0123456789abcdef","kind":"dance"})",
                 R"({"user":"U0123456789abcdef0123456789abcdef","kind":"text","text":""})",
                 R"({"user":"U0123456789ABCDEF0123456789abcdef","kind":"follow"})",
                 R"({"user":7,"kind":"follow"})");
    CAPTURE(body);
    CHECK(stage.call("POST", "/simulator/send", body).problem.has_value());
    CHECK(stage.delivered.empty());
}

TEST_CASE("another site's page cannot send", "[console][simulator]") {
    Stage stage;
    const std::string body = json{{"user", kUser}, {"kind", "follow"}}.dump();
    CHECK(stage.call("POST", "/simulator/send", body, "", "text/plain").problem.has_value());
    CHECK(stage.delivered.empty());
}

TEST_CASE("the bot answers once with a reply token", "[console][simulator]") {
    Stage stage;
    stage.send({{"kind", "text"}, {"text", "รายงาน"}});
    const json reply = {{"replyToken", stage.event()["replyToken"]},
                        {"messages", json::parse(text_messages("ค่ะ"))}};
    const std::string path = "/simulator/line/v2/bot/message/reply";
    const Response first = stage.call("POST", path, reply.dump());
    CHECK(first.status == 200);
    CHECK(json::parse(first.body)["sentMessages"].size() == 1);
    const Response second = stage.call("POST", path, reply.dump());
    CHECK(second.status == 400);
    CHECK(json::parse(second.body)["message"] == "Invalid reply token");
    const json items = stage.news(1)["items"];
    REQUIRE(items.size() == 1);
    CHECK(items[0]["from"] == "bot");
    CHECK(items[0]["messages"][0]["text"] == "ค่ะ");
}

TEST_CASE("the stand-in wants the channel's access token", "[console][simulator]") {
    Stage stage;
    stage.authorization = "Bearer other";
    CHECK(stage.call("GET", "/simulator/line/v2/bot/message/quota").status == 401);
}

TEST_CASE("a pushed message is taken once a retry key and counted", "[console][simulator]") {
    SimulatorChats chats;
    CHECK(chats.push(kUser, "key", text_messages("1"), kNow));
    CHECK_FALSE(chats.push(kUser, "key", text_messages("1"), kNow));
    CHECK(chats.push(kUser, "other", text_messages("2"), kNow));
    CHECK(chats.pushed() == 2);
    chats.stop();
    CHECK(chats.wait(kUser, {}, kNow, std::chrono::hours(1)).items.size() == 2);
    CHECK(chats.wait(kUser, {.number = 1}, kNow, std::chrono::hours(1)).items.size() == 1);
}

TEST_CASE("a reply token older than twenty minutes is dead", "[console][simulator]") {
    SimulatorChats chats;
    chats.say(kUser, "token", "[]", kNow);
    CHECK_FALSE(chats.reply("token", text_messages("x"), kNow + std::chrono::minutes(21)));
}

TEST_CASE("typing shows until the answer comes or its time is over", "[console][simulator]") {
    SimulatorChats chats;
    chats.stop();
    chats.show_typing(kUser, kNow + std::chrono::seconds(20));
    CHECK(chats.wait(kUser, {}, kNow, {}).typing);
    CHECK_FALSE(chats.wait(kUser, {}, kNow + std::chrono::seconds(21), {}).typing);
    CHECK(chats.push(kUser, "key", text_messages("x"), kNow));
    CHECK_FALSE(chats.wait(kUser, {}, kNow, {}).typing);
}

TEST_CASE("chats, items and pictures do not grow without end", "[console][simulator]") {
    SimulatorChats chats;
    chats.stop();
    for (int i = 0; i < 500; ++i) {
        CHECK(chats.push(kUser, std::to_string(i), "[]", kNow));
        chats.keep_picture(std::to_string(i), {.mime = "image/png", .bytes = "x"});
    }
    CHECK(chats.wait(kUser, {}, kNow, {}).items.size() == 400);
    int pictures = 0;
    for (int i = 0; i < 500; ++i) {
        pictures += chats.picture(std::to_string(i)) ? 1 : 0;
    }
    CHECK(pictures <= 41);
}

TEST_CASE("the stand-in refuses what LINE refuses", "[console][simulator]") {
    const auto quick = [](const json& action, std::size_t count = 1) {
        json items = json::array();
        for (std::size_t i = 0; i < count; ++i) {
            items.push_back({{"type", "action"}, {"action", action}});
        }
        return json{{"type", "text"}, {"text", "x"}, {"quickReply", {{"items", items}}}};
    };
    const json say = {{"type", "message"}, {"label", "ใช่"}, {"text", "ใช่"}};
    std::string label;
    for (int i = 0; i < 20; ++i) {
        label += "ที่";
    }
    const json long_label = {{"type", "message"}, {"label", label}, {"text", "x"}};
    const json too_long = {{"type", "message"}, {"label", label + "ก"}, {"text", "x"}};
    const json text = {{"type", "text"}, {"text", "x"}};
    const auto refusal = [](const json& messages) {
        return console::line_refusal(json{{"messages", messages}}.dump());
    };
    CHECK(refusal(json::array({text, quick(say, 13), quick(long_label)})).empty());
    CHECK(refusal(json::array(
                      {{{"type", "flex"}, {"altText", "สรุป"}, {"contents", {{"type", "bubble"}}}}}))
              .empty());
    CHECK_FALSE(refusal(json::array()).empty());
    CHECK_FALSE(refusal(json::array({text, text, text, text, text, text})).empty());
    CHECK_FALSE(refusal(json::array({{{"type", "text"}, {"text", ""}}})).empty());
    CHECK_FALSE(
        refusal(json::array({{{"type", "text"}, {"text", std::string(5001, 'x')}}})).empty());
    CHECK_FALSE(refusal(json::array({{{"type", "song"}}})).empty());
    CHECK_FALSE(refusal(json::array({quick(say, 14)})).empty());
    CHECK_FALSE(refusal(json::array({quick(too_long)})).empty());
    CHECK_FALSE(refusal(json::array({quick({{"type", "message"}, {"label", "x"}})})).empty());
    CHECK_FALSE(refusal(json::array({quick({{"type", "postback"}, {"label", "x"}})})).empty());
    CHECK_FALSE(refusal(json::array({quick({{"type", "dance"}, {"label", "x"}})})).empty());
    CHECK_FALSE(console::line_refusal("{").empty());
}

TEST_CASE("a picture sent from the page is what the content host gives", "[console][simulator]") {
    Stage stage;
    const Response kept =
        stage.call("POST", "/simulator/picture", "\xFF\xD8jpeg", "", "image/jpeg");
    const std::string id = json::parse(kept.body)["id"];
    const Response content = stage.call("GET", "/simulator/line/v2/bot/message/" + id + "/content");
    CHECK(content.content_type == "image/jpeg");
    CHECK(content.body == "\xFF\xD8jpeg");
    CHECK(stage.call("GET", "/simulator/picture/" + id).body == "\xFF\xD8jpeg");
    CHECK(stage.call("POST", "/simulator/picture", "<svg>", "", "image/svg+xml").problem);
    CHECK(stage.call("GET", "/simulator/line/v2/bot/message/1/content").status == 404);
}

TEST_CASE("the page and its files are served, others are not", "[console][simulator]") {
    Stage stage;
    CHECK(stage.call("GET", "/simulator").content_type == "text/html; charset=utf-8");
    CHECK(stage.call("GET", "/simulator/static/simulator.js").content_type ==
          "text/javascript; charset=utf-8");
    CHECK(stage.call("GET", "/simulator/static/simulator.css").content_type ==
          "text/css; charset=utf-8");
    CHECK(stage.call("GET", "/simulator/static/../simulator.h").problem.has_value());
    const json people = json::parse(stage.call("GET", "/simulator/villagers").body)["villagers"];
    CHECK(people[0]["code"] == "123456");
}
