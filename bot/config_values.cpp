#include "bot/config_values.h"

#include "bot/config_table.h"
#include "webhooks/caller_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace bot {

namespace {

// "http://192.168.1.5:8080/x" → "192.168.1.5"
std::string_view host_of(std::string_view url) {
    url.remove_prefix(std::min(url.find("://") + 3, url.size()));
    url = url.substr(0, url.find('/'));
    if (url.find('@') != std::string_view::npos) {
        return url;  // user names hide where it leads
    }
    if (url.starts_with('[')) {
        return url.substr(1, url.find(']') - 1);
    }
    return url.substr(0, url.rfind(':'));
}

bool is_private(std::string_view host) {
    constexpr std::array<std::string_view, 6> networks = {
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7"};
    if (host.find('@') != std::string_view::npos) {
        return false;
    }
    return host == "localhost" || std::ranges::any_of(networks, [&](std::string_view network) {
               return webhooks::Network::parse(network)->holds(host);
           });
}

}  // namespace

bool is_plain_url(std::string_view url, std::string_view scheme) {
    return url.starts_with(scheme) && url.size() > scheme.size() && url[scheme.size()] != '/' &&
           std::ranges::all_of(url, [](char c) {
               return c > ' ' && c < '\x7f' && c != '"' && c != '?' && c != '#';
           });
}

bool is_gateway_url(std::string_view url) {
    return is_plain_url(url, "https://") ||
           (is_plain_url(url, "http://") && is_private(host_of(url)));
}

std::string gateway_url(ConfigTable& table,
                        std::string_view key,
                        std::string_view otherwise,
                        std::string_view example) {
    std::string url = table.text(key, otherwise);
    while (url.ends_with('/')) {
        url.pop_back();
    }
    const bool good =
        is_plain_url(url, "https://") || (is_plain_url(url, "http://") && is_private(host_of(url)));
    if (!good) {
        table.wrong(key,
                    fmt::format("must begin with https:// (http:// only for this machine and "
                                "private networks), without ? and what follows: write \"{}\"",
                                example));
    }
    return url;
}

Secret checked_secret(ConfigTable& table,
                      std::string_view key,
                      std::string value,
                      std::string_view source) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    value.erase(value.begin(), std::ranges::find_if_not(value, is_space));
    while (!value.empty() && is_space(value.back())) {
        value.pop_back();
    }
    if (!std::ranges::all_of(value, [](char c) { return c > ' ' && c < '\x7f'; })) {
        table.wrong(key,
                    fmt::format("holds a blank or a letter that no such value has: copy it "
                                "again, whole, from {}",
                                source));
        return {};
    }
    return Secret(std::move(value));
}

Secret needed_secret(ConfigTable& table, std::string_view key, std::string_view advice) {
    return checked_secret(table, key, table.needed(key, advice), "the gateway's settings");
}

Secret optional_secret(ConfigTable& table, std::string_view key) {
    return checked_secret(table, key, table.text(key, ""), "the gateway's settings");
}

}  // namespace bot
