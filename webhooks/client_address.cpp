#include "webhooks/client_address.h"

#include "webhooks/request_head.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ranges>

namespace webhooks {

namespace {

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

bool is_address(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> copy{};
    if (text.empty() || text.size() >= copy.size()) {
        return false;
    }
    std::ranges::copy(text, copy.begin());
    in6_addr ignored{};
    return inet_pton(AF_INET, copy.data(), &ignored) == 1 ||
           inet_pton(AF_INET6, copy.data(), &ignored) == 1;
}

std::string address_text(const sockaddr_storage& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    } else if (address.ss_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        const auto* bytes = v6.sin6_addr.s6_addr;
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
            inet_ntop(AF_INET, bytes + 12, text.data(), text.size());
        } else {
            inet_ntop(AF_INET6, bytes, text.data(), text.size());
        }
    }
    return text.data();
}

std::string_view client_address(std::string_view peer,
                                std::span<const HeaderField> headers,
                                std::span<const std::string> proxies) {
    const auto is_proxy = [&](std::string_view address) {
        return std::ranges::find(proxies, address) != proxies.end();
    };
    std::string_view client = peer;
    // Several X-Forwarded-For fields are one list, in their order.
    for (std::size_t i = headers.size(); i > 0 && is_proxy(client); --i) {
        if (!same_name(headers[i - 1].name, "X-Forwarded-For")) {
            continue;
        }
        std::string_view list = headers[i - 1].value;
        while (!list.empty() && is_proxy(client)) {
            const auto comma = list.rfind(',');
            const auto last = trim(comma == std::string_view::npos ? list : list.substr(comma + 1));
            list = comma == std::string_view::npos ? std::string_view{} : list.substr(0, comma);
            if (!is_address(last)) {
                return client;
            }
            client = last;
        }
    }
    return client;
}

}  // namespace webhooks
