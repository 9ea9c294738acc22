#include "webhooks/android_dialect.h"

#include "webhooks/hmac.h"
#include "webhooks/json_fields.h"
#include "webhooks/receipt_key.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>

namespace webhooks {

namespace {

using State = storage::Outbox::Receipt::State;

std::string value_of(const FormFields& fields, std::string_view name) {
    return std::string(field(fields, name).value_or(""));
}

std::optional<conversation::Instant> read_seconds(std::string_view text) {
    constexpr std::int64_t most = 253'402'300'799;  // the end of year 9999
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool good =
        error == std::errc{} && end == text.data() + text.size() && seconds >= 0 && seconds <= most;
    return good ? std::optional(conversation::Instant{std::chrono::seconds{seconds}})
                : std::nullopt;
}

// Android's word for a failure, if it is one: RESULT_ERROR_GENERIC_FAILURE.
std::string reason_of(const std::string& text) {
    constexpr std::size_t longest = 60;
    const bool word =
        !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        });
    return word ? text : "failed";
}

SmsPayload read_message(const FormFields& fields) {
    SmsPayload sms;
    sms.id = value_of(fields, "id");
    sms.sender = value_of(fields, "payload.sender");
    if (sms.sender.empty()) {
        sms.sender = value_of(fields, "payload.phoneNumber");  // as older versions call it
    }
    sms.text = value_of(fields, "payload.message");
    return sms;
}

void read_receipt(const FormFields& fields, State state, std::string reason, SmsCall& call) {
    const auto id = read_outbox_id(value_of(fields, "payload.messageId"));
    if (!id) {
        call.other = "receipt.unknown";
        return;
    }
    SmsReceipt receipt;
    receipt.receipt.state = state;
    receipt.receipt.own = *id;
    receipt.receipt.reason = std::move(reason);
    call.receipts.push_back(std::move(receipt));
}

}  // namespace

AndroidDialect::AndroidDialect(std::string signing_key) : key_(std::move(signing_key)) {
    if (key_.empty()) {
        throw std::invalid_argument("the signing key is empty");
    }
}

int AndroidDialect::refusal(const Request& request, conversation::Instant now) const {
    const auto timestamp = request.header("X-Timestamp");
    const auto signed_at = read_seconds(timestamp);
    const auto right =
        to_hex(hmac(HmacDigest::Sha256, key_, std::string(request.body).append(timestamp)));
    const bool good = same_secret(right, request.header("X-Signature"));
    const bool fresh = signed_at && now - *signed_at <= kClockOff && *signed_at - now <= kClockOff;
    return good && fresh ? 0 : 403;
}

SmsCall AndroidDialect::read(const Request& request) const {
    SmsCall call;
    const auto fields = read_json_fields(request.body);
    const std::string event = fields ? value_of(*fields, "event") : "";
    if (event == "sms:received") {
        call.messages.push_back(read_message(*fields));
    } else if (event == "sms:data-received") {
        call.messages.push_back(read_message(*fields));
        call.messages.back().text = from_base64(value_of(*fields, "payload.data"));
        call.messages.back().binary = true;
    } else if (event == "sms:sent") {
        read_receipt(*fields, State::Sent, "", call);
    } else if (event == "sms:delivered") {  // once for each part: the first one tells
        read_receipt(*fields, State::Delivered, "", call);
    } else if (event == "sms:failed") {
        read_receipt(*fields, State::Failed, reason_of(value_of(*fields, "payload.reason")), call);
    } else if (event == "sms:cancelled") {
        read_receipt(*fields, State::Failed, "cancelled", call);
    } else {
        call.other = event.empty() ? "broken" : "unknown";
    }
    return call;
}

Response AndroidDialect::thanks(const Request& /*request*/) const {
    return json_response("{}\n");
}

}  // namespace webhooks
