#pragma once
#include "webhooks/route.h"

#include <span>
#include <string>
#include <string_view>

struct sockaddr_storage;

namespace webhooks {

// Whether a text is an IPv4 or IPv6 address.
[[nodiscard]] bool is_address(std::string_view text);

// "192.0.2.7" or "2001:db8::7"; an IPv4 address inside an IPv6 one is shown as IPv4. Empty for
// other families.
[[nodiscard]] std::string address_text(const sockaddr_storage& address);

// Who the client is: `peer`, the other end of the socket, unless that is one of `proxies`; then the
// last address in X-Forwarded-For that is not a proxy of ours. What a client writes into that
// header itself stands further left and is never believed.
[[nodiscard]] std::string_view client_address(std::string_view peer,
                                              std::span<const HeaderField> headers,
                                              std::span<const std::string> proxies);

}  // namespace webhooks
