#pragma once
#include "tests/webhooks/fake_intake.h"
#include "webhooks/sms_webhook.h"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A gateway's routes with a memory behind them.
class FakeReceipts : public webhooks::ReceiptDesk {
  public:
    void take(std::vector<webhooks::SmsReceipt> receipts, webhooks::Intake::Done done) override {
        for (auto& receipt : receipts) {
            taken.push_back(std::move(receipt));
        }
        done(webhooks::Intake::Outcome::Committed);
    }

    std::vector<webhooks::SmsReceipt> taken;
};

class SmsGate {
  public:
    static inline const conversation::Instant kNow{std::chrono::milliseconds{1'795'395'600'000}};

    SmsGate(const std::string& channel,
            std::unique_ptr<webhooks::SmsDialect> dialect,
            const std::string& secret = {})
        : routes(webhooks::sms_routes({channel, secret},
                                      std::move(dialect),
                                      {intake, receipts, metrics, [] { return kNow; }})) {}

    struct Call {
        std::string method = "POST";
        std::string path{};
        std::string query{};
        std::string body{};
        std::vector<std::pair<std::string, std::string>> headers{};
        std::string from = "127.0.0.1";
    };

    webhooks::Response call(const Call& call) {
        webhooks::Request request{.method = call.method,
                                  .path = call.path,
                                  .query_text = call.query,
                                  .body = call.body,
                                  .client_address = call.from};
        for (const auto& [name, value] : call.headers) {
            request.headers.push_back({name, value});
        }
        for (const auto& route : routes) {
            if (route.method == call.method && route.path == call.path) {
                return settled(route.handle(request));
            }
        }
        return webhooks::refuse(webhooks::Problem::NotFound);
    }

    FakeIntake intake;
    FakeReceipts receipts;
    bool refused_silently = false;  // what the last held answer is refused with
    webhooks::Metrics metrics;
    std::vector<webhooks::Route> routes;

  private:
    webhooks::Response settled(webhooks::Response response) {
        if (response.held) {
            refused_silently = response.held->refusal() == webhooks::HeldAnswer::Refusal::Silent;
            response.held->when_released([&response](std::optional<webhooks::Problem> instead) {
                if (instead) {
                    response = webhooks::refuse(*instead);
                }
            });
        }
        return response;
    }
};
