#pragma once
#include "webhooks/sms_dialect.h"

#include <chrono>
#include <string>

namespace webhooks {

// The Android app "SMS Gateway for Android" (capcom6): signed JSON, one event a call. A message we
// sent has our own id as its messageId.
class AndroidDialect final : public SmsDialect {
  public:
    // How far the telephone's clock may be off. Calls are signed anew each time they are tried, and
    // what came before is known by its id, however long ago.
    static constexpr std::chrono::seconds kClockOff{300};

    // Throws std::invalid_argument when the key is empty.
    explicit AndroidDialect(std::string signing_key);

    [[nodiscard]] int refusal(const Request& request, conversation::Instant now) const override;
    [[nodiscard]] SmsCall read(const Request& request) const override;
    [[nodiscard]] Response thanks(const Request& request) const override;

  private:
    std::string key_;
};

}  // namespace webhooks
