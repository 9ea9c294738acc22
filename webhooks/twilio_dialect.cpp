#include "webhooks/twilio_dialect.h"

#include "webhooks/json_fields.h"
#include "webhooks/media_type.h"
#include "webhooks/receipt_key.h"
#include "webhooks/request_head.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace webhooks {

namespace {

using State = storage::Outbox::Receipt::State;

constexpr std::string_view kOptedOut = "21610";

bool is_status(const Request& request) {
    return request.path.ends_with("/status");
}

std::optional<FormFields> fields_of(const Request& request) {
    if (request.method == "GET") {
        return read_form_fields(request.query_text);
    }
    const auto type = read_media_type(request.header("Content-Type")).type;
    return same_name(type, "application/json") ? read_json_fields(request.body)
                                               : read_form_fields(request.body);
}

std::string value_of(const FormFields& fields, std::string_view name) {
    return std::string(field(fields, name).value_or(""));
}

std::optional<State> state_of(std::string_view status) {
    constexpr std::array<std::pair<std::string_view, State>, 11> states{{
        {"queued", State::Sent},
        {"accepted", State::Sent},
        {"scheduled", State::Sent},
        {"sending", State::Sent},
        {"sent", State::Sent},
        {"delivered", State::Delivered},
        {"read", State::Delivered},
        {"partially_delivered", State::Delivered},
        {"undelivered", State::Failed},
        {"failed", State::Failed},
        {"canceled", State::Failed},
    }};
    const auto* const found =
        std::ranges::find(states, status, &std::pair<std::string_view, State>::first);
    return found == states.end() ? std::nullopt : std::optional(found->second);
}

// A word for the outbox: Twilio's code, if it is one.
std::string reason_of(const std::string& code) {
    constexpr std::size_t longest = 6;
    const bool number = !code.empty() && code.size() <= longest &&
                        std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
    return number ? "error_" + code : "undelivered";
}

void read_receipt(const Request& request, const FormFields& fields, SmsCall& call) {
    const auto state = state_of(value_of(fields, "MessageStatus"));
    SmsReceipt receipt;
    receipt.receipt.own =
        read_outbox_id(request.query("id").value_or("")).value_or(storage::OutboxId{});
    receipt.receipt.provider_id = value_of(fields, "MessageSid");
    if (!state || (!receipt.receipt.own && receipt.receipt.provider_id.empty())) {
        call.other = "receipt.unknown";
        return;
    }
    const auto code = value_of(fields, "ErrorCode");
    receipt.receipt.state = *state;
    receipt.receipt.reason = *state == State::Failed ? reason_of(code) : "";
    receipt.opted_out = code == kOptedOut;
    call.receipts.push_back(std::move(receipt));
}

void read_message(const FormFields& fields, SmsCall& call) {
    SmsPayload sms;
    sms.id = value_of(fields, "MessageSid");
    sms.sender = value_of(fields, "From");
    sms.text = value_of(fields, "Body");
    if (sms.id.empty() || !field(fields, "Body")) {
        call.other = "broken";
        return;
    }
    call.messages.push_back(std::move(sms));
}

}  // namespace

TwilioDialect::TwilioDialect(TwilioRules rules)
    : rules_(std::move(rules)), signature_(rules_.auth_token) {}

int TwilioDialect::refusal(const Request& request, conversation::Instant /*now*/) const {
    const auto signature = request.header("X-Twilio-Signature");
    if (signature.empty()) {
        return 400;
    }
    std::string url = rules_.url + (is_status(request) ? "/status" : "");
    if (!request.query_text.empty()) {
        url += "?" + std::string(request.query_text);
    }
    if (!signature_.matches(url, request.header("Content-Type"), request.body, signature)) {
        return 403;
    }
    // Names and values are signed without what stands between them: two forms can have one
    // signature, so what a form must hold is looked at as well.
    const auto fields = fields_of(request);
    const auto account = fields ? field(*fields, "AccountSid") : std::nullopt;
    const bool json =
        fields && read_media_type(request.header("Content-Type")).type.ends_with("json");
    return (account && *account == rules_.account_sid) || (json && !account) ? 0 : 403;
}

SmsCall TwilioDialect::read(const Request& request) const {
    SmsCall call;
    const auto fields = fields_of(request);
    if (!fields) {
        call.other = "broken";
    } else if (is_status(request)) {
        read_receipt(request, *fields, call);
    } else {
        read_message(*fields, call);
    }
    return call;
}

Response TwilioDialect::thanks(const Request& /*request*/) const {
    Response response;
    response.content_type = "text/xml";
    response.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";
    return response;
}

}  // namespace webhooks
