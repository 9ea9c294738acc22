#pragma once
#include <string>
#include <string_view>

namespace webhooks {

enum class HmacDigest { Sha1, Sha256 };

// The raw bytes of an HMAC. Throws std::runtime_error when OpenSSL cannot.
[[nodiscard]] std::string hmac(HmacDigest digest, std::string_view key, std::string_view message);

[[nodiscard]] std::string to_hex(std::string_view bytes);  // lower case
[[nodiscard]] std::string to_base64(std::string_view bytes);
// Nothing when it is no base64 (RFC 4648, with padding).
[[nodiscard]] std::string from_base64(std::string_view text);

// Whether two secrets are the same, in a time that does not depend on where they differ.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

}  // namespace webhooks
