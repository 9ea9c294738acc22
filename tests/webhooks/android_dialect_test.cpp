#include "webhooks/android_dialect.h"

#include "tests/webhooks/sms_gate.h"
#include "webhooks/hmac.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <string>

using webhooks::AndroidDialect;
using State = storage::Outbox::Receipt::State;

namespace {

// An example of the app's own making, signed at the gate's own time: 1795395600.
constexpr const char* kBody =
    R"({"deviceId":"dev1","event":"sms:received","id":"evt-1","payload":{"messageId":"m1",)"
    R"("message":"รด 4500","sender":"+66812345678","recipient":"+66890000000","simNumber":1,)"
    R"("receivedAt":"2026-11-23T08:00:00.000+07:00"},"webhookId":"wh-1"})";
constexpr const char* kSignature =
    "4ae43f95fe65329eb15cc44d2c8b764ed28d604a19645f624a2859bc18b11aed";
constexpr long kSignedAt = 1'795'395'600;

SmsGate gate() {
    return {"android", std::make_unique<AndroidDialect>("s3cret")};
}

SmsGate::Call call(const std::string& body, long at, const std::string& signature) {
    return {.path = "/webhooks/android",
            .body = body,
            .headers = {{"Content-Type", "application/json"},
                        {"X-Timestamp", std::to_string(at)},
                        {"X-Signature", signature}}};
}

SmsGate::Call signed_call(const std::string& body, long at = kSignedAt) {
    return call(body,
                at,
                webhooks::to_hex(webhooks::hmac(
                    webhooks::HmacDigest::Sha256, "s3cret", body + std::to_string(at))));
}

std::string event(const std::string& name, const std::string& payload) {
    return R"({"event":")" + name + R"(","id":"e1","payload":{)" + payload + "}}";
}

}  // namespace

TEST_CASE("the app's own example verifies and is read", "[webhooks][sms][android]") {
    auto android = gate();
    CHECK(android.call(call(kBody, kSignedAt, kSignature)).status == 200);
    const auto taken = android.intake.taken();
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].event_id == "evt-1");
    CHECK(taken[0].address == "tel:+66812345678");
    CHECK(taken[0].text == "รด 4500");
}

TEST_CASE("changed, unsigned and stale calls are refused", "[webhooks][sms][android]") {
    auto android = gate();
    std::string upper = kSignature;
    std::ranges::transform(
        upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    auto unsigned_call = call(kBody, kSignedAt, kSignature);
    unsigned_call.headers.pop_back();
    auto undated = call(kBody, kSignedAt, kSignature);
    undated.headers[1].second = "";
    for (const auto& bad : {call(std::string(kBody) + " ", kSignedAt, kSignature),
                            call(kBody, kSignedAt + 1, kSignature),
                            call(kBody, kSignedAt, upper),
                            unsigned_call,
                            undated,
                            signed_call(kBody, kSignedAt - 301),
                            signed_call(kBody, kSignedAt + 301)}) {
        CHECK(android.call(bad).status == 403);
    }
    CHECK(android.intake.calls() == 0);
    CHECK(android.call(signed_call(kBody, kSignedAt - 300)).status == 200);
    CHECK(android.call(signed_call(kBody, kSignedAt + 300)).status == 200);
}

TEST_CASE("older versions and empty fields are read, too", "[webhooks][sms][android]") {
    auto android = gate();
    CHECK(android
              .call(signed_call(event(
                  "sms:received",
                  R"("messageId":"m","message":"1","phoneNumber":"0812345678","recipient":null)")))
              .status == 200);
    CHECK(android.intake.taken().at(0).address == "tel:+66812345678");
    CHECK(android.call(signed_call(event("sms:data-received", R"("data":"AAECAw==")"))).status ==
          200);
    CHECK(android.intake.taken().at(1).sms->raw.size() == 4);
}

TEST_CASE("a text that is no UTF-8 is kept as it came and not answered",
          "[webhooks][sms][android]") {
    auto android = gate();
    const std::string broken = "\xE0\xB8 4500 \xFF";
    const auto body = event(
        "sms:received", R"("messageId":"m","message":")" + broken + R"(","sender":"+66812345678")");
    CHECK(android.call(signed_call(body)).status == 200);
    const auto taken = android.intake.taken();
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].event_id == "e1");
    CHECK(taken[0].address == "tel:+66812345678");
    CHECK(taken[0].text.empty());
    CHECK(taken[0].standby);
    CHECK(taken[0].sms->set_aside == "charset");
    CHECK(taken[0].sms->raw == broken);
    CHECK_FALSE(android.refused_silently);
}

TEST_CASE("what the app says of sent messages becomes receipts", "[webhooks][sms][android]") {
    struct Case {
        const char* event;
        const char* payload;
        State state;
        const char* reason;
    };

    const auto one = GENERATE(values<Case>({
        {"sms:sent", R"("messageId":"77","partsCount":2)", State::Sent, ""},
        {"sms:delivered", R"("messageId":"77")", State::Delivered, ""},
        {"sms:failed",
         R"("messageId":"77","reason":"RESULT_ERROR_LIMIT_EXCEEDED")",
         State::Failed,
         "RESULT_ERROR_LIMIT_EXCEEDED"},
        {"sms:failed", R"("messageId":"77","reason":"to 0812345678: no")", State::Failed, "failed"},
        {"sms:cancelled", R"("messageId":"77")", State::Failed, "cancelled"},
    }));
    auto android = gate();
    CHECK(android.call(signed_call(event(one.event, one.payload))).status == 200);
    REQUIRE(android.receipts.taken.size() == 1);
    CHECK(android.receipts.taken[0].receipt.own == storage::OutboxId{77});
    CHECK(android.receipts.taken[0].receipt.state == one.state);
    CHECK(android.receipts.taken[0].receipt.reason == one.reason);
}

TEST_CASE("other events and broken bodies are thanked for", "[webhooks][sms][android]") {
    auto android = gate();
    for (const auto& body : {event("system:ping", R"("health":{})"),
                             event("mms:received", R"("sender":"+66812345678")"),
                             event("sms:delivered", R"("messageId":"not-ours")"),
                             std::string("[]"),
                             std::string("{"),
                             std::string(),
                             std::string(100'000, '[')}) {
        CHECK(android.call(signed_call(body)).status == 200);
    }
    CHECK(android.intake.calls() == 0);
    CHECK(android.receipts.taken.empty());
    CHECK_THROWS_AS(AndroidDialect(""), std::invalid_argument);
}
