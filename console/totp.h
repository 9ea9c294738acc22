#pragma once
#include "conversation/calendar.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// One-time passwords by the clock (RFC 6238: HMAC-SHA1, 30 seconds, 6 digits), as every
// authenticator app makes them. Pure.
namespace console {

// 160 bits of the system's randomness, in base32 (RFC 4648, without padding), as people type it.
[[nodiscard]] std::string random_totp_secret();

// The number of the half minute an instant is in.
[[nodiscard]] std::int64_t totp_step(conversation::Instant now);

// The six digits of a step. `secret` is base32; nothing when it is none.
[[nodiscard]] std::optional<std::string> totp_code(std::string_view secret, std::int64_t step);

// The step whose code this is: the present one or a neighbour (clocks differ), later than
// `last_step`, so that no code is good twice. Blanks within the code do not matter.
[[nodiscard]] std::optional<std::int64_t> matching_step(std::string_view secret,
                                                        std::string_view code,
                                                        conversation::Instant now,
                                                        std::int64_t last_step);

// What a QR code tells the app: otpauth://totp/…
[[nodiscard]] std::string totp_address(std::string_view office,
                                       std::string_view account,
                                       std::string_view secret);

}  // namespace console
