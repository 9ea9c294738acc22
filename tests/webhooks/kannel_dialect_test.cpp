#include "webhooks/kannel_dialect.h"

#include "tests/webhooks/sms_gate.h"
#include "webhooks/hmac.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <optional>
#include <string>

using conversation::IncomingKind;
using webhooks::KannelDialect;
using webhooks::ReceiptKey;
using State = storage::Outbox::Receipt::State;

namespace {

constexpr const char* kQuery =
    "token=t0ken&id=5e36acd1&ts=1795397028&udh=&smsc=SMPP&to=4002&from=%2B66812345678";

SmsGate gate(webhooks::CallerRules rules = {
                 .username{}, .password{}, .token = "t0ken", .networks{}}) {
    return {"kannel", std::make_unique<KannelDialect>(std::move(rules), "t0ken")};
}

SmsGate::Call post(std::string body, std::string type = "text/plain; charset=\"UTF-8\"") {
    return {.path = "/webhooks/kannel",
            .query = kQuery,
            .body = std::move(body),
            .headers = {{"Content-Type", std::move(type)}, {"X-Kannel-Coding", "0"}}};
}

std::string header(const webhooks::Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) {
            return value;
        }
    }
    return "";
}

std::string set_aside(SmsGate& gate) {
    return gate.intake.taken().at(0).sms->set_aside;
}

}  // namespace

TEST_CASE("Kannel's POST becomes a message and gets an empty text", "[webhooks][sms]") {
    auto kannel = gate();
    const auto answer = kannel.call(post("ออม 300"));
    CHECK(answer.status == 200);
    CHECK(answer.body.empty());
    CHECK(header(answer, "Content-Type") == "text/plain; charset=UTF-8");
    const auto taken = kannel.intake.taken();
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].channel == "kannel");
    CHECK(taken[0].event_id == "5e36acd1");
    CHECK(taken[0].address == "tel:+66812345678");
    CHECK(taken[0].kind == IncomingKind::Text);
    CHECK(taken[0].text == "ออม 300");
    CHECK(taken[0].sms->has_id);
    CHECK(taken[0].sms->set_aside.empty());
    CHECK_FALSE(taken[0].standby);
}

TEST_CASE("Kannel's GET and other character sets are read right", "[webhooks][sms]") {
    auto kannel = gate();
    SECTION("GET") {
        CHECK(
            kannel
                .call({.method = "GET",
                       .path = "/webhooks/kannel",
                       .query = std::string(kQuery) +
                                "&charset=UTF-8&coding=0&text=%E0%B8%A3%E0%B8%94+4500++%E0%B8%9A"})
                .status == 200);
        CHECK(kannel.intake.taken().at(0).text == "รด 4500  บ");
    }
    SECTION("GET without recoding") {
        CHECK(kannel
                  .call({.method = "GET",
                         .path = "/webhooks/kannel",
                         .query = std::string(kQuery) +
                                  "&charset=UTF-16BE&coding=2&text=%0E%23%0E%14%00+%004"})
                  .status == 200);
        CHECK(kannel.intake.taken().at(0).text == "รด 4");
    }
    SECTION("POST without recoding") {
        CHECK(kannel
                  .call(post(std::string("\x0e\x23\x0e\x14\0 \0004", 8),
                             "text/plain; charset=\"UTF-16BE\""))
                  .status == 200);
        CHECK(kannel.intake.taken().at(0).text == "รด 4");
    }
}

