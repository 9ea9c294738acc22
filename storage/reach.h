#pragma once
#include "storage/connection.h"
#include "storage/quota.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace storage {

// How a contact can be reached: every address with what is known of it. What may be sent where is
// not decided here (bot/address_choice).
class Reach {
  public:
    struct Address {
        std::string channel;
        std::string address;
        bool active = true;                   // neither blocked nor left
        bool stopped = false;                 // asked for silence there
        bool failed = false;                  // a message to it was given up lately
        std::optional<Quota::Reading> quota;  // of the channel's pushes; nothing: never read
        std::int64_t spent = 0;               // by the channel this month, hundredths of a satang
    };

    explicit Reach(Connection& connection) : connection_(connection) {}

    // In the order the addresses became known.
    [[nodiscard]] std::vector<Address> of(conversation::ContactId contact, Instant now);

  private:
    Connection& connection_;
};

}  // namespace storage
