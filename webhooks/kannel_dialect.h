#pragma once
#include "webhooks/caller_check.h"
#include "webhooks/receipt_key.h"
#include "webhooks/sms_dialect.h"

#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

// Kannel's smsbox, wired by POST (raw body, names in the query of post-url) or GET:
//
//   post-url = "…/webhooks/kannel?token=…&id=%I&from=%q&to=%P&ts=%T&udh=%u&charset=%C&coding=%c"
//   get-url  = the same with &text=%b
//
// Everything that comes from the gateway is answered 200 with an empty text: any other status would
// reach the villager as an English error message. Receipts come to the address that
// ReceiptKey::query() was put into, with &status=%d&answer=%A.
class KannelDialect final : public SmsDialect {
  public:
    // Throws std::invalid_argument when the rules let anybody in, or `receipt_secret` is empty.
    KannelDialect(CallerRules rules, std::string_view receipt_secret);

    [[nodiscard]] int refusal(const Request& request, conversation::Instant now) const override;
    [[nodiscard]] SmsCall read(const Request& request) const override;
    [[nodiscard]] Response thanks(const Request& request) const override;

    // Every answer Kannel gets is 200: it makes an English SMS to the villager of any other once
    // its retries are used up. A connection that ends without one it tries again like an error.
    [[nodiscard]] HeldAnswer::Refusal refuses() const override {
        return HeldAnswer::Refusal::Silent;
    }

  private:
    [[nodiscard]] std::optional<storage::OutboxId> signed_id(const Request& request) const;

    CallerCheck check_;
    ReceiptKey key_;
};

// What Kannel's status, a mask of bits, says: 1 delivered; 2, 16 and 32 failed; 4 and 8 on its way.
// Nothing for a mask without any of them.
struct KannelStatus {
    storage::Outbox::Receipt::State state = storage::Outbox::Receipt::State::Sent;
    std::string_view reason;
};

[[nodiscard]] std::optional<KannelStatus> read_kannel_status(std::string_view mask);

}  // namespace webhooks
