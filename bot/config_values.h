#pragma once
#include "bot/secret.h"

#include <string>
#include <string_view>

// Values that keys of several kinds of channel have. Mistakes are remembered by the table.
namespace bot {

class ConfigTable;

[[nodiscard]] bool is_plain_url(std::string_view url, std::string_view scheme);

// https, or http to this machine or a private network.
[[nodiscard]] bool is_gateway_url(std::string_view url);

// An address of a gateway, without a slash at its end: https, or http to this machine or a private
// network, where modems and telephones stand. `example` says what to write.
[[nodiscard]] std::string gateway_url(ConfigTable& table,
                                      std::string_view key,
                                      std::string_view otherwise,
                                      std::string_view example);

// Pasted secrets often bring a blank or a line end along: outer ones go, inner ones are a mistake.
// `source` is where it is copied from.
[[nodiscard]] Secret checked_secret(ConfigTable& table,
                                    std::string_view key,
                                    std::string value,
                                    std::string_view source);
[[nodiscard]] Secret needed_secret(ConfigTable& table,
                                   std::string_view key,
                                   std::string_view advice);
// Empty when it is not set.
[[nodiscard]] Secret optional_secret(ConfigTable& table, std::string_view key);

}  // namespace bot
