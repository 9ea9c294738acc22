#pragma once
#include "storage/connection.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What is remembered of SMS besides the inbox: texts that may come twice, how fast a number writes,
// and messages that were set aside.
class SmsArrivals {
  public:
    struct SetAside {
        InboxId inbox;
        std::string sender;  // as the gateway wrote it
        std::string reason;  // "service_number", "binary", "charset", "too_many" …
        std::int64_t bytes = 0;
        Instant at{};
    };

    explicit SmsArrivals(Connection& connection) : connection_(connection) {}

    // For gateways that give no ids. False when the same text came from that address less than
    // `window` ago and nothing was sent to it since: it is the same message. Otherwise it is
    // remembered.
    [[nodiscard]] bool is_new(std::string_view channel,
                              std::string_view address,
                              std::string_view digest,
                              std::chrono::seconds window,
                              Instant now);
    // Something of ours was sent to the address: the same text is a new message from now on.
    void answered(std::string_view channel, std::string_view address);

    // Counts one more message and returns how many came from the address in the minute that began
    // with the first of them.
    [[nodiscard]] std::int64_t count(std::string_view channel,
                                     std::string_view address,
                                     Instant now);

    void set_aside(InboxId inbox,
                   std::string_view sender,
                   std::string_view reason,
                   std::span<const std::byte> bytes,
                   Instant now);
    // The newest first.
    [[nodiscard]] std::vector<SetAside> set_aside(unsigned limit);

  private:
    Connection& connection_;
};

}  // namespace storage
