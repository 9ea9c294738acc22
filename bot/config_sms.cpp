#include "bot/config_sms.h"

#include "bot/config.h"
#include "bot/config_table.h"
#include "bot/config_values.h"

#include <fmt/format.h>

#include <utility>

namespace bot {

namespace {

std::vector<webhooks::Network> networks(ConfigTable& table) {
    std::vector<webhooks::Network> all;
    for (const auto& text : table.texts("networks", {})) {
        if (auto network = webhooks::Network::parse(text)) {
            all.push_back(*std::move(network));
        } else {
            table.wrong("networks",
                        R"(are the gateway's addresses: write ["127.0.0.1", "192.0.2.0/24"])");
        }
    }
    return all;
}

void read_rate(ConfigTable& table, ChannelTerms& terms) {
    const auto second = table.whole("messages_per_second", 0, 1, 1000);
    const auto minute = table.whole("messages_per_minute", 0, 1, 60'000);
    if (second > 0 && minute > 0) {
        table.wrong("messages_per_minute", "stands beside messages_per_second: keep one of them");
    }
    terms.rate_messages = static_cast<unsigned>(second > 0 ? second : minute);
    terms.rate_in = second > 0 ? std::chrono::seconds(1) : std::chrono::seconds(60);
}

void read_price(ConfigTable& table, ChannelTerms& terms) {
    terms.price = table.money("price_per_segment").value_or(0);
    terms.budget = table.money("monthly_budget");
    if (terms.budget && terms.price == 0) {
        table.wrong("monthly_budget",
                    "needs a price to count with: write price_per_segment = 0.65 as well");
    }
}

std::string reachable(const Endpoint& endpoint) {
    const bool any = endpoint.host == "0.0.0.0" || endpoint.host == "::";
    const bool six = endpoint.host.find(':') != std::string::npos;
    const std::string host = any ? "127.0.0.1" : six ? "[" + endpoint.host + "]" : endpoint.host;
    return fmt::format("http://{}:{}", host, endpoint.port);
}

}  // namespace

// The numbers of a SIM card's modem and of a big gateway differ by orders of magnitude: nothing is
// limited unless it is written.
SmsConfig read_common(ConfigTable& table, const ServerConfig& server) {
    SmsConfig sms;
    sms.from = table.text("from", "");
    sms.networks = networks(table);
    sms.callback_base =
        gateway_url(table, "callback_base", reachable(server.listen), "http://127.0.0.1:8080");
    constexpr int most_segments = 30;
    sms.max_segments = static_cast<std::size_t>(table.whole("max_segments", 10, 1, most_segments));
    sms.rules.most_a_minute = table.whole("most_messages_a_minute", 20, 1, 10'000);
    sms.rules.parts_wait = std::chrono::seconds(table.whole("parts_wait_seconds", 120, 10, 86'400));
    sms.terms.is_sms = true;
    sms.terms.blocks = true;
    read_rate(table, sms.terms);
    read_price(table, sms.terms);
    return sms;
}

namespace {

// How calls without a signature prove where they come from.
void read_proof(ConfigTable& table, SmsConfig& sms) {
    sms.token = optional_secret(table, "token");
    sms.webhook_username = table.text("webhook_username", "");
    sms.webhook_password = optional_secret(table, "webhook_password");
    if (sms.token.empty() && sms.webhook_password.empty()) {
        table.wrong("token",
                    "is missing: without it anybody could write as anybody; write a long random "
                    "one, or webhook_username and webhook_password, and give it to the gateway");
    }
}

}  // namespace

webhooks::CallerRules SmsConfig::caller_rules() const {
    return {.username = webhook_username,
            .password = webhook_password.reveal(),
            .token = token.reveal(),
            .networks = networks};
}

const std::string& SmsConfig::receipt_secret() const {
    return token.empty() ? webhook_password.reveal() : token.reveal();
}

KannelConfig read_kannel(ConfigTable& table, const ServerConfig& server) {
    KannelConfig kannel;
    kannel.common = read_common(table, server);
    read_proof(table, kannel.common);
    kannel.common.terms.repeat = ChannelTerms::Repeat::AfterReceipt;
    kannel.send_url = gateway_url(table,
                                  "send_url",
                                  "http://127.0.0.1:13013/cgi-bin/sendsms",
                                  "http://127.0.0.1:13013/cgi-bin/sendsms");
    kannel.username = table.needed("username", "write the username of Kannel's sendsms-user group");
    kannel.password = needed_secret(
        table, "password", "write the password of Kannel's sendsms-user group, or \"file:…\"");
    return kannel;
}

TwilioConfig read_twilio(ConfigTable& table, const ServerConfig& server, const std::string& id) {
    TwilioConfig twilio;
    twilio.common = read_common(table, server);
    twilio.common.terms.repeat = ChannelTerms::Repeat::AfterReceipt;
    twilio.common.terms.receipt_wait = std::chrono::minutes(5);  // its queue may be long
    twilio.account_sid = table.needed("account_sid", "write the account's SID: \"AC…\"");
    twilio.auth_token =
        needed_secret(table, "auth_token", "write the account's auth token, or \"file:…\"");
    twilio.messaging_service_sid = table.text("messaging_service_sid", "");
    if (twilio.common.from.empty() && twilio.messaging_service_sid.empty()) {
        table.wrong("from", "is missing: write the number that sends, or messaging_service_sid");
    }
    twilio.api_base = gateway_url(table, "api_base", twilio.api_base, "https://api.twilio.com");
    const std::string usual =
        server.public_url.empty() ? "" : server.public_url + "/webhooks/" + id;
    twilio.webhook_url = table.text("webhook_url", usual);
    if (!is_plain_url(twilio.webhook_url, "https://") &&
        !is_plain_url(twilio.webhook_url, "http://")) {
        table.wrong("webhook_url",
                    "is the address that Twilio calls and signs: write \"https://…/webhooks/" + id +
                        "\", or public_url under [server]");
    }
    return twilio;
}

AndroidConfig read_android(ConfigTable& table, const ServerConfig& server) {
    constexpr int most_sims = 4;
    AndroidConfig android;
    android.common = read_common(table, server);
    android.signing_key = needed_secret(
        table, "signing_key", "write the signing key from the app: Settings, Webhooks");
    android.api_base = gateway_url(table, "api_base", android.api_base, android.api_base);
    android.username =
        table.needed("username", "write the username that the app shows for its server");
    android.password =
        needed_secret(table, "password", "write the password that the app shows for its server");
    android.sim_number = table.whole("sim_number", 0, 1, most_sims);
    return android;
}

}  // namespace bot
