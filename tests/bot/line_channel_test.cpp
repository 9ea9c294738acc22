#include "bot/line_channel.h"

#include "bot/line_answer.h"
#include "tests/support/fake_transport.h"
#include "tests/support/send_result.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>

using namespace bot;
using nlohmann::json;
using support::FakeTransport;
using Outcome = HttpAnswer::Outcome;

namespace {

LineConfig config() {
    LineConfig line;
    line.id = "line";
    line.secret = Secret("secret");
    line.access_token = Secret("token");
    line.api_base = "https://api.example";
    line.data_api_base = "https://data.example";
    return line;
}

std::vector<conversation::OutgoingMessage> words(const std::string& text) {
    conversation::OutgoingMessage message;
    message.text = text;
    return {message};
}

std::string header(const HttpRequest& request, const std::string& name) {
    for (const auto& [key, value] : request.headers) {
        if (key == name) {
            return value;
        }
    }
    return "";
}

}  // namespace

TEST_CASE("a reply is the exact request LINE wants, without retry key", "[bot][line]") {
    FakeTransport outside;
    LineChannel channel(config(), outside);
    const auto messages = words("สวัสดี");
    const auto result = support::result_of(channel,
                                           {.way = SendWay::Reply,
                                            .address = "line:U1",
                                            .reply_token = "tok",
                                            .retry_key = "key",
                                            .messages = messages});
    CHECK(result.outcome == SendOutcome::Sent);
    CHECK(result.request_id == "req-1");
    const auto requests = outside.requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].method == "POST");
    CHECK(requests[0].base == "https://api.example");
    CHECK(requests[0].path == "/v2/bot/message/reply");
    CHECK(requests[0].content_type == "application/json");
    CHECK(header(requests[0], "Authorization") == "Bearer token");
    CHECK(header(requests[0], "X-Line-Retry-Key").empty());
    CHECK(json::parse(requests[0].body) ==
          json{{"replyToken", "tok"}, {"messages", {{{"type", "text"}, {"text", "สวัสดี"}}}}});
}

TEST_CASE("a push names the person and carries its retry key", "[bot][line]") {
    FakeTransport outside;
    LineChannel channel(config(), outside);
    const auto messages = words("ถึงกำหนด");
    (void)support::result_of(channel,
                             {.way = SendWay::Push,
                              .address = "line:U1",
                              .reply_token = "",
                              .retry_key = "0b0c-key",
                              .messages = messages});
    const auto requests = outside.requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].path == "/v2/bot/message/push");
    CHECK(header(requests[0], "X-Line-Retry-Key") == "0b0c-key");
    CHECK(json::parse(requests[0].body)["to"] == "U1");
}

TEST_CASE("broken bytes in a text do not stop it from being sent", "[bot][line]") {
    FakeTransport outside;
    LineChannel channel(config(), outside);
    const auto messages = words("a\xff\xe0z");
    CHECK(support::result_of(channel,
                             {.way = SendWay::Reply,
                              .address = "line:U1",
                              .reply_token = "tok",
                              .retry_key = "",
                              .messages = messages})
              .outcome == SendOutcome::Sent);
    CHECK_NOTHROW(json::parse(outside.requests().at(0).body));
}

TEST_CASE("a message with nothing in it is not sent", "[bot][line]") {
    FakeTransport outside;
    LineChannel channel(config(), outside);
    const auto messages = words("");
    CHECK(support::result_of(channel,
                             {.way = SendWay::Reply,
                              .address = "line:U1",
                              .reply_token = "tok",
                              .retry_key = "",
                              .messages = messages})
              .outcome == SendOutcome::Rejected);
    CHECK(outside.requests().empty());
}

