#pragma once
#include "storage/outbox.h"
#include "webhooks/intake.h"

#include <vector>

namespace webhooks {

struct SmsReceipt {
    storage::Outbox::Receipt receipt;
    bool opted_out = false;  // the person wants nothing more there
};

// Where verified receipts go. Implemented by bot/receipt_worker.
class ReceiptDesk {
  public:
    virtual ~ReceiptDesk() = default;

    // As Intake::take(). A receipt for a message nobody knows counts as committed.
    virtual void take(std::vector<SmsReceipt> receipts, Intake::Done done) = 0;
};

}  // namespace webhooks
