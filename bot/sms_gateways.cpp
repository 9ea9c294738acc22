#include "bot/sms_gateways.h"

#include "bot/android_channel.h"
#include "bot/http_sms_channel.h"
#include "bot/kannel_channel.h"
#include "bot/twilio_channel.h"
#include "webhooks/android_dialect.h"
#include "webhooks/http_dialect.h"
#include "webhooks/kannel_dialect.h"
#include "webhooks/twilio_dialect.h"

#include <utility>

namespace bot {

namespace {

SmsGateway gateway(const SmsConfig& sms,
                   std::unique_ptr<Channel> channel,
                   std::unique_ptr<webhooks::SmsDialect> dialect) {
    return {sms.id, sms.path_secret.reveal(), std::move(channel), std::move(dialect)};
}

SmsRules rules_of(const SmsConfig& sms) {
    SmsRules rules = sms.rules;
    rules.price = sms.terms.price;
    rules.budget = sms.terms.budget;
    return rules;
}

}  // namespace

SmsRuleBook sms_rule_book(const Config& config) {
    SmsRuleBook book;
    const auto add = [&](const auto& channels) {
        for (const auto& channel : channels) {
            book[channel.common.id] = rules_of(channel.common);
        }
    };
    add(config.kannel);
    add(config.twilio);
    add(config.android);
    add(config.http);
    return book;
}

std::vector<SmsGateway> make_sms_gateways(const Config& config, HttpTransport& transport) {
    std::vector<SmsGateway> all;
    for (const auto& kannel : config.kannel) {
        const auto& sms = kannel.common;
        all.push_back(gateway(
            sms,
            std::make_unique<KannelChannel>(kannel, transport),
            std::make_unique<webhooks::KannelDialect>(sms.caller_rules(), sms.receipt_secret())));
    }
    for (const auto& twilio : config.twilio) {
        all.push_back(
            gateway(twilio.common,
                    std::make_unique<TwilioChannel>(twilio, transport),
                    std::make_unique<webhooks::TwilioDialect>(webhooks::TwilioRules{
                        twilio.account_sid, twilio.auth_token.reveal(), twilio.webhook_url})));
    }
    for (const auto& android : config.android) {
        all.push_back(
            gateway(android.common,
                    std::make_unique<AndroidChannel>(android, transport),
                    std::make_unique<webhooks::AndroidDialect>(android.signing_key.reveal())));
    }
    for (const auto& http : config.http) {
        all.push_back(gateway(http.common,
                              std::make_unique<HttpSmsChannel>(http, transport),
                              std::make_unique<webhooks::HttpDialect>(http.rules)));
    }
    return all;
}

}  // namespace bot
