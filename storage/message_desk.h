#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace storage {

// What an officer wants to know of messages, without a word of what they say and without whom they
// are for.
class MessageDesk {
  public:
    // What came and went by a channel; counted are messages made since then.
    struct Channel {
        std::string channel{};
        std::int64_t received = 0;
        std::int64_t sent = 0;  // delivered ones too
        std::int64_t pushes = 0;
        std::int64_t queued = 0;
        std::int64_t failed = 0;  // expired ones too
        std::optional<std::int64_t> quota{};
        std::optional<std::int64_t> quota_used{};  // of this month
        std::int64_t segments = 0;                 // SMS of this month
        std::int64_t cost = 0;                     // of this month, hundredths of a satang
    };

    struct Failure {
        std::string channel{};
        std::string state{};   // failed expired
        std::string reason{};  // a word of the sender's table
        std::int64_t messages = 0;
        Instant last_at{};
    };

    // A message from outside that could not be handled, kept to be looked into.
    struct SetAside {
        std::string channel{};
        std::string reason{};
        Instant at{};
    };

    explicit MessageDesk(Connection& connection) : connection_(connection) {}

    // By name of the channel.
    [[nodiscard]] std::vector<Channel> channels(Instant since, conversation::Period month);
    // Of messages made since then, most frequent first.
    [[nodiscard]] std::vector<Failure> failures(Instant since);
    // Newest first.
    [[nodiscard]] std::vector<SetAside> set_aside(unsigned limit);

  private:
    Connection& connection_;
};

}  // namespace storage
