#include "bot/kannel_channel.h"

#include "bot/sms_text.h"
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
using Outcome = HttpAnswer::Outcome;

namespace {

KannelConfig config() {
    KannelConfig kannel;
    kannel.common.id = "kannel";
    kannel.common.from = "4001";
    kannel.common.token = Secret("t0ken");
    kannel.common.callback_base = "http://127.0.0.1:8080";
    kannel.send_url = "http://127.0.0.1:13013/cgi-bin/sendsms";
    kannel.username = "sam";
    kannel.password = Secret("p&ss");
    return kannel;
}

SendResult send(FakeTransport& outside,
                const std::vector<conversation::OutgoingMessage>& messages,
                const std::string& address = "tel:+66812345678") {
    KannelChannel channel(config(), outside);
    return support::result_of(channel,
                              {.way = SendWay::Push,
                               .address = address,
                               .reply_token = "",
                               .retry_key = "key",
                               .row = 77,
                               .messages = messages});
}

std::string value(const HttpRequest& request, const std::string& name) {
    const auto fields =
        webhooks::read_form_fields(std::string_view(request.path).substr(1)).value();
    return std::string(webhooks::field(fields, name).value_or("(none)"));
}

}  // namespace

TEST_CASE("Thai goes out in a coding that phones can read", "[bot][sms]") {
    FakeTransport outside;
    outside.then(FakeTransport::answer(202, "0: Accepted for delivery"));
    const auto result = send(outside, {words("รับแล้ว รด 4,500"), words("ถูกไหมคะ & ไม่")});
    CHECK(result.outcome == SendOutcome::Sent);
    const auto call = outside.requests().at(0);
    CHECK(call.method == "GET");
    CHECK(call.base == "http://127.0.0.1:13013/cgi-bin/sendsms");
    CHECK(value(call, "text") == "รับแล้ว รด 4,500\nถูกไหมคะ & ไม่");
    CHECK(value(call, "coding") == "2");
    CHECK(value(call, "charset") == "UTF-8");
    CHECK(value(call, "to") == "+66812345678");
    CHECK(value(call, "from") == "4001");
    CHECK(value(call, "username") == "sam");
    CHECK(value(call, "password") == "p&ss");
    CHECK(value(call, "dlr-mask") == "31");
    CHECK(value(call, "dlr-url") == "http://127.0.0.1:8080/webhooks/kannel/status?" +
                                        webhooks::ReceiptKey("t0ken").query(storage::OutboxId{77}) +
                                        "&status=%d&answer=%A&smsid=%F");
}

TEST_CASE("what the GSM alphabet holds goes out in it", "[bot][sms]") {
    FakeTransport outside;
    outside.always([](const HttpRequest&) { return FakeTransport::answer(202, "0: ok"); });
    (void)send(outside, {words("OK 4500 [€]")});
    (void)send(outside, {words("don’t")});  // one curly quote makes it UCS-2
    CHECK(value(outside.requests().at(0), "coding") == "0");
    CHECK(value(outside.requests().at(1), "coding") == "2");
}

TEST_CASE("each of Kannel's answers means one thing", "[bot][sms]") {
    struct Case {
        HttpAnswer answer;
        SendOutcome outcome;
    };

    using enum SendOutcome;
    const std::vector<Case> cases = {
        {FakeTransport::answer(202, "0: Accepted for delivery"), Sent},
        {FakeTransport::answer(202, "3: Queued for later delivery"), Sent},
        {FakeTransport::answer(200, "<html>Log in to the hotel</html>"), OutcomeUnknown},
        {FakeTransport::answer(400, "Sender missing and no global set, rejected"), Rejected},
        {FakeTransport::answer(403, "Authorization failed for sendsms"), Unauthorized},
        {FakeTransport::answer(302, ""), Unauthorized},  // another address: not for ever
        {FakeTransport::answer(404, "Unknown request."), Unauthorized},
        {FakeTransport::answer(503, "Temporal failure, try again later."), ProviderError},
        {FakeTransport::broken(Outcome::NotSent), Unreachable},
        {FakeTransport::broken(Outcome::Unknown), OutcomeUnknown},
        {FakeTransport::broken(Outcome::Malformed), Rejected},
    };
    for (const auto& one : cases) {
        FakeTransport outside;
        outside.then(one.answer);
        CAPTURE(one.answer.status, one.answer.body);
        CHECK(send(outside, {words("รด")}).outcome == one.outcome);
    }
}

TEST_CASE("nothing and nobody is not sent", "[bot][sms]") {
    FakeTransport outside;
    CHECK(send(outside, {words("")}).outcome == SendOutcome::Rejected);
    CHECK(send(outside, {words("x")}, "tel:AIS").outcome == SendOutcome::Rejected);
    CHECK(send(outside, {words("x")}, "line:U1").outcome == SendOutcome::Rejected);
    CHECK(outside.requests().empty());
}

TEST_CASE("a text longer than the gateway takes is cut between graphemes, and never begun again",
          "[bot][sms]") {
    std::string text;
    for (int i = 0; i < 700; ++i) {
        text += "กำ้";
    }
    FakeTransport outside;
    SECTION("all taken") {
        outside.always([](const HttpRequest&) { return FakeTransport::answer(202, "0: ok"); });
        CHECK(send(outside, {words(text)}).outcome == SendOutcome::Sent);
        std::string joined;
        for (const auto& call : outside.requests()) {
            joined += value(call, "text");
            CHECK(value(call, "text").starts_with("ก"));
        }
        CHECK(outside.requests().size() > 1);
        CHECK(joined == text);
    }
    SECTION("the second refused") {
        outside.then(FakeTransport::answer(202, "0: ok"));
        outside.always([](const HttpRequest&) { return FakeTransport::answer(503, ""); });
        CHECK(send(outside, {words(text)}).outcome == SendOutcome::Rejected);
    }
}

TEST_CASE("segments are what will be paid for", "[bot][sms]") {
    FakeTransport outside;
    const KannelChannel channel(config(), outside);
    CHECK(channel.segments({words(std::string(160, 'a'))}) == 1);
    CHECK(channel.segments({words(std::string(161, 'a'))}) == 2);
    CHECK(channel.segments({words("ก")}) == 1);
    CHECK(channel.segments({}) == 0);
}

TEST_CASE("numbers are written as each gateway wants them", "[bot][sms]") {
    CHECK(sms_number("tel:+66812345678", NumberForm::International) == "+66812345678");
    CHECK(sms_number("tel:+66812345678", NumberForm::Digits) == "66812345678");
    CHECK(sms_number("tel:+66812345678", NumberForm::National) == "0812345678");
    CHECK(sms_number("tel:+4512345678", NumberForm::National) == "+4512345678");
    CHECK(sms_number("tel:+668x", NumberForm::Digits).empty());
    CHECK(sms_text({words("a\x01\xff"), words(""), words("b \n")}) == "a\xEF\xBF\xBD\nb");
}
