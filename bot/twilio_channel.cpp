#include "bot/twilio_channel.h"

#include "bot/sms_text.h"
#include "webhooks/form_fields.h"
#include "webhooks/hmac.h"
#include "webhooks/json_fields.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

namespace bot {

namespace {

using enum SendOutcome;

struct Meaning {
    int code;
    SendOutcome outcome;
};

constexpr std::array kMeanings{
    Meaning{14107, Throttled},       // too many requests
    Meaning{20003, Unauthorized},    // wrong account or token
    Meaning{20429, Throttled},       // too many requests
    Meaning{21211, Rejected},        // no telephone number
    Meaning{21408, Rejected},        // this country is not allowed
    Meaning{21610, OptedOut},        // the person has sent STOP to Twilio
    Meaning{21611, Throttled},       // the number's queue is full
    Meaning{21612, Rejected},        // not reachable from this number
    Meaning{21614, Rejected},        // no mobile
    Meaning{21617, Rejected},        // longer than 1600 characters
    Meaning{30001, Throttled},       // the queue is full
    Meaning{30003, NotNow},          // switched off, or out of reach
    Meaning{30004, Rejected},        // blocked
    Meaning{30005, Rejected},        // unknown
    Meaning{30006, Rejected},        // a line at home
    Meaning{30007, Rejected},        // filtered
    Meaning{30008, NotNow},          // unknown error
    Meaning{30017, ProviderError},   // the carrier is congested
    Meaning{30018, Rejected},        // the sender is not registered
    Meaning{30022, Throttled},       // rate limits of the carrier
    Meaning{30410, ProviderError},   // time-out of the provider
    Meaning{63038, QuotaExhausted},  // the day's messages are used up
};

int code_of(std::string_view text) {
    int code = 0;
    std::from_chars(text.data(), text.data() + text.size(), code);
    return code;
}

}  // namespace

std::optional<SendOutcome> twilio_outcome(int code) {
    for (const auto& meaning : kMeanings) {
        if (meaning.code == code) {
            return meaning.outcome;
        }
    }
    return std::nullopt;
}

TwilioChannel::TwilioChannel(TwilioConfig config, HttpTransport& transport)
    : SmsChannel(config.common, transport), config_(std::move(config)) {}

HttpRequest TwilioChannel::request(const Sms& sms) const {
    const bool service = !config_.messaging_service_sid.empty();
    HttpRequest wire;
    wire.method = "POST";
    wire.base = config_.api_base;
    wire.path = fmt::format("/2010-04-01/Accounts/{}/Messages.json", config_.account_sid);
    wire.headers.emplace_back(
        "Authorization",
        "Basic " + webhooks::to_base64(config_.account_sid + ":" + config_.auth_token.reveal()));
    wire.content_type = "application/x-www-form-urlencoded";
    wire.body = fmt::format(
        "To={}&{}={}&Body={}&StatusCallback={}",
        webhooks::url_encoded(sms_number(sms.address, NumberForm::International)),
        service ? "MessagingServiceSid" : "From",
        webhooks::url_encoded(service ? config_.messaging_service_sid : common().from),
        webhooks::url_encoded(sms.text),
        webhooks::url_encoded(fmt::format("{}/status?id={}", config_.webhook_url, sms.row)));
    return wire;
}

SendResult TwilioChannel::read(const HttpAnswer& answer) const {
    const auto fields = webhooks::read_json_fields(answer.body).value_or(webhooks::FormFields{});
    const auto value = [&](std::string_view name) {
        return std::string(webhooks::field(fields, name).value_or(""));
    };
    SendResult result;
    result.outcome = usual_outcome(answer.status);
    if (result.outcome == Sent) {
        result.provider_id = value("sid");
        result.outcome = result.provider_id.empty() ? OutcomeUnknown : Sent;
        return result;
    }
    const int code = code_of(value("code"));
    result.outcome = twilio_outcome(code).value_or(result.outcome);
    result.detail = code == 0 ? "" : fmt::format("error {}", code);
    return result;
}

}  // namespace bot
