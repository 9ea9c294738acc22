#include "webhooks/line_signature.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <stdexcept>

namespace webhooks {

namespace {

constexpr std::size_t kDigestSize = 32;
constexpr std::size_t kSignatureSize = 44;

struct FreeMac {
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }

    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

struct LineSignature::Key {
    MacContext keyed;  // never used itself: each check works on a copy
};

LineSignature::LineSignature(std::string_view channel_secret) {
    if (channel_secret.empty()) {
        throw std::invalid_argument("the channel secret is empty");
    }
    const std::unique_ptr<EVP_MAC, FreeMac> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    MacContext context(mac ? EVP_MAC_CTX_new(mac.get()) : nullptr);
    std::string digest = "SHA256";
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    if (!context || EVP_MAC_init(context.get(),
                                 bytes_of(channel_secret),
                                 channel_secret.size(),
                                 parameters.data()) != 1) {
        throw std::runtime_error("OpenSSL offers no HMAC-SHA256");
    }
    key_ = std::make_unique<const Key>(Key{std::move(context)});
}

LineSignature::~LineSignature() = default;

std::string LineSignature::sign(std::string_view body) const {
    const MacContext context(EVP_MAC_CTX_dup(key_->keyed.get()));
    std::array<unsigned char, kDigestSize> digest{};
    std::size_t size = 0;
    if (!context || EVP_MAC_update(context.get(), bytes_of(body), body.size()) != 1 ||
        EVP_MAC_final(context.get(), digest.data(), &size, digest.size()) != 1) {
        throw std::runtime_error("OpenSSL could not compute an HMAC");
    }
    std::array<unsigned char, kSignatureSize + 1> base64{};
    EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
    return {base64.begin(), base64.begin() + kSignatureSize};
}

bool LineSignature::matches(std::string_view body, std::string_view signature) const {
    // Comparing the texts, not the decoded bytes: base64 has several spellings of one digest.
    return signature.size() == kSignatureSize &&
           CRYPTO_memcmp(sign(body).data(), signature.data(), kSignatureSize) == 0;
}

}  // namespace webhooks
