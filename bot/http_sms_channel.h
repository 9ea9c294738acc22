#pragma once
#include "bot/sms_channel.h"
#include "webhooks/receipt_key.h"

#include <string>
#include <string_view>

namespace bot {

// A gateway whose calls are written in the configuration: {{to}} {{to_no_plus}} {{to_national}}
// {{from}} {{text}} {{id}} {{receipt_url}} {{coding}} {{username}} {{password}} {{checksum}}, each
// encoded as the place wants it. Its answers are judged by the configured patterns, in the order
// opted_out, permanent, temporary, stopped, sent; then by the status alone. Where it is written
// what "sent" looks like, a 2xx that does not look so has no known outcome.
class HttpSmsChannel final : public SmsChannel {
  public:
    HttpSmsChannel(HttpConfig config, HttpTransport& transport);

  protected:
    [[nodiscard]] HttpRequest request(const Sms& sms) const override;
    [[nodiscard]] SendResult read(const HttpAnswer& answer) const override;

  private:
    [[nodiscard]] std::string value(const Sms& sms, std::string_view name) const;
    [[nodiscard]] std::string checksum(const Sms& sms) const;

    const HttpConfig config_;
    const webhooks::ReceiptKey key_;
};

// md5, sha1 or sha256.
[[nodiscard]] bool is_digest_name(std::string_view name);

// Every name a call may use.
[[nodiscard]] bool is_send_name(std::string_view name);

}  // namespace bot
