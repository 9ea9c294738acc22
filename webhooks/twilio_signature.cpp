#include "webhooks/twilio_signature.h"

#include "storage/sha256.h"
#include "webhooks/hmac.h"
#include "webhooks/media_type.h"
#include "webhooks/request_head.h"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>
#include <utility>

namespace webhooks {

namespace {

// A URL cut at its port: scheme, user and host; port with its colon; path and query.
struct UrlParts {
    std::string_view head;
    std::string_view port;
    std::string_view rest;
};

UrlParts cut(std::string_view url) {
    const auto scheme = url.find("://");
    const auto host = scheme == std::string_view::npos ? 0 : scheme + 3;
    const auto end = std::min(url.find_first_of("/?", host), url.size());
    const auto user = url.substr(host, end - host).rfind('@');
    const auto from = user == std::string_view::npos ? host : host + user + 1;
    const auto colon = url.substr(from, end - from).rfind(':');
    const auto at = colon == std::string_view::npos ? end : from + colon;
    return {url.substr(0, at), url.substr(at, end - at), url.substr(end)};
}

// The same address as it may be written: as it is, without its port, with the standard one.
std::array<std::string, 3> spellings(std::string_view url) {
    const auto parts = cut(url);
    const std::string_view standard = url.starts_with("https:") ? ":443" : ":80";
    const auto with = [&](std::string_view port) {
        return std::string(parts.head).append(port).append(parts.rest);
    };
    return {std::string(url), with(""), with(parts.port.empty() ? standard : parts.port)};
}

std::string_view query_of(std::string_view url) {
    const auto mark = url.find('?');
    return mark == std::string_view::npos ? std::string_view{} : url.substr(mark + 1);
}

}  // namespace

TwilioSignature::TwilioSignature(std::string auth_token) : token_(std::move(auth_token)) {
    if (token_.empty()) {
        throw std::invalid_argument("the auth token is empty");
    }
}

std::string TwilioSignature::sign(std::string_view url, const FormFields& fields) const {
    FormFields sorted = fields;
    std::ranges::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());  // twice counts once
    std::string text(url);
    for (const auto& [name, value] : sorted) {
        text += name;
        text += value;
    }
    return to_base64(hmac(HmacDigest::Sha1, token_, text));
}

bool TwilioSignature::matches(std::string_view url,
                              std::string_view content_type,
                              std::string_view body,
                              std::string_view signature) const {
    FormFields signed_fields;
    const auto query = read_form_fields(query_of(url));
    const auto digest = query ? field(*query, "bodySHA256") : std::nullopt;
    const auto type = read_media_type(content_type).type;
    if (digest) {
        if (storage::sha256_hex(std::as_bytes(std::span(body))) != *digest) {
            return false;
        }
    } else if (same_name(type, "application/x-www-form-urlencoded")) {
        auto fields = read_form_fields(body);
        if (!fields) {
            return false;
        }
        signed_fields = *std::move(fields);
    } else if (!body.empty()) {
        return false;
    }
    bool good = false;
    for (const auto& spelling : spellings(url)) {
        good = same_secret(sign(spelling, signed_fields), signature) || good;
    }
    return good;
}

}  // namespace webhooks
