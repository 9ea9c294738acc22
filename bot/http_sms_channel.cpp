#include "bot/http_sms_channel.h"

#include "bot/sms_text.h"
#include "conversation/text/sms_segments.h"
#include "webhooks/json_fields.h"
#include "webhooks/media_type.h"
#include "webhooks/template_text.h"
#include "webhooks/xml_fields.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

namespace bot {

namespace {

constexpr std::array<std::string_view, 11> kNames = {"to",
                                                     "to_no_plus",
                                                     "to_national",
                                                     "from",
                                                     "text",
                                                     "id",
                                                     "receipt_url",
                                                     "coding",
                                                     "username",
                                                     "password",
                                                     "checksum"};

const EVP_MD* digest_of(std::string_view name) {
    if (name == "md5") {
        return EVP_md5();
    }
    if (name == "sha1") {
        return EVP_sha1();
    }
    return name == "sha256" ? EVP_sha256() : nullptr;
}

// In lower-case hex.
std::string digest_hex(std::string_view name, const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), out.data(), &size, digest_of(name), nullptr) != 1) {
        throw std::runtime_error("OpenSSL could not compute a digest");
    }
    return webhooks::to_hex({reinterpret_cast<const char*>(out.data()), size});
}

bool names(std::string_view text, std::string_view name) {
    return std::ranges::count(webhooks::template_names(text), name) > 0;
}

bool any_matches(const std::vector<HttpAnswerPattern>& patterns, const HttpAnswer& answer) {
    return std::ranges::any_of(patterns, [&](const HttpAnswerPattern& pattern) {
        return pattern.matches(answer.status, answer.body);
    });
}

std::string message_id(const HttpAnswer& answer, const std::string& path) {
    if (path.empty()) {
        return {};
    }
    auto fields = webhooks::read_json_fields(answer.body);
    if (!fields) {
        fields = webhooks::read_xml_fields(answer.body);
    }
    return std::string(webhooks::field(fields.value_or(webhooks::FormFields{}), path).value_or(""));
}

}  // namespace

bool is_digest_name(std::string_view name) {
    return digest_of(name) != nullptr;
}

bool is_send_name(std::string_view name) {
    return std::ranges::find(kNames, name) != kNames.end();
}

bool HttpAnswerPattern::matches(int its_status, std::string_view body) const {
    const std::string text = std::to_string(its_status);
    const bool same = status == "*" || status == text ||
                      (status.size() == 3 && status.ends_with("xx") && status[0] == text[0]);
    return same && body.find(words) != std::string_view::npos;
}

bool HttpSendConfig::uses(std::string_view name) const {
    return names(url, name) || names(body, name) ||
           std::ranges::any_of(headers,
                               [&](const auto& header) { return names(header.second, name); });
}

HttpSmsChannel::HttpSmsChannel(HttpConfig config, HttpTransport& transport)
    : SmsChannel(config.common, transport),
      config_(std::move(config)),
      key_(config_.rules.proof.receipt_secret) {}

std::string HttpSmsChannel::value(const Sms& sms, std::string_view name) const {
    if (name == "to") {
        return sms_number(sms.address, NumberForm::International);
    }
    if (name == "to_no_plus") {
        return sms_number(sms.address, NumberForm::Digits);
    }
    if (name == "to_national") {
        return sms_number(sms.address, NumberForm::National);
    }
    if (name == "from") {
        return common().from;
    }
    if (name == "text") {
        return sms.text;
    }
    if (name == "id") {
        return std::to_string(sms.row) + (sms.piece > 0 ? "-" + std::to_string(sms.piece) : "");
    }
    if (name == "receipt_url") {
        const auto& secret = common().path_secret.reveal();
        return fmt::format("{}/webhooks/{}{}/status?{}",
                           common().callback_base,
                           common().id,
                           secret.empty() ? "" : "/" + secret,
                           key_.query(storage::OutboxId{sms.row}));
    }
    if (name == "coding") {
        const auto encoding = conversation::count_sms(sms.text).encoding;
        return encoding == conversation::SmsEncoding::Ucs2 ? "2" : "0";
    }
    if (name == "username") {
        return config_.send.username;
    }
    if (name == "checksum") {
        return checksum(sms);
    }
    return name == "password" ? config_.send.password.reveal() : "";
}

std::string HttpSmsChannel::checksum(const Sms& sms) const {
    return digest_hex(
        config_.send.checksum_by,
        webhooks::fill_template(config_.send.checksum,
                                webhooks::TemplateEncoding::Raw,
                                [&](std::string_view name) { return value(sms, name); }));
}

HttpRequest HttpSmsChannel::request(const Sms& sms) const {
    using webhooks::TemplateEncoding;
    const auto& send = config_.send;
    const auto filled = [&](std::string_view text, TemplateEncoding encoding) {
        return webhooks::fill_template(
            text, encoding, [&](std::string_view name) { return value(sms, name); });
    };
    const std::string url = filled(send.url, TemplateEncoding::Url);
    const auto host_end = std::min(url.find('/', url.find("://") + 3), url.size());
    HttpRequest wire;
    wire.method = send.method;
    wire.base = url.substr(0, host_end);
    wire.path = host_end == url.size() ? "/" : url.substr(host_end);
    const bool placed = send.uses("password") || names(send.checksum, "password");
    if (!send.username.empty() && !placed) {
        wire.headers.emplace_back(
            "Authorization",
            "Basic " + webhooks::to_base64(send.username + ":" + send.password.reveal()));
    }
    for (const auto& [name, text] : send.headers) {
        wire.headers.emplace_back(name, filled(text, TemplateEncoding::Plain));
    }
    if (send.method != "GET") {
        wire.content_type = send.content_type;
        wire.body = filled(send.body, webhooks::encoding_of(send.content_type));
    }
    return wire;
}

SendResult HttpSmsChannel::read(const HttpAnswer& answer) const {
    const auto& send = config_.send;
    SendResult result;
    if (any_matches(send.opted_out, answer)) {
        result.outcome = SendOutcome::OptedOut;
    } else if (any_matches(send.permanent, answer)) {
        result.outcome = SendOutcome::Rejected;
    } else if (any_matches(send.temporary, answer)) {
        result.outcome = SendOutcome::ProviderError;
    } else if (any_matches(send.stopped, answer)) {
        result.outcome = SendOutcome::Unauthorized;
    } else if (any_matches(send.sent, answer)) {
        result.outcome = SendOutcome::Sent;
    } else {
        const auto usual = usual_outcome(answer.status);
        const bool unknown = usual == SendOutcome::Sent && !send.sent.empty();
        result.outcome = unknown ? SendOutcome::OutcomeUnknown : usual;
    }
    if (result.outcome == SendOutcome::Sent) {
        result.provider_id = message_id(answer, send.id);
    }
    return result;
}

}  // namespace bot
