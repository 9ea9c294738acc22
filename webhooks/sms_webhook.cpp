#include "webhooks/sms_webhook.h"

#include "webhooks/request_log.h"

#include <prometheus/counter.h>
#include <spdlog/spdlog.h>

#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace webhooks {

namespace {

Response refused(int status) {
    Response response;
    response.status = status;
    response.content_type = "application/problem+json";
    response.body = "{\"title\":\"This call was not accepted.\"}\n";
    return response;
}

std::string_view kind_of(storage::Outbox::Receipt::State state) {
    switch (state) {
        case storage::Outbox::Receipt::State::Delivered:
            return "receipt.delivered";
        case storage::Outbox::Receipt::State::Failed:
            return "receipt.failed";
        case storage::Outbox::Receipt::State::Sent:
            break;
    }
    return "receipt.sent";
}

class Handler {
  public:
    Handler(std::string_view channel, std::unique_ptr<SmsDialect> dialect, const SmsDesk& desk)
        : channel_(channel),
          dialect_(std::move(dialect)),
          desk_(desk),
          wrong_signatures_(desk.metrics.counter("sammachip_webhook_wrong_signatures_total",
                                                 "Webhook calls refused for their signature",
                                                 {{"channel", channel_}})) {}

    Response answer(const Request& request) {
        const auto now = desk_.now();
        if (const int status = dialect_->refusal(request, now); status != 0) {
            wrong_signatures_.Increment();
            spdlog::warn("channel {}: a call from {} did not prove that it is the gateway's",
                         channel_,
                         request.client_address);
            return refused(status);
        }
        auto call = dialect_->read(request);
        auto response = dialect_->thanks(request);
        if (!call.other.empty()) {
            count(escape_for_log(call.other, 40));
        }
        std::vector<conversation::IncomingMessage> messages;
        for (const auto& payload : call.messages) {
            messages.push_back(sms_message(payload, channel_, now));
            report(messages.back());
        }
        for (auto& receipt : call.receipts) {
            receipt.receipt.channel = channel_;
            count(kind_of(receipt.receipt.state));
        }
        if (!messages.empty() || !call.receipts.empty()) {
            response.held = take(std::move(messages), std::move(call.receipts));
        }
        return response;
    }

  private:
    // The answer is held until all is on disk.
    std::shared_ptr<HeldAnswer> take(std::vector<conversation::IncomingMessage> messages,
                                     std::vector<SmsReceipt> receipts) {
        auto held = std::make_shared<HeldAnswer>(dialect_->refuses());
        const auto done = [held](Intake::Outcome outcome) {
            held->release(outcome == Intake::Outcome::Committed
                              ? std::nullopt
                              : std::optional(Problem::IntakeUnavailable));
        };
        if (receipts.empty()) {
            desk_.intake.take(std::move(messages), done);
        } else {
            desk_.receipts.take(std::move(receipts), done);
        }
        return held;
    }

    void report(const conversation::IncomingMessage& message) {
        const auto kind = sms_kind(message);
        count(kind);
        if (!message.sms->set_aside.empty()) {
            spdlog::info("channel {}: a message is kept but not answered ({})", channel_, kind);
        }
    }

    void count(std::string_view kind) {
        const std::scoped_lock lock(mutex_);
        auto& counter = by_kind_[std::string(kind)];
        if (counter == nullptr) {
            counter = &desk_.metrics.counter("sammachip_webhook_events_total",
                                             "Verified webhook events, by kind",
                                             {{"channel", channel_}, {"kind", std::string(kind)}});
        }
        counter->Increment();
    }

    const std::string channel_;
    const std::unique_ptr<SmsDialect> dialect_;
    const SmsDesk desk_;
    prometheus::Counter& wrong_signatures_;
    std::mutex mutex_;
    std::map<std::string, prometheus::Counter*> by_kind_;  // guarded by mutex_
};

}  // namespace

std::vector<Route> sms_routes(const SmsPath& path,
                              std::unique_ptr<SmsDialect> dialect,
                              const SmsDesk& desk) {
    const auto handler = std::make_shared<Handler>(path.channel, std::move(dialect), desk);
    const std::string plain = "/webhooks/" + std::string(path.channel);
    const std::string full = path.secret.empty() ? plain : plain + "/" + std::string(path.secret);
    std::vector<Route> routes;
    for (const char* method : {"POST", "GET"}) {
        for (const char* tail : {"", "/status"}) {
            routes.push_back(
                {.method = method,
                 .path = full + tail,
                 .handle = [handler](const Request& request) { return handler->answer(request); },
                 .label = plain + tail});
        }
    }
    return routes;
}

}  // namespace webhooks
