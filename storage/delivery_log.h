#pragma once
#include "storage/connection.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Every try to send, with what the provider said. Answers are kept masked: no addresses, no texts.
class DeliveryLog {
  public:
    struct Attempt {
        OutboxId outbox;
        int attempt = 1;
        std::string way;      // reply push
        std::string result;   // a word of the sender's table: sent throttled unreachable …
        int http_status = 0;  // 0: no answer came
        std::string answer;   // masked and cut to 300 bytes by log()
        std::chrono::milliseconds took{};
        Instant at{};
    };

    explicit DeliveryLog(Connection& connection) : connection_(connection) {}

    void log(const Attempt& attempt);
    [[nodiscard]] std::vector<Attempt> of(OutboxId outbox);

  private:
    Connection& connection_;
};

// Replaces what could name a person or be a person's text (LINE ids, phone numbers, everything that
// is not ASCII) and cuts to `limit` bytes.
[[nodiscard]] std::string mask_answer(std::string_view answer, std::size_t limit = 300);

}  // namespace storage
