#include "webhooks/twilio_dialect.h"

#include "tests/webhooks/sms_gate.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

using webhooks::TwilioDialect;
using webhooks::TwilioSignature;
using State = storage::Outbox::Receipt::State;

namespace {

constexpr const char* kToken = "12345678901234567890123456789012";
constexpr const char* kAccount = "ACcccccccccccccccccccccccccccccccc";
constexpr const char* kUrl = "https://bot.example/webhooks/twilio";
constexpr const char* kForm = "application/x-www-form-urlencoded";

SmsGate gate() {
    return {"twilio",
            std::make_unique<TwilioDialect>(webhooks::TwilioRules{kAccount, kToken, kUrl})};
}

SmsGate::Call signed_call(const std::string& body,
                          const std::string& tail = {},
                          const std::string& query = {}) {
    const auto url = kUrl + tail + (query.empty() ? "" : "?" + query);
    const auto fields = webhooks::read_form_fields(body).value();
    return {.path = "/webhooks/twilio" + tail,
            .query = query,
            .body = body,
            .headers = {{"Content-Type", kForm},
                        {"X-Twilio-Signature", TwilioSignature(kToken).sign(url, fields)}}};
}

std::string message(const std::string& text) {
    return "MessageSid=SM1&AccountSid=" + std::string(kAccount) +
           "&From=%2B66812345678&To=%2B6621050000&Body=" + text;
}

std::string status(const std::string& fields) {
    return "MessageSid=SM1&AccountSid=" + std::string(kAccount) + "&" + fields;
}

}  // namespace

TEST_CASE("signatures are judged as Twilio's own library does", "[webhooks][sms][twilio]") {
    std::ifstream file(SAMMACHIP_SOURCE_DIR "/tests/data/vectors/twilio-signature.json");
    const auto vectors = nlohmann::json::parse(file).at("vectors");
    REQUIRE(vectors.size() == 47);
    for (const auto& one : vectors) {
        CAPTURE(one.at("id"), one.at("why"));
        const TwilioSignature signature(one.at("auth_token").get<std::string>());
        const bool get = one.at("method") == "GET";
        CHECK(signature.matches(one.at("url").get<std::string>(),
                                get ? "" : one.at("content_type").get<std::string>(),
                                get ? "" : one.at("body").get<std::string>(),
                                one.at("signature").get<std::string>()) ==
              one.at("accept").get<bool>());
    }
}

TEST_CASE("a body that no signature covers is refused", "[webhooks][sms][twilio]") {
    const TwilioSignature signature(kToken);
    const auto good = signature.sign(kUrl, {});
    CHECK(signature.matches(kUrl, "", "", good));
    CHECK_FALSE(signature.matches(kUrl, "application/json", "{\"Body\":\"x\"}", good));
    CHECK_FALSE(signature.matches(kUrl, "text/plain", "x", good));
    CHECK_FALSE(signature.matches(kUrl, kForm, "a=%zz", good));
    CHECK_THROWS_AS(TwilioSignature(""), std::invalid_argument);
}

TEST_CASE("a signed form becomes a message and gets empty TwiML", "[webhooks][sms][twilio]") {
    auto twilio = gate();
    const auto answer = twilio.call(signed_call(message("%E0%B8%A3%E0%B8%94+4500")));
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "text/xml");
    CHECK(answer.body == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");
    const auto taken = twilio.intake.taken();
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].text == "รด 4500");
    CHECK(taken[0].event_id == "SM1");
    CHECK(taken[0].address == "tel:+66812345678");
}

TEST_CASE("1600 Thai characters are taken whole", "[webhooks][sms][twilio]") {
    std::string encoded;
    for (int i = 0; i < 1600; ++i) {
        encoded += "%E0%B8%81";
    }
    auto twilio = gate();
    CHECK(twilio.call(signed_call(message(encoded))).status == 200);
    CHECK(twilio.intake.taken().at(0).text.size() == 4800);
    CHECK(twilio.intake.taken().at(0).sms->set_aside.empty());
}

TEST_CASE("a call is refused without telling why", "[webhooks][sms][twilio]") {
    auto twilio = gate();
    const auto good = signed_call(message("x"));
    auto missing = good;
    missing.headers.pop_back();
    auto changed = good;
    changed.body += "y";
    auto elsewhere = good;
    elsewhere.path += "/status";
    auto forged = good;  // what the request says of itself is not believed
    forged.headers.emplace_back("Host", "evil.example");
    forged.headers.emplace_back("X-Forwarded-Host", "evil.example");
    forged.headers.emplace_back("X-Forwarded-Proto", "http");
    const auto no_header = twilio.call(missing);
    CHECK(no_header.status == 400);
    for (const auto& call : {changed, elsewhere}) {
        const auto answer = twilio.call(call);
        CHECK(answer.status == 403);
        CHECK(answer.body == no_header.body);
    }
    CHECK(twilio.intake.calls() == 0);
    CHECK(twilio.call(forged).status == 200);
}

TEST_CASE("a form that only has the same signature is refused", "[webhooks][sms][twilio]") {
    // AccountSid=…&Body=x and AccountSid=…Bodyx are signed alike.
    auto twilio = gate();
    auto call = signed_call("AccountSid=" + std::string(kAccount) + "&Body=x&From=1&MessageSid=2");
    CHECK(twilio.call(call).status == 200);
    call.body = "AccountSid=" + std::string(kAccount) + "BodyxFrom1MessageSid2";
    CHECK(twilio.call(call).status == 403);
    CHECK(twilio.call(signed_call("MessageSid=SM1&From=1&Body=x&AccountSid=ACother")).status ==
          403);
    CHECK(twilio.call(signed_call("MessageSid=SM1&From=1&Body=x")).status == 403);
}

TEST_CASE("status callbacks become receipts", "[webhooks][sms][twilio]") {
    struct Case {
        const char* fields;
        State state;
        const char* reason;
        bool opted_out;
    };

    const auto one = GENERATE(values<Case>({
        {"MessageStatus=sent&ErrorCode=", State::Sent, "", false},
        {"MessageStatus=delivered", State::Delivered, "", false},
        {"MessageStatus=undelivered&ErrorCode=30003", State::Failed, "error_30003", false},
        {"MessageStatus=failed&ErrorCode=21610", State::Failed, "error_21610", true},
        {"MessageStatus=failed&ErrorCode=%E0%B8%81", State::Failed, "undelivered", false},
    }));
    CAPTURE(one.fields);
    auto twilio = gate();
    CHECK(twilio.call(signed_call(status(one.fields), "/status", "id=77")).status == 200);
    REQUIRE(twilio.receipts.taken.size() == 1);
    const auto& receipt = twilio.receipts.taken[0];
    CHECK(receipt.receipt.state == one.state);
    CHECK(receipt.receipt.reason == one.reason);
    CHECK(receipt.receipt.own == storage::OutboxId{77});
    CHECK(receipt.opted_out == one.opted_out);
}

TEST_CASE("unknown states and broken calls are thanked for", "[webhooks][sms][twilio]") {
    auto twilio = gate();
    CHECK(twilio.call(signed_call(status("MessageStatus=flying"), "/status", "id=7")).status ==
          200);
    CHECK(twilio.call(signed_call("AccountSid=" + std::string(kAccount))).status == 200);
    CHECK(twilio.receipts.taken.empty());
    CHECK(twilio.intake.calls() == 0);
}
