#include "webhooks/http_dialect.h"

#include "storage/sha256.h"
#include "webhooks/json_fields.h"
#include "webhooks/template_text.h"
#include "webhooks/xml_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace webhooks {

namespace {

using State = storage::Outbox::Receipt::State;

bool is_status(const Request& request) {
    return request.path.ends_with("/status");
}

std::string value_of(const FormFields& fields, const std::string& name) {
    return name.empty() ? std::string() : std::string(field(fields, name).value_or(""));
}

bool holds(const std::vector<std::string>& words, const std::string& word) {
    return std::ranges::find(words, word) != words.end();
}

std::string from_hex(std::string_view hex) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        const int high = digit(hex[i]);
        const int low = digit(hex[i + 1]);
        if (high < 0 || low < 0) {
            return {};
        }
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::string digest_id(const SmsPayload& sms, const std::string& time) {
    const auto all = fmt::format("{}\n{}\n{}\n{}", sms.sender, time, sms.udh, sms.text);
    return "time:" + storage::sha256_hex(std::as_bytes(std::span(all))).substr(0, 40);
}

std::optional<FormFields> body_fields(const Request& request, BodyForm form) {
    switch (form) {
        case BodyForm::Query:
            return FormFields{};
        case BodyForm::Form:
            return read_form_fields(request.body);
        case BodyForm::Json:
            return read_json_fields(request.body);
        case BodyForm::Xml:
            return read_xml_fields(request.body);
    }
    return std::nullopt;
}

Response answer_of(const HttpAnswerRule& rule, const FormFields& fields) {
    Response response;
    response.content_type = rule.type;
    response.body = fill_template(rule.body, encoding_of(rule.type), [&](std::string_view name) {
        return value_of(fields, std::string(name));
    });
    if (response.body.empty()) {
        response.headers.emplace_back("Content-Type", rule.type);
    }
    return response;
}

}  // namespace

std::optional<FormFields> call_fields(const Request& request, BodyForm form) {
    auto fields = body_fields(request, form);
    auto query = read_form_fields(request.query_text);
    if (!fields || !query) {
        return std::nullopt;
    }
    fields->insert(fields->end(),
                   std::make_move_iterator(query->begin()),
                   std::make_move_iterator(query->end()));
    return fields;
}

HttpDialect::HttpDialect(HttpRules rules)
    : rules_(std::move(rules)), check_(rules_.proof.caller), key_(rules_.proof.receipt_secret) {}

bool HttpDialect::is_signed(const Request& request) const {
    const auto& proof = rules_.proof;
    if (proof.hmac_secret.empty()) {
        return true;
    }
    const auto digest = hmac(proof.digest, proof.hmac_secret, request.body);
    return same_secret(proof.base64 ? to_base64(digest) : to_hex(digest),
                       request.header(proof.hmac_header));
}

std::optional<storage::OutboxId> HttpDialect::signed_id(const Request& request) const {
    if (!is_status(request) || !check_.is_near(request)) {
        return std::nullopt;
    }
    return key_.read(request.query("id").value_or(""), request.query("sig").value_or(""));
}

int HttpDialect::refusal(const Request& request, conversation::Instant /*now*/) const {
    return signed_id(request) || (check_.is_known(request) && is_signed(request)) ? 0 : 403;
}

void HttpDialect::read_message(const FormFields& fields, SmsCall& call) const {
    const auto& rule = *rules_.message;
    SmsPayload sms;
    sms.sender = value_of(fields, rule.sender);
    sms.text = value_of(fields, rule.text);
    sms.charset = rule.charset;
    sms.udh = from_hex(value_of(fields, rule.udh));
    sms.id = value_of(fields, rule.id);
    const auto time = value_of(fields, rule.time);
    if (sms.id.empty() && !time.empty()) {
        sms.id = digest_id(sms, time);
    }
    if (!field(fields, rule.text)) {
        call.other = "broken";
        return;
    }
    call.messages.push_back(std::move(sms));
}

void HttpDialect::read_receipt(const Request& request,
                               const FormFields& fields,
                               SmsCall& call) const {
    const auto& rule = *rules_.receipt;
    const auto status = value_of(fields, rule.status);
    SmsReceipt receipt;
    auto own = signed_id(request);
    if (!own) {
        own = read_outbox_id(value_of(fields, rule.own_id));
    }
    receipt.receipt.own = own.value_or(storage::OutboxId{});
    receipt.receipt.provider_id = value_of(fields, rule.id);
    receipt.opted_out = holds(rule.stopped, status);
    const bool failed = receipt.opted_out || holds(rule.failed, status);
    const bool delivered = holds(rule.delivered, status);
    const bool known = failed || delivered || holds(rule.sent, status);
    if (!known || (!own && receipt.receipt.provider_id.empty())) {
        call.other = "receipt.unknown";
        return;
    }
    receipt.receipt.state = delivered ? State::Delivered : failed ? State::Failed : State::Sent;
    receipt.receipt.reason = receipt.opted_out ? "opted_out" : failed ? "undelivered" : "";
    call.receipts.push_back(std::move(receipt));
}

SmsCall HttpDialect::read(const Request& request) const {
    SmsCall call;
    const bool status = is_status(request);
    const bool configured = status ? rules_.receipt.has_value() : rules_.message.has_value();
    if (!configured) {
        call.other = "unknown";
        return call;
    }
    const auto fields = call_fields(request, status ? rules_.receipt->body : rules_.message->body);
    if (!fields) {
        call.other = "broken";
    } else if (status) {
        read_receipt(request, *fields, call);
    } else {
        read_message(*fields, call);
    }
    return call;
}

Response HttpDialect::thanks(const Request& request) const {
    const bool status = is_status(request);
    if (status ? !rules_.receipt : !rules_.message) {
        return {};
    }
    const auto form = status ? rules_.receipt->body : rules_.message->body;
    const auto fields = call_fields(request, form).value_or(FormFields{});
    return answer_of(status ? rules_.receipt->answer : rules_.message->answer, fields);
}

}  // namespace webhooks
