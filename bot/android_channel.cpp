#include "bot/android_channel.h"

#include "bot/sms_text.h"
#include "webhooks/hmac.h"
#include "webhooks/json_fields.h"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>

namespace bot {

namespace {

using nlohmann::json;

// What lies on the telephone for longer than this is of no use to anybody.
constexpr int kSecondsToLive = 86'400;

std::string id_of(std::int64_t row, int piece) {
    const std::string id = std::to_string(row);
    return piece == 0 ? id : id + "-" + std::to_string(piece);
}

}  // namespace

AndroidChannel::AndroidChannel(AndroidConfig config, HttpTransport& transport)
    : SmsChannel(config.common, transport), config_(std::move(config)) {}

HttpRequest AndroidChannel::request(const Sms& sms) const {
    HttpRequest wire;
    wire.method = "POST";
    wire.base = config_.api_base;
    wire.path = "/messages";
    wire.headers.emplace_back(
        "Authorization",
        "Basic " + webhooks::to_base64(config_.username + ":" + config_.password.reveal()));
    wire.content_type = "application/json";
    json body{{"id", id_of(sms.row, sms.piece)},
              {"textMessage", {{"text", sms.text}}},
              {"phoneNumbers", {sms_number(sms.address, NumberForm::International)}},
              {"ttl", kSecondsToLive},
              {"withDeliveryReport", true}};
    if (config_.sim_number > 0) {
        body["simNumber"] = config_.sim_number;
    }
    wire.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return wire;
}

SendResult AndroidChannel::read(const HttpAnswer& answer) const {
    constexpr int conflict = 409;
    SendResult result;
    result.outcome = usual_outcome(answer.status);
    if (answer.status == conflict) {
        result.outcome = SendOutcome::AlreadyAccepted;
    } else if (result.outcome == SendOutcome::Sent) {
        const auto fields = webhooks::read_json_fields(answer.body);
        const bool taken = fields && webhooks::field(*fields, "id");
        result.outcome = taken ? SendOutcome::Sent : SendOutcome::OutcomeUnknown;
    }
    return result;
}

}  // namespace bot
