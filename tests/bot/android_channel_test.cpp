#include "bot/android_channel.h"

#include "tests/support/fake_transport.h"
#include "tests/support/send_result.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace bot;
using nlohmann::json;
using support::FakeTransport;

namespace {

SendResult send(FakeTransport& outside, int sim = 0) {
    AndroidConfig android;
    android.common.id = "android";
    android.api_base = "https://api.example/3rdparty/v1";
    android.username = "user";
    android.password = Secret("pass");
    android.sim_number = sim;
    AndroidChannel channel(android, outside);
    const std::vector messages{support::words("รด \"4,500\"")};
    return support::result_of(channel,
                              {.way = SendWay::Push,
                               .address = "tel:+66812345678",
                               .reply_token = "",
                               .retry_key = "key",
                               .row = 77,
                               .messages = messages});
}

}  // namespace

TEST_CASE("a message is the exact request the app wants, under our own id", "[bot][sms][android]") {
    FakeTransport outside;
    outside.always([](const HttpRequest&) {
        return FakeTransport::answer(202, R"({"id":"77","state":"Pending"})");
    });
    CHECK(send(outside).outcome == SendOutcome::Sent);
    CHECK(send(outside, 2).outcome == SendOutcome::Sent);
    const auto call = outside.requests().at(0);
    CHECK(call.base + call.path == "https://api.example/3rdparty/v1/messages");
    CHECK(call.headers.at(0).second == "Basic dXNlcjpwYXNz");
    CHECK(json::parse(call.body) == json{{"id", "77"},
                                         {"textMessage", {{"text", "รด \"4,500\""}}},
                                         {"phoneNumbers", {"+66812345678"}},
                                         {"ttl", 86400},
                                         {"withDeliveryReport", true}});
    CHECK(json::parse(outside.requests().at(1).body)["simNumber"] == 2);
}

TEST_CASE("each of the app's answers means one thing", "[bot][sms][android]") {
    using enum SendOutcome;

    struct Case {
        int status;
        const char* body;
        SendOutcome outcome;
    };

    const auto one =
        GENERATE(values<Case>({{202, R"({"id":"77"})", Sent},
                               {200, "welcome to the hotel", OutcomeUnknown},
                               {409, "{}", AlreadyAccepted},
                               {400, R"({"message":"bad"})", Rejected},
                               {401, "", Unauthorized},
                               {403, "", Unauthorized},
                               {429, "", Throttled},
                               {503, R"({"code":"QueueLimitExceeded"})", ProviderError}}));
    CAPTURE(one.status);
    FakeTransport outside;
    outside.then(FakeTransport::answer(one.status, one.body));
    CHECK(send(outside).outcome == one.outcome);
}
