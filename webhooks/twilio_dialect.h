#pragma once
#include "webhooks/sms_dialect.h"
#include "webhooks/twilio_signature.h"

#include <string>

namespace webhooks {

struct TwilioRules {
    std::string account_sid;
    std::string auth_token;
    // The public address of the channel's webhook: "https://bot.example.go.th/webhooks/twilio".
    // What the request itself says of host, port or path is never believed.
    std::string url;
};

// Twilio's webhooks, which other gateways speak too: signed forms (or JSON with bodySHA256), and
// empty TwiML as thanks. Status callbacks come to <url>/status, with our own id of the message.
class TwilioDialect final : public SmsDialect {
  public:
    explicit TwilioDialect(TwilioRules rules);

    [[nodiscard]] int refusal(const Request& request, conversation::Instant now) const override;
    [[nodiscard]] SmsCall read(const Request& request) const override;
    [[nodiscard]] Response thanks(const Request& request) const override;

  private:
    TwilioRules rules_;
    TwilioSignature signature_;
};

}  // namespace webhooks
