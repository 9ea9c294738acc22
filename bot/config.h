#pragma once
#include "bot/config_sms.h"
#include "bot/secret.h"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// What an office writes into sammachip.toml (DESIGN: public surface; docs/OPERATIONS.md lists every
// key). Reading it finds every mistake at once and says which key, why, and what to write. Any
// string may be "env:NAME" or "file:PATH": the value is then taken from there.
namespace bot {

struct Endpoint {
    std::string host;
    std::uint16_t port = 0;  // 0: any free port, for tests
};

struct ServerConfig {
    Endpoint listen{"127.0.0.1", 8080};
    Endpoint console_listen{"127.0.0.1", 8081};
    std::string public_url;                    // https://bot.example.go.th, no slash at the end
    std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
};

struct LineConfig {
    std::string id;        // of the channel: the last part of its webhook's path
    Secret secret;         // signs the webhooks
    Secret access_token;   // signs our calls
    std::string basic_id;  // "@123abcde", for the QR codes on cards; empty: not written
    std::string api_base = "https://api.line.me";
    std::string data_api_base = "https://api-data.line.me";
};

struct OfficeConfig {
    std::string name;
    std::string contact;
    std::string timezone = "Asia/Bangkok";
};

struct Config {
    std::string file;  // where it was read from
    ServerConfig server;
    std::string database_path = "sammachip.db";
    OfficeConfig office;
    std::vector<std::string> form_paths = {"flows"};
    std::vector<LineConfig> line;
    std::vector<KannelConfig> kannel;
    std::vector<TwilioConfig> twilio;
    std::vector<AndroidConfig> android;
    std::vector<HttpConfig> http;
    std::string log_level = "info";  // debug info warning error

    // The names of all SMS channels, of whatever kind.
    [[nodiscard]] std::vector<std::string> sms_channels() const;
};

// what(): one line a mistake, "sammachip.toml:7: [[channel]] id = …: why, what to write". No
// secret is ever part of it.
class ConfigError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// The file that will be read: `given`, or sammachip.toml here, or /etc/sammachip/sammachip.toml.
// Throws ConfigError when there is none.
[[nodiscard]] std::string find_config(std::string_view given);

// Throws ConfigError.
[[nodiscard]] Config read_config(const std::string& path);
[[nodiscard]] Config parse_config(std::string_view toml, const std::string& file_name);

}  // namespace bot
