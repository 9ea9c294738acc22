// Any bytes as a call of an SMS gateway: as body, query, header and address of every kind. Nothing
// thrown, and what comes out keeps its promises. The first byte chooses kind and route, the rest is
// query, a line end, body.
#include "webhooks/android_dialect.h"
#include "webhooks/http_dialect.h"
#include "webhooks/kannel_dialect.h"
#include "webhooks/twilio_dialect.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace webhooks;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

std::unique_ptr<SmsDialect> http(BodyForm form) {
    HttpRules rules;
    rules.proof.caller.token = "t";
    rules.proof.receipt_secret = "t";
    rules.message.emplace();
    rules.message->body = form;
    rules.message->sender = form == BodyForm::Xml ? "sms.from" : "from";
    rules.message->text = form == BodyForm::Xml ? "sms.text" : "text";
    rules.message->id = "id";
    rules.message->time = "ts";
    rules.message->udh = "udh";
    rules.message->answer = {R"({"id":"{{id}}"})", "application/json"};
    rules.receipt.emplace();
    rules.receipt->body = form;
    rules.receipt->id = "id";
    rules.receipt->own_id = "own";
    rules.receipt->status = "status";
    rules.receipt->delivered = {"1"};
    rules.receipt->failed = {"2"};
    return std::make_unique<HttpDialect>(std::move(rules));
}

const SmsDialect& dialect(unsigned choice) {
    static const auto kAll = [] {
        CallerRules rules;
        rules.token = "t";
        std::vector<std::unique_ptr<SmsDialect>> all;
        all.push_back(std::make_unique<KannelDialect>(rules, "t"));
        all.push_back(std::make_unique<TwilioDialect>(TwilioRules{"AC", "t", "https://x/y"}));
        all.push_back(std::make_unique<AndroidDialect>("t"));
        all.push_back(http(BodyForm::Form));
        all.push_back(http(BodyForm::Json));
        all.push_back(http(BodyForm::Xml));
        return all;
    }();
    return *kAll[choice % kAll.size()];
}

void check(const SmsCall& call) {
    for (const auto& payload : call.messages) {
        const auto message = sms_message(payload, "sms", conversation::Instant{});
        require(!message.event_id.empty() && message.event_id.size() <= 300);
        require(message.text.find('\0') == std::string::npos && message.text.size() <= 20'000);
        require(message.address.empty() || message.address.starts_with("tel:"));
        require(message.sms.has_value());
        require(message.standby == !message.sms->set_aside.empty());
        require(message.standby || message.address.starts_with("tel:+66"));
        require(message.sms->raw.empty() || message.text.empty());
        require(!sms_kind(message).empty());
    }
    for (const auto& receipt : call.receipts) {
        require(receipt.receipt.own || !receipt.receipt.provider_id.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    static constexpr std::array<std::string_view, 4> kTypes = {"application/x-www-form-urlencoded",
                                                               "application/json",
                                                               "text/plain; charset=UTF-16BE",
                                                               ""};
    const unsigned choice = data[0];
    const std::string_view rest{reinterpret_cast<const char*>(data) + 1, size - 1};
    const auto line = rest.find('\n');
    Request request;
    request.method = (choice & 0x40U) != 0 ? "GET" : "POST";
    request.path = (choice & 0x80U) != 0 ? "/webhooks/sms/status" : "/webhooks/sms";
    request.query_text = rest.substr(0, line);
    request.body = line == std::string_view::npos ? std::string_view{} : rest.substr(line + 1);
    request.client_address = "127.0.0.1";
    request.headers = {{"Content-Type", kTypes[(choice >> 4U) & 3U]},
                       {"Authorization", request.query_text},
                       {"X-Twilio-Signature", request.query_text},
                       {"X-Timestamp", request.query_text},
                       {"X-Signature", request.query_text},
                       {"X-Kannel-From", request.query_text}};
    const auto& spoken = dialect(choice & 0x0FU);
    (void)spoken.refusal(request, conversation::Instant{});
    check(spoken.read(request));
    require(spoken.thanks(request).status == 200);
    return 0;
}
