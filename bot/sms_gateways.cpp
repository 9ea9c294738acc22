#include "bot/sms_gateways.h"

#include "bot/kannel_channel.h"
#include "webhooks/kannel_dialect.h"

#include <utility>

namespace bot {

namespace {

SmsGateway gateway(const SmsConfig& sms,
                   std::unique_ptr<Channel> channel,
                   std::unique_ptr<webhooks::SmsDialect> dialect) {
    SmsRules rules = sms.rules;
    rules.price = sms.terms.price;
    rules.budget = sms.terms.budget;
    return {sms.id, rules, std::move(channel), std::move(dialect)};
}

}  // namespace

std::vector<SmsGateway> make_sms_gateways(const Config& config, HttpTransport& transport) {
    std::vector<SmsGateway> all;
    for (const auto& kannel : config.kannel) {
        const auto& sms = kannel.common;
        all.push_back(gateway(
            sms,
            std::make_unique<KannelChannel>(kannel, transport),
            std::make_unique<webhooks::KannelDialect>(sms.caller_rules(), sms.receipt_secret())));
    }
    return all;
}

}  // namespace bot
