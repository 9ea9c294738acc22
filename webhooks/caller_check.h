#pragma once
#include "webhooks/route.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace webhooks {

// "192.0.2.0/24", "2001:db8::/32", or one address.
class Network {
  public:
    // Nothing when it is none.
    [[nodiscard]] static std::optional<Network> parse(std::string_view text);
    [[nodiscard]] bool holds(std::string_view address) const;

  private:
    std::vector<std::uint8_t> bytes_;
    unsigned bits_ = 0;
};

// How gateways without signatures prove who they are: what is set here must all be right.
struct CallerRules {
    std::string username;  // HTTP Basic, with `password`; both empty: not asked for
    std::string password;
    std::string token;  // as ?token=…, "Authorization: Bearer …", or as any user's Basic password
    std::vector<Network> networks;  // empty: from anywhere
    bool proven_otherwise = false;  // a secret path or a signature is asked for elsewhere
};

// Threads: any number. Takes the same time wherever a wrong secret differs.
class CallerCheck {
  public:
    // Throws std::invalid_argument when nothing is asked for: then anybody could send.
    explicit CallerCheck(CallerRules rules);

    [[nodiscard]] bool is_known(const Request& request) const;
    // The network alone, for calls that prove themselves otherwise.
    [[nodiscard]] bool is_near(const Request& request) const;

  private:
    CallerRules rules_;
};

}  // namespace webhooks
