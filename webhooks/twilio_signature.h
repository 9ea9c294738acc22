#pragma once
#include "webhooks/form_fields.h"

#include <string>
#include <string_view>

namespace webhooks {

// Checks X-Twilio-Signature, as Twilio's own libraries do: base64 of HMAC-SHA1 over the public URL
// and, of a form, every name and value, sorted. The URL is tried with and without its port. A body
// that is no form is covered by bodySHA256 in the URL, or not at all: then it is refused.
// Threads: any number.
class TwilioSignature {
  public:
    // Throws std::invalid_argument when the token is empty.
    explicit TwilioSignature(std::string auth_token);

    // `url`: as the sender knows it, with its query. `content_type` and `body` are empty for GET.
    [[nodiscard]] bool matches(std::string_view url,
                               std::string_view content_type,
                               std::string_view body,
                               std::string_view signature) const;

    [[nodiscard]] std::string sign(std::string_view url, const FormFields& fields) const;

  private:
    std::string token_;
};

}  // namespace webhooks
