#include "console/totp.h"

#include "webhooks/form_fields.h"
#include "webhooks/hmac.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <chrono>

namespace console {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t kSecretBytes = 20;
constexpr std::int64_t kStepSeconds = 30;
constexpr std::uint32_t kCodes = 1'000'000;

std::string base32(std::string_view bytes) {
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char byte : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 5; bits -= 5) {
            text += kAlphabet[(held >> (bits - 5)) & 31U];
        }
    }
    if (bits > 0) {
        text += kAlphabet[(held << (5 - bits)) & 31U];
    }
    return text;
}

std::optional<std::string> from_base32(std::string_view text) {
    std::string bytes;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char letter : text) {
        const auto value = kAlphabet.find(letter);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        held = (held << 5U) | static_cast<std::uint32_t>(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((held >> bits) & 0xFFU);
        }
    }
    return bytes.empty() ? std::nullopt : std::optional(bytes);
}

std::string without_blanks(std::string_view text) {
    std::string kept;
    for (const char letter : text) {
        if (letter != ' ' && letter != '-') {
            kept += letter;
        }
    }
    return kept;
}

}  // namespace

std::string random_totp_secret() {
    std::string bytes(kSecretBytes, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return base32(bytes);
}

std::int64_t totp_step(conversation::Instant now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
    return seconds.count() / kStepSeconds;
}

std::optional<std::string> totp_code(std::string_view secret, std::int64_t step) {
    const auto key = from_base32(secret);
    if (!key) {
        return std::nullopt;
    }
    std::string counter(8, '\0');
    for (std::size_t at = 0; at < counter.size(); ++at) {
        counter[at] =
            static_cast<char>((static_cast<std::uint64_t>(step) >> (56 - 8 * at)) & 0xFFU);
    }
    const std::string mac = webhooks::hmac(webhooks::HmacDigest::Sha1, *key, counter);
    const std::size_t offset = static_cast<unsigned char>(mac.back()) & 0x0FU;
    std::uint32_t value = 0;
    for (std::size_t at = 0; at < 4; ++at) {
        value = (value << 8U) | static_cast<unsigned char>(mac[offset + at]);
    }
    return fmt::format("{:06}", (value & 0x7FFF'FFFFU) % kCodes);
}

std::optional<std::int64_t> matching_step(std::string_view secret,
                                          std::string_view code,
                                          conversation::Instant now,
                                          std::int64_t last_step) {
    const std::string typed = without_blanks(code);
    const std::int64_t present = totp_step(now);
    for (const std::int64_t step : {present, present - 1, present + 1}) {
        const auto expected = totp_code(secret, step);
        if (step > last_step && expected && webhooks::same_secret(*expected, typed)) {
            return step;
        }
    }
    return std::nullopt;
}

std::string totp_address(std::string_view office,
                         std::string_view account,
                         std::string_view secret) {
    return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}",
                       webhooks::url_encoded("Sammachip"),
                       webhooks::url_encoded(account),
                       secret,
                       webhooks::url_encoded(office));
}

}  // namespace console
