#include "bot/kannel_channel.h"

#include "bot/sms_text.h"
#include "conversation/text/sms_segments.h"
#include "webhooks/form_fields.h"

#include <fmt/format.h>

#include <utility>

namespace bot {

namespace {

// Escape codes that Kannel fills in: their percent signs are not encoded a second time by it.
constexpr const char* kReceiptCodes = "&status=%d&answer=%A&smsid=%F";

}  // namespace

KannelChannel::KannelChannel(KannelConfig config, HttpTransport& transport)
    : SmsChannel(config.common, transport),
      config_(std::move(config)),
      key_(config_.common.receipt_secret()) {}

HttpRequest KannelChannel::request(const Sms& sms) const {
    const bool thai = conversation::count_sms(sms.text).encoding == conversation::SmsEncoding::Ucs2;
    const std::string receipt = fmt::format("{}/webhooks/{}/status?{}{}",
                                            common().callback_base,
                                            common().id,
                                            key_.query(storage::OutboxId{sms.row}),
                                            kReceiptCodes);
    HttpRequest wire;
    wire.method = "GET";
    wire.base = config_.send_url;
    wire.path = fmt::format(
        "?username={}&password={}&from={}&to={}&text={}&coding={}&charset=UTF-8&dlr-mask=31"
        "&dlr-url={}",
        webhooks::url_encoded(config_.username),
        webhooks::url_encoded(config_.password.reveal()),
        webhooks::url_encoded(common().from),
        webhooks::url_encoded(sms_number(sms.address, NumberForm::International)),
        webhooks::url_encoded(sms.text),
        thai ? 2 : 0,
        webhooks::url_encoded(receipt));
    return wire;
}

SendResult KannelChannel::read(const HttpAnswer& answer) const {
    SendResult result;
    result.outcome = usual_outcome(answer.status);
    // "0: Accepted for delivery", "3: Queued for later delivery". Another 2xx is not Kannel's.
    const bool accepted = answer.body.starts_with("0:") || answer.body.starts_with("3:");
    if (result.outcome == SendOutcome::Sent && !accepted) {
        result.outcome = SendOutcome::OutcomeUnknown;
    }
    return result;
}

}  // namespace bot
