#include "webhooks/receipt_key.h"

#include "webhooks/hmac.h"

#include <charconv>
#include <cstdint>
#include <stdexcept>

namespace webhooks {

namespace {

constexpr std::size_t kSignature = 32;

}  // namespace

ReceiptKey::ReceiptKey(std::string_view secret) : secret_(secret) {
    if (secret.empty()) {
        throw std::invalid_argument("receipts need a secret");
    }
}

std::string ReceiptKey::sign(std::string_view id) const {
    const auto digest = hmac(HmacDigest::Sha256, secret_, "receipt:" + std::string(id));
    return to_hex(digest).substr(0, kSignature);
}

std::string ReceiptKey::query(storage::OutboxId id) const {
    const std::string text = std::to_string(id.value);
    return "id=" + text + "&sig=" + sign(text);
}

std::optional<storage::OutboxId> ReceiptKey::read(std::string_view id,
                                                  std::string_view signature) const {
    return same_secret(sign(id), signature) ? read_outbox_id(id) : std::nullopt;
}

std::optional<storage::OutboxId> read_outbox_id(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && value > 0;
    return whole ? std::optional(storage::OutboxId{value}) : std::nullopt;
}

}  // namespace webhooks