TEST_CASE("what is no text is kept raw and answered all the same", "[webhooks][sms]") {
    struct Case {
        std::string body;
        const char* type;
        const char* reason;
        IncomingKind kind;
    };

    const auto one = GENERATE(values<Case>({
        {"\xff\xfe\x00", "text/plain; charset=\"UTF-8\"", "charset", IncomingKind::Other},
        {"\xe0\xb8", "text/plain; charset=UTF-8", "charset", IncomingKind::Other},
        {"odd", "text/plain; charset=\"UTF-16BE\"", "charset", IncomingKind::Other},
        {"\x01\x02", "text/plain; charset=\"8-BIT\"", "binary", IncomingKind::Other},
        {"\x01\x02", "application/octet-stream", "binary", IncomingKind::Other},
        {"abc", "text/plain; charset=\"KLINGON\"", "charset", IncomingKind::Other},
        {"", "text/plain; charset=\"UTF-8\"", "empty", IncomingKind::Text},
        {" \r\n", "text/plain; charset=\"UTF-8\"", "empty", IncomingKind::Text},
        {std::string(5001, 'x'), "text/plain", "too_long", IncomingKind::Other},
    }));
    CAPTURE(one.body.substr(0, 10), one.type);
    auto kannel = gate();
    CHECK(kannel.call(post(one.body, one.type)).status == 200);
    const auto taken = kannel.intake.taken();
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].sms->set_aside == one.reason);
    CHECK(taken[0].kind == one.kind);
    CHECK(taken[0].standby);
    if (one.kind == IncomingKind::Other) {
        CHECK(taken[0].sms->raw == one.body);
        CHECK(taken[0].text.empty());
    }
    CHECK(kannel.metrics.text().find("kind=\"sms." + std::string(one.reason) + "\"} 1") !=
          std::string::npos);
}

TEST_CASE("who cannot be answered is kept aside", "[webhooks][sms]") {
    struct Case {
        const char* from;
        const char* reason;
        const char* address;
    };

    const auto one = GENERATE(values<Case>({
        {"0812345678", "", "tel:+66812345678"},
        {"0066812345678", "", "tel:+66812345678"},
        {"66812345678", "", "tel:+66812345678"},
        {"1175", "service_number", "tel:1175"},
        {"AIS", "sender_name", "tel:AIS"},
        {"%2B6621050000", "fixed_line", "tel:+6621050000"},
        {"", "no_sender", ""},
        {"999999999999999999999", "bad_number", "tel:999999999999999999999"},
    }));
    CAPTURE(one.from);
    auto kannel = gate();
    CHECK(kannel
              .call({.path = "/webhooks/kannel",
                     .query = std::string("token=t0ken&id=1&from=") + one.from,
                     .body = "รด 4500"})
              .status == 200);
    CHECK(set_aside(kannel) == one.reason);
    CHECK(kannel.intake.taken().at(0).address == one.address);
}

TEST_CASE("the parts of a long message say so", "[webhooks][sms]") {
    auto kannel = gate();
    CHECK(kannel
              .call({.path = "/webhooks/kannel",
                     .query = "token=t0ken&id=1&from=0812345678&udh=%05%00%03%0E%03%02",
                     .body = "ออม"})
              .status == 200);
    const auto part = kannel.intake.taken().at(0).sms->part;
    REQUIRE(part);
    CHECK(part->reference == 14);
    CHECK(part->total == 3);
    CHECK(part->number == 2);
}

TEST_CASE("strangers are refused with one and the same answer", "[webhooks][sms]") {
    const auto networks = std::vector<webhooks::Network>{*webhooks::Network::parse("127.0.0.0/8")};
    auto kannel =
        gate({.username = "kannel", .password = "secret", .token = "t0ken", .networks = networks});
    const std::string right = "Basic " + webhooks::to_base64("kannel:secret");
    auto good = post("x");
    good.headers.emplace_back("Authorization", right);
    CHECK(kannel.call(good).status == 200);
    std::vector<SmsGate::Call> bad(5, good);
    bad[0].headers.pop_back();
    bad[1].headers.back().second = "Basic " + webhooks::to_base64("kannel:Secret");
    bad[2].query = "token=T0ken&id=1&from=0812345678";
    bad[3].from = "192.0.2.1";
    bad[4].headers.back().second = "Basic %%%";
    for (const auto& call : bad) {
        const auto answer = kannel.call(call);
        CHECK(answer.status == 403);
        CHECK(answer.body == "{\"title\":\"This call was not accepted.\"}\n");
    }
    CHECK(kannel.intake.calls() == 1);
}

