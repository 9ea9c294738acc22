#include "webhooks/line_webhook.h"

#include "webhooks/group_rule.h"
#include "webhooks/line_payload.h"
#include "webhooks/line_signature.h"

#include <prometheus/counter.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace webhooks {

namespace {

class Handler {
  public:
    Handler(const LineWebhook& line,
            Intake& intake,
            Metrics& metrics,
            std::function<conversation::Instant()> now)
        : channel_(line.channel),
          signature_(line.secret),
          intake_(intake),
          metrics_(metrics),
          now_(std::move(now)),
          wrong_signatures_(metrics.counter("sammachip_webhook_wrong_signatures_total",
                                            "Webhook calls refused for their signature",
                                            {{"channel", line.channel}})),
          withheld_(metrics.counter("sammachip_webhook_withheld_events_total",
                                    "Group events not meant for the bot, forgotten at the gate",
                                    {{"channel", line.channel}})) {}

    Response answer(const Request& request) {
        if (!signature_.matches(request.body, request.header("X-Line-Signature"))) {
            wrong_signatures_.Increment();
            spdlog::warn(
                "channel {}: a webhook call from {} with a missing or wrong signature "
                "was refused",
                channel_,
                request.client_address);
            return refuse(Problem::WrongSignature);
        }
        auto payload = read_line_payload(request.body, channel_, now_());
        report(payload);
        const auto withheld =
            std::erase_if(payload.events, [](const auto& message) { return !may_pass(message); });
        withheld_.Increment(static_cast<double>(withheld));
        auto response = json_response("{}\n");
        if (!payload.events.empty()) {
            response.held = take(std::move(payload.events));
        }
        return response;
    }

  private:
    // The answer is held until all is on disk.
    std::shared_ptr<HeldAnswer> take(std::vector<conversation::IncomingMessage> events) {
        auto held = std::make_shared<HeldAnswer>();
        intake_.take(std::move(events), [held](Intake::Outcome outcome) {
            held->release(outcome == Intake::Outcome::Committed
                              ? std::nullopt
                              : std::optional(Problem::IntakeUnavailable));
        });
        return held;
    }

    void report(const LinePayload& payload) {
        if (payload.shape != LinePayload::Shape::Good) {
            spdlog::warn("channel {}: a signed webhook body was {}; nothing taken from it",
                         channel_,
                         payload.shape == LinePayload::Shape::NotJson ? "no JSON" : "no webhook");
            count("broken", 1);
        }
        if (payload.broken > 0) {
            spdlog::warn("channel {}: {} events of a webhook were broken and left out",
                         channel_,
                         payload.broken);
        }
        for (const auto& [kind, number] : payload.kinds) {
            count(kind, number);
        }
    }

    void count(const std::string& kind, std::size_t number) {
        const std::scoped_lock lock(mutex_);
        auto& counter = by_kind_[kind];
        if (counter == nullptr) {
            counter = &metrics_.counter("sammachip_webhook_events_total",
                                        "Verified webhook events, by kind",
                                        {{"channel", channel_}, {"kind", kind}});
        }
        counter->Increment(static_cast<double>(number));
    }

    const std::string channel_;
    const LineSignature signature_;
    Intake& intake_;
    Metrics& metrics_;
    const std::function<conversation::Instant()> now_;
    prometheus::Counter& wrong_signatures_;
    prometheus::Counter& withheld_;
    std::mutex mutex_;
    std::map<std::string, prometheus::Counter*> by_kind_;  // guarded by mutex_
};

}  // namespace

Route line_webhook_route(const LineWebhook& line,
                         Intake& intake,
                         Metrics& metrics,
                         std::function<conversation::Instant()> now) {
    auto handler = std::make_shared<Handler>(line, intake, metrics, std::move(now));
    return {.method = "POST",
            .path = "/webhooks/" + line.channel,
            .handle = [handler](const Request& request) { return handler->answer(request); },
            .label = {}};
}

}  // namespace webhooks
