#pragma once
#include "bot/channel.h"
#include "bot/event_job.h"
#include "bot/secret.h"
#include "webhooks/caller_check.h"

#include <cstddef>
#include <string>
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

// Each reads its keys of a [[channel]]; mistakes are remembered by the table.
[[nodiscard]] KannelConfig read_kannel(ConfigTable& table, const ServerConfig& server);
[[nodiscard]] AndroidConfig read_android(ConfigTable& table, const ServerConfig& server);
// `id`: the channel's.
[[nodiscard]] TwilioConfig read_twilio(ConfigTable& table,
                                       const ServerConfig& server,
                                       const std::string& id);

}  // namespace bot
