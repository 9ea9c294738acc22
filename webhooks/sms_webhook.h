#pragma once
#include "conversation/calendar.h"
#include "webhooks/intake.h"
#include "webhooks/metrics.h"
#include "webhooks/receipt_desk.h"
#include "webhooks/route.h"
#include "webhooks/sms_dialect.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace webhooks {

// Where the messages and receipts of SMS gateways go; all used by several threads and outliving the
// routes.
struct SmsDesk {
    Intake& intake;
    ReceiptDesk& receipts;
    Metrics& metrics;
    std::function<conversation::Instant()> now;
};

// Where a channel's routes are: /webhooks/<channel>, with a secret of the path behind it where the
// gateway can show no other.
struct SmsPath {
    std::string_view channel;
    std::string_view secret{};
};

// POST and GET of the path and of <path>/status. A call is checked first, then
// read, then stored, then thanked for; one that cannot be stored now gets 503. Refused calls get
// the same body, whatever the cause. What is in a message is never logged.
[[nodiscard]] std::vector<Route> sms_routes(const SmsPath& path,
                                            std::unique_ptr<SmsDialect> dialect,
                                            const SmsDesk& desk);

}  // namespace webhooks
