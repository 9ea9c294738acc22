#include "webhooks/kannel_dialect.h"

#include "webhooks/form_fields.h"
#include "webhooks/media_type.h"
#include "webhooks/request_head.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <utility>

namespace webhooks {

namespace {

using State = storage::Outbox::Receipt::State;

std::string value_of(const FormFields& fields, std::string_view name) {
    return std::string(field(fields, name).value_or(""));
}

std::string first_of(std::string value, std::string_view otherwise) {
    return value.empty() ? std::string(otherwise) : std::move(value);
}

// Seconds since 1970; its beginning when there are none.
conversation::Instant epoch(std::string_view text) {
    constexpr std::int64_t most = 253'402'300'799;  // the end of year 9999
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool good =
        error == std::errc{} && end == text.data() + text.size() && seconds > 0 && seconds <= most;
    return good ? conversation::Instant{std::chrono::seconds{seconds}} : conversation::Instant{};
}

SmsPayload read_message(const Request& request, const FormFields& fields) {
    SmsPayload sms;
    sms.sender = first_of(value_of(fields, "from"), request.header("X-Kannel-From"));
    sms.id = value_of(fields, "id");
    sms.udh = value_of(fields, "udh");
    sms.sent_at = epoch(value_of(fields, "ts"));
    sms.charset = value_of(fields, "charset");
    const auto coding = first_of(value_of(fields, "coding"), request.header("X-Kannel-Coding"));
    if (request.method == "GET") {
        sms.text = value_of(fields, "text");
    } else {
        const auto type = read_media_type(request.header("Content-Type"));
        sms.text = request.body;
        sms.charset = first_of(type.charset, sms.charset);
        sms.binary = same_name(type.type, "application/octet-stream");
    }
    sms.binary = sms.binary || coding == "1" || same_name(sms.charset, "8-BIT");
    return sms;
}

}  // namespace

std::optional<KannelStatus> read_kannel_status(std::string_view mask) {
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(mask.data(), mask.data() + mask.size(), bits);
    if (error != std::errc{} || end != mask.data() + mask.size()) {
        return std::nullopt;
    }
    if ((bits & 1U) != 0) {
        return KannelStatus{State::Delivered, ""};
    }
    if ((bits & 32U) != 0) {
        return KannelStatus{State::Failed, "expired_underway"};
    }
    if ((bits & 18U) != 0) {
        return KannelStatus{State::Failed, (bits & 16U) != 0 ? "refused" : "undelivered"};
    }
    return (bits & 12U) != 0 ? std::optional(KannelStatus{State::Sent, ""}) : std::nullopt;
}

KannelDialect::KannelDialect(CallerRules rules, std::string_view receipt_secret)
    : check_(std::move(rules)), key_(receipt_secret) {}

std::optional<storage::OutboxId> KannelDialect::signed_id(const Request& request) const {
    if (!request.path.ends_with("/status") || !check_.is_near(request)) {
        return std::nullopt;
    }
    return key_.read(request.query("id").value_or(""), request.query("sig").value_or(""));
}

int KannelDialect::refusal(const Request& request, conversation::Instant /*now*/) const {
    return signed_id(request) || check_.is_known(request) ? 0 : 403;
}

SmsCall KannelDialect::read(const Request& request) const {
    SmsCall call;
    const auto fields = read_form_fields(request.query_text);
    if (!fields) {
        call.other = "broken";
    } else if (!request.path.ends_with("/status")) {
        call.messages.push_back(read_message(request, *fields));
    } else {
        const auto status = read_kannel_status(value_of(*fields, "status"));
        const auto id = read_outbox_id(value_of(*fields, "id"));
        if (status && id) {
            SmsReceipt receipt;
            receipt.receipt.state = status->state;
            receipt.receipt.own = *id;
            receipt.receipt.reason = status->reason;
            call.receipts.push_back(std::move(receipt));
        } else {
            call.other = "receipt.unknown";
        }
    }
    return call;
}

Response KannelDialect::thanks(const Request& /*request*/) const {
    Response response;
    response.headers.emplace_back("Content-Type", "text/plain; charset=UTF-8");
    return response;
}

}  // namespace webhooks
