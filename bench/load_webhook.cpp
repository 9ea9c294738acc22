#include "bench/load_webhook.h"

#include "bench/names.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <iterator>

namespace bench {

namespace {

using Digest = std::array<unsigned char, 32>;

Digest hmac(std::string_view secret, std::string_view body) {
    Digest digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(),
         secret.data(),
         static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(body.data()),
         body.size(),
         digest.data(),
         &size);
    return digest;
}

std::string base64(const Digest& digest) {
    std::string text(45, '\0');  // 44 letters and the NUL that OpenSSL adds
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                    digest.data(),
                    static_cast<int>(digest.size()));
    text.pop_back();
    return text;
}

// The scripts are our own files; quotes and backslashes are all that JSON minds in them.
std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') {
            result += '\\';
        }
        result += letter;
    }
    return result + '"';
}

void write_event(fmt::memory_buffer& body, const TextEvent& event) {
    fmt::format_to(std::back_inserter(body),
                   R"({{"type":"message","message":{{"type":"text","id":"{}","quoteToken":"q{:x}",)"
                   R"("text":{}}},"webhookEventId":"{}","deliveryContext":{{"isRedelivery":{}}},)"
                   R"("timestamp":{},"source":{{"type":"user","userId":"{}"}},"replyToken":"{}",)"
                   R"("mode":"active"}})",
                   500'000'000'000'000 + event.turn,
                   event.turn,
                   quoted(event.text),
                   event_id(event.run, event.turn),
                   event.redelivery,
                   event.sent_ms,
                   user_id(event.person),
                   reply_token(event.turn, event.intended_us));
}

std::string body_of(std::span<const TextEvent> events) {
    fmt::memory_buffer body;
    fmt::format_to(std::back_inserter(body), R"({{"destination":"{}","events":[)", user_id(0xb07));
    for (const TextEvent& event : events) {
        if (&event != events.data()) {
            body.push_back(',');
        }
        write_event(body, event);
    }
    body.push_back(']');
    body.push_back('}');
    return fmt::to_string(body);
}

}  // namespace

WebhookWriter::WebhookWriter(std::string_view path, std::string_view secret)
    : path_(path), secret_(secret) {}

std::string WebhookWriter::request(std::span<const TextEvent> events, Forgery forgery) const {
    const std::string body = body_of(events);
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: LineBotWebhook/2.0\r\n"
        "Content-Type: application/json; charset=utf-8\r\n{}Content-Length: {}\r\n\r\n{}",
        path_,
        signature_header(body, forgery),
        body.size(),
        body);
}

std::string WebhookWriter::signature_header(std::string_view body, Forgery forgery) const {
    const Digest digest = hmac(secret_, body);
    std::string value = base64(digest);
    switch (forgery) {
        case Forgery::None:
            break;
        case Forgery::NoSignature:
            return {};
        case Forgery::Empty:
            value.clear();
            break;
        case Forgery::OtherSecret:
            value = base64(hmac(secret_ + "x", body));
            break;
        case Forgery::Truncated:
            value.resize(value.size() / 2);
            break;
        case Forgery::OtherBody:
            value = base64(hmac(secret_, body.substr(1)));
            break;
        case Forgery::Hex:
            value = fmt::format("{:02x}", fmt::join(digest, ""));
            break;
    }
    return fmt::format("x-line-signature: {}\r\n", value);
}

}  // namespace bench
