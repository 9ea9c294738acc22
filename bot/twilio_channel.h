#pragma once
#include "bot/sms_channel.h"

namespace bot {

// Twilio's REST interface. It has no key for repeats: after a call that was never answered the
// status callback, which carries our own id, tells whether the message was taken.
class TwilioChannel final : public SmsChannel {
  public:
    TwilioChannel(TwilioConfig config, HttpTransport& transport);

  protected:
    [[nodiscard]] HttpRequest request(const Sms& sms) const override;
    [[nodiscard]] SendResult read(const HttpAnswer& answer) const override;

  private:
    const TwilioConfig config_;
};

// What one of Twilio's error codes means; nothing for those that the HTTP status explains.
[[nodiscard]] std::optional<SendOutcome> twilio_outcome(int code);

}  // namespace bot
