#pragma once
#include "bot/sms_channel.h"
#include "webhooks/receipt_key.h"

namespace bot {

// Kannel's sendsms. The coding is chosen by us, for Kannel would turn Thai into question marks; the
// address for receipts carries our own id of the message, so that a receipt also tells what became
// of a call that was never answered.
class KannelChannel final : public SmsChannel {
  public:
    KannelChannel(KannelConfig config, HttpTransport& transport);

  protected:
    [[nodiscard]] HttpRequest request(const Sms& sms) const override;
    [[nodiscard]] SendResult read(const HttpAnswer& answer) const override;

  private:
    const KannelConfig config_;
    const webhooks::ReceiptKey key_;
};

}  // namespace bot
