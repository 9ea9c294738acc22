#include "webhooks/http_dialect.h"

#include "tests/webhooks/sms_gate.h"

#include <catch2/catch.hpp>

#include <string>

using webhooks::BodyForm;
using webhooks::HttpDialect;
using webhooks::HttpRules;
using State = storage::Outbox::Receipt::State;

namespace {

HttpRules rules() {
    HttpRules made;
    made.proof.caller.token = "t0ken";
    made.proof.receipt_secret = "t0ken";
    made.message.emplace();
    made.message->sender = "from";
    made.message->text = "text";
    made.message->answer = {"OK", "text/plain"};
    made.receipt.emplace();
    made.receipt->id = "msgid";
    made.receipt->status = "state";
    made.receipt->sent = {"6"};
    made.receipt->delivered = {"DELIVRD", "3"};
    made.receipt->failed = {"2", "4"};
    made.receipt->stopped = {"BLOCKED"};
    made.receipt->answer = {R"({"status":"OK"})", "application/json"};
    return made;
}

SmsGate gate(HttpRules made) {
    return {"gateway", std::make_unique<HttpDialect>(std::move(made))};
}

SmsGate::Call post(std::string body) {
    return {.path = "/webhooks/gateway",
            .body = std::move(body),
            .headers = {{"Authorization", "Bearer t0ken"}}};
}

}  // namespace

TEST_CASE("a message is found where the configuration says", "[webhooks][sms][http]") {
    auto made = rules();
    SmsGate::Call call = post("");
    SECTION("form") {
        call.body = "from=0812345678&text=%E0%B8%A3%E0%B8%94+1";
    }
    SECTION("query") {
        made.message->body = BodyForm::Query;
        call.method = "GET";
        call.query = "from=0812345678&text=%E0%B8%A3%E0%B8%94+1";
    }
    SECTION("form in Windows-874") {
        made.message->charset = "windows-874";
        call.body = "from=0812345678&text=%C3%B4+1";
    }
    SECTION("JSON") {
        made.message->body = BodyForm::Json;
        made.message->sender = "sms.0.MOBILE_NO";
        made.message->text = "sms.0.MESSAGE";
        call.body = R"({"sms":[{"MOBILE_NO":66812345678,"MESSAGE":"รด 1"}]})";
    }
    SECTION("XML") {
        made.message->body = BodyForm::Xml;
        made.message->sender = "sms.@from";
        made.message->text = "sms.text";
        call.body = "<sms from=\"66812345678\"><text>รด 1</text></sms>";
    }
    auto http = gate(made);
    const auto answer = http.call(call);
    CHECK(answer.status == 200);
    CHECK(answer.body == "OK");
    REQUIRE(http.intake.taken().size() == 1);
    CHECK(http.intake.taken()[0].address == "tel:+66812345678");
    CHECK(http.intake.taken()[0].text == "รด 1");
    CHECK_FALSE(http.intake.taken()[0].sms->has_id);
}

TEST_CASE("a message's id or time tells a repeated one", "[webhooks][sms][http]") {
    auto made = rules();
    made.message->id = "id";
    made.message->time = "when";
    auto http = gate(made);
    CHECK(http.call(post("from=0812345678&text=1&id=a7")).status == 200);
    CHECK(http.call(post("from=0812345678&text=1&when=10:00")).status == 200);
    CHECK(http.call(post("from=0812345678&text=1&when=10:00")).status == 200);
    CHECK(http.call(post("from=0812345678&text=1&when=10:01")).status == 200);
    const auto taken = http.intake.taken();
    CHECK(taken.at(0).event_id == "a7");
    CHECK(taken.at(1).event_id == taken.at(2).event_id);
    CHECK(taken.at(1).event_id != taken.at(3).event_id);
    CHECK(taken.at(1).sms->has_id);
}

TEST_CASE("the answer is the gateway's own, with what it sent in it", "[webhooks][sms][http]") {
    auto made = rules();
    made.message->body = BodyForm::Json;
    made.message->sender = "MOBILE_NO";
    made.message->text = "MESSAGE";
    made.message->answer = {R"({"TRAIN_ID":"{{TRAN_ID}}","RESULT_CODE":"000"})",
                            "application/json"};
    auto http = gate(made);
    const auto answer =
        http.call(post(R"({"TRAN_ID":"7\"8","MOBILE_NO":"66812345678","MESSAGE":"x"})"));
    CHECK(answer.content_type == "application/json");
    CHECK(answer.body == R"({"TRAIN_ID":"7\"8","RESULT_CODE":"000"})");
}

