#include "bot/http_sms_channel.h"

#include "bot/config.h"
#include "tests/support/fake_transport.h"
#include "tests/support/send_result.h"
#include "tests/support/temp_database.h"
#include "webhooks/form_fields.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace bot;
using Catch::Matchers::Contains;
using nlohmann::json;
using support::FakeTransport;

namespace {

const std::string kOffice = "[office]\nname = \"สำนักงาน\"\ncontact = \"080-000-0000\"\n";
const std::string kHead =
    "[[channel]]\nid = \"gateway\"\nkind = \"http\"\ntoken = \"t0kent0ken\"\nfrom = \"OFFICE\"\n";

// docs/CHANNELS.md has these two.
const std::string kThaiBulk = kHead + R"(
[channel.send]
url = "https://api-v2.thaibulksms.com/sms"
username = "key"
password = "secret"
body = "msisdn={{to_national}}&message={{text}}&sender={{from}}&callback_url={{receipt_url}}"
id = "data.0.id"
sent = ['2xx "id"']
permanent = ['2xx "error":[{']

[channel.receipt]
status = "Status"
delivered = ["DELIVERED"]
failed = ["UNDELIVERED", "EXPIRED", "REJECTED"]
)";

const std::string kAnts = kHead + R"(
[channel.receive]
body = "json"
sender = "MOBILE_NO"
text = "MESSAGE"
id = "TRAN_ID"
answer = '{"TRAIN_ID":"{{TRAN_ID}}","RESULT_CODE":"000","RESULT_NAME":"SUCCESS","MESSAGE":""}'
answer_type = "application/json"

[channel.send]
url = "https://api.ants.example/sms/1/text/advanced"
username = "user"
password = "secret"
content_type = "application/json"
body = '{"messages":[{"from":"{{from}}","destinations":[{"to":"{{to_no_plus}}","messageId":"{{id}}"}],"text":"{{text}}","notifyUrl":"{{receipt_url}}","notifyContentType":"application/json"}]}'
sent = ["2xx \"groupId\":1,", "2xx \"groupId\": 1,"]
permanent = ["2xx \"groupId\":5,", "2xx \"groupId\": 5,"]

[channel.receipt]
body = "json"
own_id = "results.0.messageId"
status = "results.0.status.groupId"
sent = ["1"]
delivered = ["3"]
failed = ["2", "4", "5"]
)";

HttpConfig read(const std::string& toml) {
    return parse_config(kOffice + toml, "test.toml").http.at(0);
}

SendResult send(FakeTransport& outside, const HttpConfig& config, const std::string& text) {
    HttpSmsChannel channel(config, outside);
    const std::vector messages{support::words(text)};
    return support::result_of(channel,
                              {.way = SendWay::Push,
                               .address = "tel:+66812345678",
                               .reply_token = "",
                               .retry_key = "key",
                               .row = 77,
                               .messages = messages});
}

