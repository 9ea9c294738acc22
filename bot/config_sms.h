#pragma once
#include "bot/channel.h"
#include "bot/event_job.h"
#include "bot/secret.h"
#include "webhooks/caller_check.h"
#include "webhooks/http_dialect.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// SMS channels as an office configures them; docs/CHANNELS.md lists the keys.
namespace bot {

class ConfigTable;
struct ServerConfig;

// What every kind has.
struct SmsConfig {
    std::string id;    // of the channel: the last part of its webhook's path
    std::string from;  // our number or sender name
    std::string webhook_username;
    Secret webhook_password;
    Secret token;
    Secret path_secret;  // of kind http: /webhooks/<id>/<secret>
    std::vector<webhooks::Network> networks;
    std::string callback_base;  // how the gateway reaches us: "http://127.0.0.1:8080"
    std::size_t max_segments = 10;
    ChannelTerms terms;
    SmsRules rules;

    [[nodiscard]] webhooks::CallerRules caller_rules() const;
    // What receipts are signed with: the token, or the webhook's password.
    [[nodiscard]] const std::string& receipt_secret() const;
};

struct KannelConfig {
    SmsConfig common;
    std::string send_url;  // "http://127.0.0.1:13013/cgi-bin/sendsms"
    std::string username;
    Secret password;
};

struct TwilioConfig {
    SmsConfig common;
    std::string account_sid;
    Secret auth_token;                  // signs the webhooks and our calls
    std::string messaging_service_sid;  // sends instead of `from`; empty: none
    std::string api_base = "https://api.twilio.com";
    std::string webhook_url;  // public: "https://bot.example.go.th/webhooks/twilio"
};

struct AndroidConfig {
    SmsConfig common;
    Secret signing_key;  // signs the webhooks
    std::string api_base = "https://api.sms-gate.app/3rdparty/v1";
    std::string username;
    Secret password;
    int sim_number = 0;  // 0: the telephone's choice
};

// What an answer to our call may say: "2xx", "200 failure" (the status, and words in the body).
struct HttpAnswerPattern {
    std::string status;  // "200", "2xx", "*"
    std::string words;   // empty: any body

    [[nodiscard]] bool matches(int its_status, std::string_view body) const;
};

// A call to a gateway, with {{names}} to be filled in.
struct HttpSendConfig {
    std::string method = "POST";
    std::string url;  // empty: nothing can be sent
    std::string username;
    Secret password;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string content_type = "application/x-www-form-urlencoded";
    std::string body;
    std::string checksum;             // what {{checksum}} is made of: "{{username}}{{text}}…"
    std::string checksum_by = "md5";  // md5 sha1 sha256
    std::string id;                   // where the answer names the message: "data.0.id"
    std::vector<HttpAnswerPattern> sent;
    std::vector<HttpAnswerPattern> temporary;
    std::vector<HttpAnswerPattern> permanent;
    std::vector<HttpAnswerPattern> stopped;    // our credentials are refused
    std::vector<HttpAnswerPattern> opted_out;  // the person wants nothing more

    // Whether {{name}} stands anywhere in it.
    [[nodiscard]] bool uses(std::string_view name) const;
};

struct HttpConfig {
    SmsConfig common;
    HttpSendConfig send;
    webhooks::HttpRules rules;
};

// The keys that every kind has.
[[nodiscard]] SmsConfig read_common(ConfigTable& table, const ServerConfig& server);
// Each reads its keys of a [[channel]]; mistakes are remembered by the table.
[[nodiscard]] KannelConfig read_kannel(ConfigTable& table, const ServerConfig& server);
[[nodiscard]] AndroidConfig read_android(ConfigTable& table, const ServerConfig& server);
[[nodiscard]] HttpConfig read_http(ConfigTable& table, const ServerConfig& server);
// `id`: the channel's.
[[nodiscard]] TwilioConfig read_twilio(ConfigTable& table,
                                       const ServerConfig& server,
                                       const std::string& id);

}  // namespace bot
