#include "bot/twilio_channel.h"

#include "tests/support/fake_transport.h"
#include "tests/support/send_result.h"
#include "tests/support/temp_database.h"
#include "webhooks/form_fields.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace bot;
using support::FakeTransport;
using support::words;

namespace {

TwilioConfig config() {
    TwilioConfig twilio;
    twilio.common.id = "twilio";
    twilio.common.from = "+6621050000";
    twilio.account_sid = "AC1";
    twilio.auth_token = Secret("t0ken");
    twilio.api_base = "https://api.example";
    twilio.webhook_url = "https://bot.example/webhooks/twilio";
    return twilio;
}

SendResult send(FakeTransport& outside, const TwilioConfig& twilio = config()) {
    TwilioChannel channel(twilio, outside);
    const std::vector messages{words("รด 4,500 & ok")};
    return support::result_of(channel,
                              {.way = SendWay::Push,
                               .address = "tel:+66812345678",
                               .reply_token = "",
                               .retry_key = "key",
                               .row = 77,
                               .messages = messages});
}

std::string value(const HttpRequest& request, const std::string& name) {
    const auto fields = webhooks::read_form_fields(request.body).value();
    return std::string(webhooks::field(fields, name).value_or("(none)"));
}

}  // namespace

TEST_CASE("a message is the exact request Twilio wants", "[bot][sms][twilio]") {
    FakeTransport outside;
    outside.then(FakeTransport::answer(201, R"({"sid":"SM1","status":"queued"})"));
    const auto result = send(outside);
    CHECK(result.outcome == SendOutcome::Sent);
    CHECK(result.provider_id == "SM1");
    const auto call = outside.requests().at(0);
    CHECK(call.path == "/2010-04-01/Accounts/AC1/Messages.json");
    CHECK(call.content_type == "application/x-www-form-urlencoded");
    CHECK(call.headers.at(0).second == "Basic QUMxOnQwa2Vu");
    CHECK(value(call, "To") == "+66812345678");
    CHECK(value(call, "From") == "+6621050000");
    CHECK(value(call, "Body") == "รด 4,500 & ok");
    CHECK(value(call, "StatusCallback") == "https://bot.example/webhooks/twilio/status?id=77");
}

TEST_CASE("a messaging service sends instead of a number", "[bot][sms][twilio]") {
    FakeTransport outside;
    auto twilio = config();
    twilio.messaging_service_sid = "MG1";
    (void)send(outside, twilio);
    CHECK(value(outside.requests().at(0), "MessagingServiceSid") == "MG1");
    CHECK(value(outside.requests().at(0), "From") == "(none)");
}

TEST_CASE("each of Twilio's answers means one thing", "[bot][sms][twilio]") {
    using enum SendOutcome;

    struct Case {
        int status;
        const char* body;
        SendOutcome outcome;
    };

    const auto one = GENERATE(values<Case>({
        {201, R"({"sid":"SM1"})", Sent},
        {201, "", OutcomeUnknown},
        {200, "<html>", OutcomeUnknown},
        {400, R"({"code":21211,"message":"x","status":400})", Rejected},
        {400, R"({"code":21610})", OptedOut},
        {400, R"({"code":21614})", Rejected},
        {400, R"({"code":21611})", Throttled},
        {400, R"({"code":63038})", QuotaExhausted},
        {400, R"({"code":30003})", NotNow},
        {400, R"({"code":99999})", Rejected},
        {400, "not json", Rejected},
        {401, R"({"code":20003})", Unauthorized},
        {404, R"({"code":20404})", Unauthorized},
        {429, R"({"code":20429})", Throttled},
        {429, "", Throttled},
        {500, "", ProviderError},
        {503, "", ProviderError},
    }));
    CAPTURE(one.status, one.body);
    FakeTransport outside;
    outside.then(FakeTransport::answer(one.status, one.body));
    CHECK(send(outside).outcome == one.outcome);
}
