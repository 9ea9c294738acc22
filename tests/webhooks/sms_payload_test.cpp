#include "webhooks/sms_payload.h"

#include "webhooks/caller_check.h"
#include "webhooks/charset.h"
#include "webhooks/hmac.h"
#include "webhooks/media_type.h"

#include <catch2/catch.hpp>

#include <string>

using webhooks::read_udh;
using webhooks::sms_message;
using webhooks::SmsPayload;
using namespace std::string_literals;

namespace {

const conversation::Instant kNow{std::chrono::milliseconds{1'795'395'600'000}};

SmsPayload sms(const std::string& text) {
    SmsPayload payload;
    payload.sender = "0812345678";
    payload.text = text;
    return payload;
}

}  // namespace

TEST_CASE("a user data header tells of parts, with a short or a long reference",
          "[webhooks][sms]") {
    CHECK(read_udh("\x05\x00\x03\x4d\x04\x03"s)->number == 3);
    CHECK(read_udh("\x06\x08\x04\x01\x02\x03\x01"s)->reference == 258);
    CHECK(read_udh("\x0b\x05\x04\x15\x8a\x00\x00\x00\x03\x01\x02\x02"s)->number == 2);
    for (const auto& bad : {""s,
                            "\x05"s,
                            "\x05\x00\x03\x4d\x04"s,
                            "\x05\x00\x03\x4d\x01\x01"s,
                            "\x05\x00\x03\x4d\x03\x04"s,
                            "\x05\x00\x03\x4d\x03\x00"s,
                            "\x05\x00\xff\x4d\x03\x01"s,
                            "\x06\x05\x04\x15\x8a\x00\x00"s,
                            "\x05\x00\x02\x4d\x03\x01"s}) {
        CAPTURE(webhooks::to_hex(bad));
        CHECK_FALSE(read_udh(bad));
    }
}

TEST_CASE("a message without id gets one, the same where the gateway says when it was sent",
          "[webhooks][sms]") {
    auto payload = sms("1");
    const auto one = sms_message(payload, "gateway", kNow);
    const auto two = sms_message(payload, "gateway", kNow);
    CHECK_FALSE(one.sms->has_id);
    CHECK(one.event_id != two.event_id);
    payload.sent_at = kNow;
    const auto three = sms_message(payload, "gateway", kNow);
    CHECK(three.sms->has_id);
    CHECK(three.event_id == sms_message(payload, "gateway", kNow).event_id);
    payload.text = "2";
    CHECK(three.event_id != sms_message(payload, "gateway", kNow).event_id);
    payload.id = "gateway-7";
    CHECK(sms_message(payload, "gateway", kNow).event_id == "gateway-7");
}

TEST_CASE("ids and senders from outside are cut and cleaned", "[webhooks][sms]") {
    auto payload = sms("x");
    payload.id = std::string(500, 'i') + "\n";
    payload.sender = "ab\xff\x01" + std::string(500, 'z');
    const auto message = sms_message(payload, "gateway", kNow);
    CHECK(message.event_id.size() == 100);
    CHECK(message.sms->sender.size() <= 70);
    CHECK(message.sms->sender.find('\x01') == std::string::npos);
}

TEST_CASE("text keeps every character but NUL", "[webhooks][sms]") {
    const auto text = "ราย\tได้  4500\r\n😀"s;
    CHECK(sms_message(sms(text), "g", kNow).text == text);
    CHECK(sms_message(sms("a\0b"s), "g", kNow).text == "ab");
    CHECK(sms_message(sms(std::string(15'000, '\0')), "g", kNow).sms->set_aside == "empty");
    std::string thai;
    for (int i = 0; i < 1600; ++i) {
        thai += "ก";
    }
    CHECK(sms_message(sms(thai), "g", kNow).text == thai);
}

TEST_CASE("bytes are text only in the set they are said to be in", "[webhooks][sms]") {
    using webhooks::decode_text;
    CHECK(decode_text("รด", "utf-8") == "รด");
    CHECK(decode_text("\xc3\xb4\x20", "TIS-620") == "รด ");
    CHECK(decode_text("\xc3\xb4\x85", "Windows-874") == "รด…");
    CHECK(decode_text("\xe9", "ISO-8859-1") == "é");
    CHECK(decode_text("\xd8\x3d\xde\x00"s, "UTF-16BE") == "😀");
    CHECK(decode_text("", "UTF-16BE") == "");
    CHECK_FALSE(decode_text("\xd8\x3d"s, "UTF-16BE"));
    CHECK_FALSE(decode_text("\x0e", "UTF-16BE"));
    CHECK_FALSE(decode_text("\xff", "utf-8"));
    CHECK_FALSE(decode_text("x", "8-BIT"));
    CHECK_FALSE(decode_text("x", "../etc/passwd"));
}

TEST_CASE("a content type is read with and without its charset", "[webhooks][sms]") {
    const auto media = webhooks::read_media_type("Application/JSON ; x=y; Charset = \"UTF-8\"");
    CHECK(media.type == "Application/JSON");
    CHECK(media.charset == "UTF-8");
    CHECK(webhooks::read_media_type("text/plain").charset.empty());
    CHECK(webhooks::read_media_type("").type.empty());
    CHECK(webhooks::read_media_type(";;charset=a;").charset == "a");
}

TEST_CASE("networks hold the addresses they say", "[webhooks][sms]") {
    using webhooks::Network;
    CHECK(Network::parse("192.0.2.0/24")->holds("192.0.2.255"));
    CHECK_FALSE(Network::parse("192.0.2.0/24")->holds("192.0.3.0"));
    CHECK(Network::parse("192.0.2.7")->holds("192.0.2.7"));
    CHECK_FALSE(Network::parse("192.0.2.7")->holds("192.0.2.6"));
    CHECK(Network::parse("2001:db8::/33")->holds("2001:db8:7fff::1"));
    CHECK_FALSE(Network::parse("2001:db8::/33")->holds("2001:db8:8000::1"));
    CHECK_FALSE(Network::parse("0.0.0.0/0")->holds("::1"));
    CHECK_FALSE(Network::parse("0.0.0.0/0")->holds("nobody"));
    for (const char* bad : {"", "x", "192.0.2.0/33", "192.0.2.0/", "192.0.2/24", "::/129"}) {
        CHECK_FALSE(Network::parse(bad));
    }
}

TEST_CASE("digests and base64 are the standard ones", "[webhooks][sms]") {
    using webhooks::HmacDigest;
    // RFC 2202 and RFC 4231, case 2.
    CHECK(webhooks::to_hex(
              webhooks::hmac(HmacDigest::Sha1, "Jefe", "what do ya want for nothing?")) ==
          "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    CHECK(webhooks::to_hex(
              webhooks::hmac(HmacDigest::Sha256, "Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    for (const auto& text : {""s, "f"s, "fo"s, "foo"s, "a:b\0c"s}) {
        CHECK(webhooks::from_base64(webhooks::to_base64(text)) == text);
    }
    CHECK(webhooks::to_base64("fo") == "Zm8=");
    CHECK(webhooks::from_base64("Zm8").empty());
    CHECK(webhooks::from_base64("****").empty());
    CHECK(webhooks::same_secret("abc", "abc"));
    CHECK_FALSE(webhooks::same_secret("abc", "abcd"));
    CHECK_FALSE(webhooks::same_secret("abc", ""));
}
