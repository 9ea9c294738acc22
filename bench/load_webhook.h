#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bench {

// A text that a pretended person types.
struct TextEvent {
    std::uint64_t run = 0;
    std::uint64_t turn = 0;
    std::uint64_t person = 0;  // number in the user id
    std::string_view text;
    std::int64_t intended_us = 0;
    std::int64_t sent_ms = 0;  // wall clock, as LINE's timestamp
    bool redelivery = false;
};

// The ways in which a stranger's request may be signed.
enum class Forgery { None, NoSignature, Empty, OtherSecret, Truncated, OtherBody, Hex };
inline constexpr unsigned kForgeries = 6;  // without None

// Writes whole HTTP requests as LINE's platform would send them.
class WebhookWriter {
  public:
    // `path` is the webhook's; `secret` the channel secret.
    WebhookWriter(std::string_view path, std::string_view secret);

    [[nodiscard]] std::string request(std::span<const TextEvent> events, Forgery forgery) const;

  private:
    [[nodiscard]] std::string signature_header(std::string_view body, Forgery forgery) const;

    std::string path_;
    std::string secret_;
};

}  // namespace bench
