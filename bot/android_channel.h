#pragma once
#include "bot/sms_channel.h"

namespace bot {

// The Android app's own interface, or its cloud server's. The message carries our id, which it
// takes once: trying again is safe.
class AndroidChannel final : public SmsChannel {
  public:
    AndroidChannel(AndroidConfig config, HttpTransport& transport);

  protected:
    [[nodiscard]] HttpRequest request(const Sms& sms) const override;
    [[nodiscard]] SendResult read(const HttpAnswer& answer) const override;

  private:
    const AndroidConfig config_;
};

}  // namespace bot
