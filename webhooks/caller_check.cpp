#include "webhooks/caller_check.h"

#include "webhooks/hmac.h"
#include "webhooks/request_head.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace webhooks {

namespace {

std::vector<std::uint8_t> address_bytes(std::string_view text) {
    const std::string address(text);
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) {
        return {bytes.begin(), bytes.begin() + 4};
    }
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) {
        return {bytes.begin(), bytes.end()};
    }
    return {};
}

// What follows "Basic " or "Bearer "; empty for another scheme.
std::string_view credentials(std::string_view header, std::string_view scheme) {
    const auto blank = header.find(' ');
    if (blank == std::string_view::npos || !same_name(header.substr(0, blank), scheme)) {
        return {};
    }
    header.remove_prefix(std::min(header.find_first_not_of(' ', blank), header.size()));
    return header;
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
    const auto slash = text.find('/');
    Network network;
    network.bytes_ = address_bytes(text.substr(0, slash));
    network.bits_ = static_cast<unsigned>(network.bytes_.size() * 8);
    if (slash != std::string_view::npos) {
        const auto bits = text.substr(slash + 1);
        unsigned value = 0;
        const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), value);
        if (error != std::errc{} || end != bits.data() + bits.size() || value > network.bits_) {
            return std::nullopt;
        }
        network.bits_ = value;
    }
    return network.bytes_.empty() ? std::nullopt : std::optional(std::move(network));
}

bool Network::holds(std::string_view address) const {
    const auto bytes = address_bytes(address);
    if (bytes.size() != bytes_.size()) {
        return false;
    }
    for (unsigned bit = 0; bit < bits_; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        if ((bytes[bit / 8] & mask) != (bytes_[bit / 8] & mask)) {
            return false;
        }
    }
    return true;
}

CallerCheck::CallerCheck(CallerRules rules) : rules_(std::move(rules)) {
    if (rules_.token.empty() && rules_.password.empty() && !rules_.proven_otherwise) {
        throw std::invalid_argument("a gateway's webhook needs a token or a password");
    }
}

bool CallerCheck::is_near(const Request& request) const {
    return rules_.networks.empty() ||
           std::ranges::any_of(rules_.networks, [&](const Network& network) {
               return network.holds(request.client_address);
           });
}

bool CallerCheck::is_known(const Request& request) const {
    const auto header = request.header("Authorization");
    const std::string basic = from_base64(credentials(header, "Basic"));
    const auto colon = basic.find(':');
    const auto basic_password =
        colon == std::string::npos ? std::string_view{} : std::string_view(basic).substr(colon + 1);
    bool known = is_near(request);
    if (!rules_.password.empty()) {
        known = same_secret(basic, rules_.username + ":" + rules_.password) && known;
    }
    if (!rules_.token.empty()) {
        const bool in_query = same_secret(request.query("token").value_or(""), rules_.token);
        const bool as_bearer = same_secret(credentials(header, "Bearer"), rules_.token);
        const bool as_password = same_secret(basic_password, rules_.token);
        known = (in_query || as_bearer || as_password) && known;
    }
    return known;
}

}  // namespace webhooks
