#pragma once
#include "storage/officers.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The second lock of the console's accounts: the secret that an authenticator app shares, and spare
// codes for the day it is lost.
class OfficerFactors {
  public:
    struct Factor {
        std::string secret{};  // base32
        std::int64_t last_step = 0;
        bool confirmed = false;
    };

    explicit OfficerFactors(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<Factor> find(OfficerId id);
    // A new secret, not confirmed, instead of what was there; spare codes go.
    void propose(OfficerId id, std::string_view secret, Instant now);
    // From now on the door asks. `spare_codes` are SHA-256 digests.
    void confirm(OfficerId id,
                 std::int64_t step,
                 const std::vector<std::string>& spare_codes,
                 Instant now);
    // False when a code of this step or a later one was used before.
    [[nodiscard]] bool use_step(OfficerId id, std::int64_t step);
    // False when it is none of the account's, or used.
    [[nodiscard]] bool use_spare_code(OfficerId id, std::string_view digest, Instant now);
    [[nodiscard]] int spare_codes_left(OfficerId id);
    void remove(OfficerId id);

  private:
    Connection& connection_;
};

}  // namespace storage
