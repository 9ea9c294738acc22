#pragma once
#include "conversation/calendar.h"
#include "storage/connection.h"

#include <cstdint>
#include <string_view>

namespace storage {

// What a channel's messages cost, month by month (Bangkok's).
class Spending {
  public:
    struct Sum {
        std::int64_t messages = 0;
        std::int64_t segments = 0;
        std::int64_t cost = 0;  // hundredths of a satang: 1 baht is 10,000
    };

    explicit Spending(Connection& connection) : connection_(connection) {}

    void add(std::string_view channel, conversation::Period month, const Sum& more, Instant now);
    [[nodiscard]] Sum of(std::string_view channel, conversation::Period month);

  private:
    Connection& connection_;
};

}  // namespace storage