std::string refusal(const std::string& toml) {
    try {
        (void)read(toml);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

const std::string kNasty = "{{to}}&\"<\n ราย";

}  // namespace

TEST_CASE("ThaiBulkSMS is spoken by configuration alone", "[bot][sms][http]") {
    const auto config = read(kThaiBulk);
    CHECK(config.common.terms.repeat == ChannelTerms::Repeat::AfterReceipt);
    FakeTransport outside;
    outside.then(FakeTransport::answer(
        201, R"({"remaining_credit":9,"data":[{"msisdn":"66812345678","id":"m1"}],"error":[]})"));
    const auto result = send(outside, config, kNasty);
    CHECK(result.outcome == SendOutcome::Sent);
    CHECK(result.provider_id == "m1");
    const auto call = outside.requests().at(0);
    CHECK(call.method == "POST");
    CHECK(call.base == "https://api-v2.thaibulksms.com");
    CHECK(call.path == "/sms");
    CHECK(call.content_type == "application/x-www-form-urlencoded");
    CHECK(call.headers.at(0).second == "Basic a2V5OnNlY3JldA==");
    const auto fields = webhooks::read_form_fields(call.body).value();
    CHECK(webhooks::field(fields, "msisdn") == "0812345678");
    CHECK(webhooks::field(fields, "message") == kNasty);
    CHECK_THAT(std::string(*webhooks::field(fields, "callback_url")),
               Contains("/webhooks/gateway/status?id=77&sig="));
}

TEST_CASE("ANTS is spoken by configuration alone", "[bot][sms][http]") {
    const auto config = read(kAnts);
    FakeTransport outside;
    outside.then(FakeTransport::answer(
        200, R"({"messages":[{"status":{"groupId": 1, "groupName": "PENDING"}}]})"));
    outside.then(FakeTransport::answer(
        200, R"({"messages":[{"status":{"groupId":5,"groupName":"REJECTED"}}]})"));
    CHECK(send(outside, config, kNasty).outcome == SendOutcome::Sent);
    CHECK(send(outside, config, kNasty).outcome == SendOutcome::Rejected);
    const auto body = json::parse(outside.requests().at(0).body)["messages"][0];
    CHECK(body["text"] == kNasty);
    CHECK(body["destinations"][0]["to"] == "66812345678");
    CHECK(body["destinations"][0]["messageId"] == "77");
    REQUIRE(config.rules.message);
    CHECK(config.rules.message->id == "TRAN_ID");
}

TEST_CASE("a gateway called by GET has everything in its address", "[bot][sms][http]") {
    const auto config =
        read(kHead +
             "[channel.send]\nmethod = \"GET\"\nusername = \"u\"\npassword = \"p&w\"\n"
             "url = \"http://127.0.0.1:9/send?u={{username}}&p={{password}}&to={{to}}&t={{text}}"
             "&c={{coding}}\"\nheaders = [\"X-From: {{from}}\"]\n");
    FakeTransport outside;
    outside.then(FakeTransport::answer(200, "whatever"));
    CHECK(send(outside, config, kNasty).outcome == SendOutcome::Sent);
    const auto call = outside.requests().at(0);
    CHECK(call.base == "http://127.0.0.1:9");
    const auto query = call.path.substr(call.path.find('?') + 1);
    const auto fields = webhooks::read_form_fields(query).value();
    CHECK(webhooks::field(fields, "t") == kNasty);
    CHECK(webhooks::field(fields, "p") == "p&w");
    CHECK(webhooks::field(fields, "c") == "2");
    CHECK(call.content_type.empty());
    REQUIRE(call.headers.size() == 1);  // no Basic besides {{password}}
    CHECK(call.headers[0] == std::pair<std::string, std::string>("X-From", "OFFICE"));
    CHECK(config.common.terms.repeat == ChannelTerms::Repeat::Never);
}

TEST_CASE("a checksum is made of the values as they are, not as they are encoded",
          "[bot][sms][http]") {
    const auto config = read(kHead + R"(
[channel.send]
url = "https://sms.example/send"
username = "user7"
password = "apiKey"
checksum = "{{username}}partner9{{from}}{{to_national}}{{text}}{{password}}"
body = "userId={{username}}&phoneNo={{to_national}}&message={{text}}&chksum={{checksum}}"
)");
    FakeTransport outside;
    outside.then(FakeTransport::answer(200, ""));
    (void)send(outside, config, kNasty);
    const auto call = outside.requests().at(0);
    const auto fields = webhooks::read_form_fields(call.body).value();
    CHECK(webhooks::field(fields, "chksum") == "f6c71fa35461d3af348e29cbca193058");
    CHECK(webhooks::field(fields, "message") == kNasty);
    CHECK(call.headers.empty());  // the key is in the checksum, not in a header besides

    const auto longer = read(kHead + R"(
[channel.send]
url = "https://sms.example/send"
checksum = "{{to_national}}{{text}}"
checksum_by = "sha256"
body = "message={{text}}"
headers = ["X-Sign: {{checksum}}"]
)");
    outside.then(FakeTransport::answer(200, ""));
    (void)send(outside, longer, kNasty);
    CHECK(outside.requests().at(1).headers.at(0).second ==
          "c9852b753f9f5491a8393d6d360c726ba9eb946aced63f42a4c5b2399e905fbf");
}

TEST_CASE("a checksum that cannot be made is refused in words", "[bot][sms][http]") {
    const std::string head = kHead + "[channel.send]\nurl = \"https://sms.example/send\"\n";
    CHECK_THAT(refusal(head + "body = \"{{text}}{{checksum}}\"\n"),
               Contains("checksum") && Contains("is missing"));
    CHECK_THAT(
        refusal(head + "body = \"{{text}}\"\nchecksum = \"{{text}}\"\nchecksum_by = \"crc\"\n"),
        Contains("checksum_by") && Contains("sha256"));
    CHECK_THAT(refusal(head + "body = \"{{text}}\"\nchecksum = \"{{checksum}}\"\n"),
               Contains("itself"));
    CHECK_THAT(refusal(head + "body = \"{{text}}\"\nchecksum = \"{{colour}}\"\n"),
               Contains("{{colour}} is nothing"));
}

TEST_CASE("answers are judged as configured, then by the status", "[bot][sms][http]") {
    using enum SendOutcome;

    struct Case {
        int status;
        const char* body;
        SendOutcome outcome;
    };

    const auto config = read(kHead + R"(
[channel.send]
url = "https://sms.example/send"
body = "text={{text}}"
sent = ["200 \"status\":\"ok\"", "202"]
permanent = ["200 bad number"]
temporary = ["200 busy", "418"]
stopped = ["200 no credit"]
opted_out = ["* blacklisted"]
)");
    const auto one = GENERATE(values<Case>({
        {200, R"({"status":"ok"})", Sent},
        {202, "", Sent},
        {200, R"({"status":"failure","why":"bad number"})", Rejected},
        {200, R"({"status":"failure","why":"busy"})", ProviderError},
        {418, "teapot", ProviderError},
        {200, "no credit left", Unauthorized},
        {200, "number is blacklisted", OptedOut},
        {400, "number is blacklisted", OptedOut},
        {200, "<html>hotel</html>", OutcomeUnknown},
        {204, "", OutcomeUnknown},
        {400, "", Rejected},
        {401, "", Unauthorized},
        {429, "", Throttled},
        {503, "", ProviderError},
    }));
    CAPTURE(one.status, one.body);
    FakeTransport outside;
    outside.then(FakeTransport::answer(one.status, one.body));
    CHECK(send(outside, config, "x").outcome == one.outcome);
}

TEST_CASE("what is repeated after no answer follows from what the gateway knows",
          "[bot][sms][http]") {
    using Repeat = ChannelTerms::Repeat;
    const std::string send =
        "[channel.send]\nurl = \"https://sms.example/send\"\nbody = \"{{text}}{{id}}\"\n";
    const std::string receipt =
        "[channel.receipt]\nstatus = \"s\"\nown_id = \"id\"\ndelivered = [\"1\"]\n";
    CHECK(read(kHead + send).common.terms.repeat == Repeat::Never);
    CHECK(read(kHead + send + receipt).common.terms.repeat == Repeat::AfterReceipt);
    CHECK(read(kHead + "takes_an_id_once = true\n" + send).common.terms.repeat == Repeat::Safe);
}

TEST_CASE("each mistake of an HTTP gateway says which key, why and what to write",
          "[bot][config][sms][http]") {
    const std::string send =
        "[channel.send]\nurl = \"https://sms.example/send\"\nbody = \"{{text}}\"\n";
    CHECK(refusal(kHead + send).empty());
    CHECK_THAT(refusal(kHead), Contains("[channel.send] url is missing"));
    const std::string bare = "[[channel]]\nid = \"g\"\nkind = \"http\"\n";
    CHECK_THAT(refusal(bare + send), Contains("token: is missing"));
    CHECK(refusal(bare + "path_secret = \"abcdefgh12345678\"\n" + send).empty());
    CHECK(refusal(bare + "hmac_secret = \"abc\"\n" + send).empty());
    CHECK_THAT(refusal(bare + "path_secret = \"short\"\n" + send),
               Contains("path_secret: must be at least 16"));
    CHECK_THAT(refusal(kHead + "hmac_digest = \"md5\"\nhmac_encoding = \"octal\"\n" + send),
               Contains("hmac_digest: must be") && Contains("hmac_encoding: must be"));
    CHECK_THAT(refusal(kHead + "[channel.send]\nurl = \"http://sms.example/send\"\n"),
               Contains("[channel.send] url: must begin with https://") &&
                   Contains("says the text nowhere"));
    CHECK_THAT(refusal(kHead + "[channel.send]\nurl = \"http://127.0.0.1:1@sms.example/s\"\n"),
               Contains("url: must begin with https://"));
    CHECK_THAT(refusal(kHead + send +
                       "headers = [\"nonsense\"]\nmethod = \"FETCH\"\n"
                       "sent = [\"fine\"]\ncolour = \"red\"\n"),
               Contains("headers: are lines of HTTP") && Contains("method: must be") &&
                   Contains("sent: are answers") && Contains("colour: is not a key of"));
    CHECK_THAT(refusal(kHead + "[channel.send]\nurl = \"https://sms.example/s\"\n"
                               "body = \"{{text}}{{colour}}\"\n"),
               Contains("{{colour}} is nothing that can be filled in"));
    CHECK_THAT(refusal(kHead + "takes_an_id_once = true\n" + send), Contains("needs {{id}}"));
    CHECK_THAT(refusal(kHead + send + "[channel.receive]\nbody = \"morse\"\n"),
               Contains("[channel.receive] body: is how") && Contains("sender is missing"));
    CHECK_THAT(refusal(kHead + send + "[channel.receipt]\nstatus = \"s\"\n"),
               Contains("delivered: and failed are missing"));
    CHECK_THAT(refusal(kHead + "receive = 7\n" + send), Contains("receive: must be a table"));
}
