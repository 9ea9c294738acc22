#pragma once
#include "bot/channel.h"
#include "bot/config.h"
#include "bot/event_job.h"
#include "bot/http_transport.h"
#include "webhooks/sms_dialect.h"

#include <memory>
#include <string>
#include <vector>

namespace bot {

// One configured SMS channel: both of its directions.
struct SmsGateway {
    std::string id;
    std::string path_secret;  // empty: none
    std::unique_ptr<Channel> channel;
    std::unique_ptr<webhooks::SmsDialect> dialect;
};

// What sending by each SMS channel costs and allows.
[[nodiscard]] SmsRuleBook sms_rule_book(const Config& config);

// All SMS channels of a configuration. The transport outlives them.
[[nodiscard]] std::vector<SmsGateway> make_sms_gateways(const Config& config,
                                                        HttpTransport& transport);

}  // namespace bot