TEST_CASE("each of LINE's answers has its meaning", "[bot][line]") {
    using enum SendOutcome;
    using Row = std::tuple<HttpAnswer, SendOutcome>;
    const auto said = [](int status, const std::string& message) {
        return FakeTransport::answer(status, json{{"message", message}}.dump());
    };
    const auto [answer, outcome] = GENERATE_COPY(table<HttpAnswer, SendOutcome>({
        Row{FakeTransport::answer(200, R"({"sentMessages":[]})"), Sent},
        Row{FakeTransport::answer(200, "{}"), Sent},
        Row{FakeTransport::answer(200, ""), Sent},
        Row{FakeTransport::answer(200, "<html>login</html>"), OutcomeUnknown},
        Row{FakeTransport::answer(200, R"({"sentMess)"), OutcomeUnknown},
        Row{FakeTransport::answer(200, std::string(100'000, '[')), OutcomeUnknown},
        Row{said(400, "Invalid reply token"), TokenInvalid},
        Row{said(400, "The request body has 1 error(s)"), Rejected},
        Row{FakeTransport::answer(400, "<html>"), OutcomeUnknown},
        Row{FakeTransport::answer(404, "<html>"), OutcomeUnknown},
        Row{said(401, "Authentication failed."), Unauthorized},
        Row{said(403, "Not allowed"), Unauthorized},
        Row{said(404, "Not found"), ContactGone},
        Row{said(409, "The retry key is already accepted"), AlreadyAccepted},
        Row{said(410, "Gone"), ContactGone},
        Row{said(413, "Too large"), Rejected},
        Row{said(415, "Unsupported"), Rejected},
        Row{said(429, "You have reached your monthly limit."), QuotaExhausted},
        Row{said(429, "The API rate limit has been exceeded. Try again later."), Throttled},
        Row{FakeTransport::answer(429, "<html>"), Throttled},
        Row{said(302, "elsewhere"), Rejected},
        Row{said(500, "Internal"), ProviderError},
        Row{FakeTransport::answer(502, "<html>Bad Gateway</html>"), ProviderError},
        Row{FakeTransport::answer(503, ""), ProviderError},
        Row{FakeTransport::broken(Outcome::NotSent), Unreachable},
        Row{FakeTransport::broken(Outcome::Unknown), OutcomeUnknown},
        Row{FakeTransport::broken(Outcome::TooLarge), OutcomeUnknown},
        Row{FakeTransport::broken(Outcome::Malformed), Rejected},
    }));
    CAPTURE(answer.status, answer.body.substr(0, 60));
    CHECK(read_send_answer(answer).outcome == outcome);
}

TEST_CASE("how long LINE asks to wait is read, within reason", "[bot][line]") {
    auto answer = FakeTransport::answer(429, "{}");
    answer.headers["retry-after"] = "30";
    CHECK(read_send_answer(answer).retry_after == 30);
    answer.headers["retry-after"] = "99999999";
    CHECK(read_send_answer(answer).retry_after == 3600);
    answer.headers["retry-after"] = "Wed, 21 Oct 2026 07:28:00 GMT";
    CHECK(read_send_answer(answer).retry_after == 0);
    answer.headers["retry-after"] = "-5";
    CHECK(read_send_answer(answer).retry_after == 0);
}

TEST_CASE("how many members a group has is asked of LINE, by the kind of its id", "[bot][line]") {
    FakeTransport outside;
    outside.always(
        [](const auto& /*request*/) { return FakeTransport::answer(200, R"({"count":23})"); });
    LineChannel channel(config(), outside);
    CHECK(channel.members("line:C0123") == 23);
    CHECK(channel.members("line:R0123") == 23);
    CHECK_FALSE(channel.members("line:C01/../23"));
    REQUIRE(outside.requests().size() == 2);
    CHECK(outside.requests()[0].path == "/v2/bot/group/C0123/members/count");
    CHECK(outside.requests()[1].path == "/v2/bot/room/R0123/members/count");
    CHECK_FALSE(read_member_count(FakeTransport::answer(200, R"({"count":-1})")));
    CHECK_FALSE(read_member_count(FakeTransport::answer(200, R"({"count":"23"})")));
    CHECK_FALSE(read_member_count(FakeTransport::answer(200, "[]")));
    CHECK_FALSE(read_member_count(FakeTransport::answer(404, R"({"message":"Not found"})")));
}

TEST_CASE("the quota is what LINE says of limit and use", "[bot][line]") {
    const auto quota = [](const std::string& limit, const std::string& used) {
        return read_quota(FakeTransport::answer(200, limit), FakeTransport::answer(200, used));
    };
    const auto limited = quota(R"({"type":"limited","value":300})", R"({"totalUsage":7})");
    REQUIRE(limited);
    CHECK(limited->limit == 300);
    CHECK(limited->used == 7);
    const auto open = quota(R"({"type":"none"})", R"({"totalUsage":7})");
    REQUIRE(open);
    CHECK_FALSE(open->limit);
    CHECK_FALSE(quota(R"({"type":"limited"})", R"({"totalUsage":7})"));
    CHECK_FALSE(quota(R"({"type":"limited","value":-1})", R"({"totalUsage":7})"));
    CHECK_FALSE(quota(R"({"type":"limited","value":300})", R"({"totalUsage":"7"})"));
    CHECK_FALSE(quota("[]", "{}"));
    CHECK_FALSE(quota("<html>", "{}"));
    CHECK_FALSE(read_quota(FakeTransport::answer(500, R"({"type":"none"})"),
                           FakeTransport::answer(200, "{}")));
}

TEST_CASE("a picture is fetched from the content host", "[bot][line]") {
    using Fetch = ContentResult::Outcome;
    using Row = std::tuple<HttpAnswer, Fetch>;
    const auto [answer, outcome] = GENERATE(table<HttpAnswer, Fetch>({
        Row{FakeTransport::answer(200, "bytes"), Fetch::Fetched},
        Row{FakeTransport::answer(200, ""), Fetch::NotYet},
        Row{FakeTransport::answer(202, ""), Fetch::NotYet},
        Row{FakeTransport::answer(404, "{}"), Fetch::Gone},
        Row{FakeTransport::answer(410, "{}"), Fetch::Gone},
        Row{FakeTransport::answer(401, "{}"), Fetch::Unauthorized},
        Row{FakeTransport::answer(500, "{}"), Fetch::Unreachable},
        Row{FakeTransport::answer(429, "{}"), Fetch::Unreachable},
        Row{FakeTransport::broken(Outcome::Unknown), Fetch::Unreachable},
        Row{FakeTransport::broken(Outcome::TooLarge), Fetch::TooLarge},
    }));
    CAPTURE(answer.status);
    FakeTransport outside;
    outside.then(answer);
    LineChannel channel(config(), outside);
    CHECK(channel.fetch("4688").outcome == outcome);
    const auto requests = outside.requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].base == "https://data.example");
    CHECK(requests[0].path == "/v2/bot/message/4688/content");
    CHECK(requests[0].max_answer == 10'000'000);
}

TEST_CASE("a content id that could lead elsewhere is not asked for", "[bot][line]") {
    FakeTransport outside;
    LineChannel channel(config(), outside);
    for (const char* id : {"", "../x", "1/2", "1?x", "1 2", "%2e"}) {
        CHECK(channel.fetch(id).outcome == ContentResult::Outcome::Gone);
    }
    CHECK(outside.requests().empty());
}

TEST_CASE("typing is shown in private chats only, messages are marked as read", "[bot][line]") {
    FakeTransport outside;
    LineChannel channel(config(), outside);
    channel.show_typing("line:C1");
    CHECK(outside.requests().empty());
    channel.show_typing("line:U1");
    channel.mark_read("read-token");
    const auto requests = outside.requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].path == "/v2/bot/chat/loading/start");
    CHECK(json::parse(requests[0].body) == json{{"chatId", "U1"}, {"loadingSeconds", 20}});
    CHECK(requests[1].path == "/v2/bot/chat/markAsRead");
    CHECK(json::parse(requests[1].body) == json{{"markAsReadToken", "read-token"}});
}