TEST_CASE("the token may come in the query, as bearer or as password", "[webhooks][sms]") {
    auto kannel = gate();
    SmsGate::Call call{.path = "/webhooks/kannel", .query = "id=1&from=0812345678", .body = "x"};
    CHECK(kannel.call(call).status == 403);
    call.headers = {{"authorization", "Bearer t0ken"}};
    CHECK(kannel.call(call).status == 200);
    call.headers = {{"Authorization", "Basic " + webhooks::to_base64("anybody:t0ken")}};
    CHECK(kannel.call(call).status == 200);
}

TEST_CASE("Kannel's status is a mask of bits", "[webhooks][sms]") {
    struct Case {
        const char* mask;
        std::optional<State> state;
    };

    const auto one = GENERATE(values<Case>({{"1", State::Delivered},
                                            {"2", State::Failed},
                                            {"4", State::Sent},
                                            {"8", State::Sent},
                                            {"12", State::Sent},
                                            {"16", State::Failed},
                                            {"32", State::Failed},
                                            {"34", State::Failed},
                                            {"9", State::Delivered},
                                            {"0", std::nullopt},
                                            {"64", std::nullopt},
                                            {"-1", std::nullopt},
                                            {"", std::nullopt},
                                            {"1x", std::nullopt}}));
    CAPTURE(one.mask);
    const auto status = webhooks::read_kannel_status(one.mask);
    REQUIRE(status.has_value() == one.state.has_value());
    if (status) {
        CHECK(status->state == *one.state);
        CHECK((status->state == State::Failed) == !status->reason.empty());
    }
}

TEST_CASE("why a message failed is told apart", "[webhooks][sms]") {
    CHECK(webhooks::read_kannel_status("34")->reason == "expired_underway");
    CHECK(webhooks::read_kannel_status("16")->reason == "refused");
    CHECK(webhooks::read_kannel_status("2")->reason == "undelivered");
}

TEST_CASE("a receipt is taken for its signature, and only for the message it names",
          "[webhooks][sms]") {
    auto kannel = gate();
    const auto mine = ReceiptKey("t0ken").query(storage::OutboxId{77});
    const auto other = ReceiptKey("t0ken").query(storage::OutboxId{78});
    const auto status = [&](const std::string& query) {
        return kannel.call({.method = "GET", .path = "/webhooks/kannel/status", .query = query})
            .status;
    };
    CHECK(status(mine + "&status=1&answer=x") == 200);
    REQUIRE(kannel.receipts.taken.size() == 1);
    CHECK(kannel.receipts.taken[0].receipt.own == storage::OutboxId{77});
    CHECK(kannel.receipts.taken[0].receipt.channel == "kannel");
    CHECK(status("id=77&" + other.substr(other.find("sig=")) + "&status=1") == 403);
    CHECK(status("id=77&status=1") == 403);
    CHECK(status(mine + "&status=64") == 200);  // unknown: thanked for and forgotten
    CHECK(status("token=t0ken&id=nothing&status=1") == 200);
    CHECK(kannel.receipts.taken.size() == 1);
    // A receipt's signature opens no other door.
    CHECK(kannel.call({.path = "/webhooks/kannel", .query = mine + "&from=0812345678"}).status ==
          403);
}

TEST_CASE("what cannot be stored now gets no answer at all, so that Kannel sends it again",
          "[webhooks][sms]") {
    auto kannel = gate();
    kannel.intake.answer_with(webhooks::Intake::Outcome::Unavailable);
    CHECK(kannel.call(post("x")).status == 503);  // for the log: the gate ends the connection
    CHECK(kannel.refused_silently);
}

TEST_CASE("a query that cannot be read is thanked for and counted", "[webhooks][sms]") {
    auto kannel = gate();
    SmsGate::Call call{.path = "/webhooks/kannel", .query = "id=%zz&from=1", .body = "x"};
    call.headers = {{"Authorization", "Bearer t0ken"}};
    CHECK(kannel.call(call).status == 200);
    CHECK(kannel.intake.calls() == 0);
    CHECK(kannel.metrics.text().find("kind=\"broken\"} 1") != std::string::npos);
}

TEST_CASE("a gateway without any secret is a mistake", "[webhooks][sms]") {
    CHECK_THROWS_AS(KannelDialect({}, "x"), std::invalid_argument);
}
