#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace webhooks {

// Checks and makes X-Line-Signature: base64 of HMAC-SHA256 over a body's raw bytes.
// Threads: any number.
class LineSignature {
  public:
    // Throws std::invalid_argument when the channel secret is empty.
    explicit LineSignature(std::string_view channel_secret);
    ~LineSignature();
    LineSignature(const LineSignature&) = delete;
    LineSignature& operator=(const LineSignature&) = delete;
    LineSignature(LineSignature&&) = delete;
    LineSignature& operator=(LineSignature&&) = delete;

    // True for exactly the 44 characters LINE would send. The time it takes does not depend on
    // where a wrong signature differs.
    [[nodiscard]] bool matches(std::string_view body, std::string_view signature) const;

    // The signature of a body, as LINE would send it (the simulator plays LINE with it).
    [[nodiscard]] std::string sign(std::string_view body) const;

  private:
    struct Key;
    std::unique_ptr<const Key> key_;
};

}  // namespace webhooks