TEST_CASE("parts and broken calls", "[webhooks][sms][http]") {
    auto made = rules();
    made.message->udh = "udh";
    auto http = gate(made);
    CHECK(http.call(post("from=0812345678&text=1&udh=0500030E0302")).status == 200);
    CHECK(http.intake.taken().at(0).sms->part->number == 2);
    CHECK(http.call(post("from=0812345678&text=1&udh=xx")).status == 200);
    CHECK_FALSE(http.intake.taken().at(1).sms->part);
    CHECK(http.call(post("from=%zz")).status == 200);
    CHECK(http.call(post("from=0812345678")).body == "OK");
    CHECK(http.intake.taken().size() == 2);
    CHECK(http.metrics.text().find("kind=\"broken\"} 2") != std::string::npos);
}

TEST_CASE("receipts are understood as configured", "[webhooks][sms][http]") {
    struct Case {
        const char* state;
        State expected;
        bool opted_out;
    };

    const auto one = GENERATE(values<Case>({{"6", State::Sent, false},
                                            {"3", State::Delivered, false},
                                            {"DELIVRD", State::Delivered, false},
                                            {"4", State::Failed, false},
                                            {"BLOCKED", State::Failed, true}}));
    auto http = gate(rules());
    auto call = post(std::string("msgid=p1&state=") + one.state);
    call.path += "/status";
    const auto answer = http.call(call);
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"status":"OK"})");
    REQUIRE(http.receipts.taken.size() == 1);
    CHECK(http.receipts.taken[0].receipt.provider_id == "p1");
    CHECK(http.receipts.taken[0].receipt.state == one.expected);
    CHECK(http.receipts.taken[0].opted_out == one.opted_out);
}

TEST_CASE("a receipt to our own address needs no other proof", "[webhooks][sms][http]") {
    auto http = gate(rules());
    SmsGate::Call call{
        .method = "GET",
        .path = "/webhooks/gateway/status",
        .query = webhooks::ReceiptKey("t0ken").query(storage::OutboxId{77}) + "&state=3"};
    CHECK(http.call(call).status == 200);
    CHECK(http.receipts.taken.at(0).receipt.own == storage::OutboxId{77});
    call.query[3] = '8';
    CHECK(http.call(call).status == 403);
    auto unknown = post("msgid=p1&state=flying");
    unknown.path += "/status";
    CHECK(http.call(unknown).status == 200);
    CHECK(http.receipts.taken.size() == 1);
}

TEST_CASE("a call is proven by HMAC, by a path only the gateway knows, or both",
          "[webhooks][sms][http]") {
    using webhooks::HmacDigest;
    auto made = rules();
    made.proof.caller = {};
    made.proof.caller.proven_otherwise = true;
    SECTION("HMAC") {
        const bool base64 = GENERATE(false, true);
        made.proof.hmac_secret = "k3y";
        made.proof.hmac_header = "X-Hub";
        made.proof.digest = base64 ? HmacDigest::Sha1 : HmacDigest::Sha256;
        made.proof.base64 = base64;
        auto http = gate(made);
        auto call = post("from=0812345678&text=1");
        const auto digest = webhooks::hmac(made.proof.digest, "k3y", call.body);
        call.headers = {{"X-Hub", base64 ? webhooks::to_base64(digest) : webhooks::to_hex(digest)}};
        CHECK(http.call(call).status == 200);
        call.body += "1";
        CHECK(http.call(call).status == 403);
        call.headers.clear();
        CHECK(http.call(call).status == 403);
    }
    SECTION("path") {
        SmsGate http("gateway", std::make_unique<HttpDialect>(made), "abcdefgh12345678");
        auto call = post("from=0812345678&text=1");
        CHECK(http.call(call).status == 404);
        call.path = "/webhooks/gateway/abcdefgh12345678";
        CHECK(http.call(call).status == 200);
        CHECK(http.routes.at(0).label == "/webhooks/gateway");
    }
}
