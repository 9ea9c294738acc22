#pragma once
#include "conversation/calendar.h"
#include "webhooks/receipt_desk.h"
#include "webhooks/route.h"
#include "webhooks/sms_payload.h"

#include <optional>
#include <string>
#include <vector>

namespace webhooks {

// What one call of a gateway says.
struct SmsCall {
    std::vector<SmsPayload> messages;
    std::vector<SmsReceipt> receipts;
    std::string other;  // neither: what it is counted as ("system:ping", "broken")
};

// How one kind of gateway speaks: proof, payload, answer. Pure; threads: any number.
class SmsDialect {
  public:
    virtual ~SmsDialect() = default;

    // The status to refuse a call with (400, 403), or 0 when it comes from the gateway. Nothing of
    // a refused call is read or stored.
    [[nodiscard]] virtual int refusal(const Request& request, conversation::Instant now) const = 0;
    // Reads a call that was not refused; never throws for what is in it.
    [[nodiscard]] virtual SmsCall read(const Request& request) const = 0;
    // What tells the gateway that we have it, whatever it was: it must not send it again.
    [[nodiscard]] virtual Response thanks(const Request& request) const = 0;

    // How the gateway learns that nothing can be stored now, so that it sends again.
    [[nodiscard]] virtual HeldAnswer::Refusal refuses() const { return HeldAnswer::Refusal::Said; }
};

}  // namespace webhooks
