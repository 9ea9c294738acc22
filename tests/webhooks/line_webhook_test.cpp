#include "webhooks/line_webhook.h"

#include "tests/webhooks/fake_intake.h"
#include "webhooks/line_signature.h"

#include <catch2/catch.hpp>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

namespace {

using webhooks::Intake;
using webhooks::Problem;
using webhooks::Response;

const conversation::Instant kNow{std::chrono::milliseconds{1'764'900'000'000}};

// The route with a fake intake behind it, and the log it wrote.
class Webhook {
  public:
    Webhook() {
        auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log_);
        spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
        spdlog::set_level(spdlog::level::debug);
    }

    ~Webhook() { spdlog::set_default_logger(previous_); }

    Webhook(const Webhook&) = delete;
    Webhook& operator=(const Webhook&) = delete;
    Webhook(Webhook&&) = delete;
    Webhook& operator=(Webhook&&) = delete;

    Response post(std::string_view body) {
        return post(body, webhooks::LineSignature("secret").sign(body));
    }

    Response post(std::string_view body, std::string_view signature) {
        webhooks::Request request{.method = "POST", .path = route.path, .body = body};
        if (!signature.empty()) {
            request.headers.push_back({"x-line-signature", signature});
        }
        auto response = route.handle(request);
        if (response.held) {
            response.held->when_released([&response](std::optional<Problem> instead) {
                if (instead) {
                    response = webhooks::refuse(*instead);
                }
            });
        }
        return response;
    }

    [[nodiscard]] std::string log() const { return log_.str(); }

    FakeIntake intake;
    webhooks::Metrics metrics;
    webhooks::Route route = webhooks::line_webhook_route(
        {.channel = "line", .secret = "secret"}, intake, metrics, [] { return kNow; });

  private:
    std::ostringstream log_;
    std::shared_ptr<spdlog::logger> previous_ = spdlog::default_logger();
};

std::string message(std::string_view source, std::string_view text) {
    return R"({"type":"message","mode":"active","timestamp":1,"webhookEventId":"E1","source":)" +
           std::string(source) + R"(,"message":{"type":"text","id":"1","text":")" +
           std::string(text) + R"("}})";
}

std::string body_of(const std::string& events) {
    return R"({"destination":"Ub","events":[)" + events + "]}";
}

const std::string kPerson = R"({"type":"user","userId":"Uperson"})";
const std::string kGroup = R"({"type":"group","groupId":"Cgroup","userId":"Uperson"})";

}  // namespace

TEST_CASE("the webhook's route carries the channel's id", "[webhooks][line]") {
    Webhook webhook;
    CHECK(webhook.route.method == "POST");
    CHECK(webhook.route.path == "/webhooks/line");
}

TEST_CASE("a signed message reaches the intake and is answered 200", "[webhooks][line]") {
    Webhook webhook;
    CHECK(webhook.post(body_of(message(kPerson, "8500"))).status == 200);
    const auto taken = webhook.intake.taken();
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].address == "line:Uperson");
    CHECK(taken[0].text == "8500");
    CHECK(taken[0].received_at == kNow);
    CHECK(webhook.metrics.text().find(
              R"(sammachip_webhook_events_total{channel="line",kind="message.text"} 1)") !=
          std::string::npos);
}

TEST_CASE("LINE's own check with no events is answered 200", "[webhooks][line]") {
    Webhook webhook;
    CHECK(webhook.post(body_of("")).status == 200);
    CHECK(webhook.intake.calls() == 0);
}

TEST_CASE("a wrong signature changes nothing and leaves one line without the body",
          "[webhooks][line]") {
    Webhook webhook;
    const auto body = body_of(message(kPerson, "secret-words"));
    const auto signature =
        GENERATE(as<std::string>{}, "", "x", "KDbazXazGW43gmHESKGC6IsDxXtKu8HznYZdC60ZZh8=");
    CAPTURE(signature);
    const auto answer = webhook.post(body, signature);
    CHECK(answer.status == 401);
    CHECK(answer.problem == Problem::WrongSignature);
    CHECK(webhook.intake.calls() == 0);
    const auto log = webhook.log();
    CHECK(std::count(log.begin(), log.end(), '\n') == 1);
    CHECK(log.find("secret-words") == std::string::npos);
    CHECK(log.find("Uperson") == std::string::npos);
    CHECK(webhook.metrics.text().find(
              "sammachip_webhook_wrong_signatures_total{channel=\"line\"} 1") != std::string::npos);
}

TEST_CASE("the signature is checked before anything is parsed", "[webhooks][line]") {
    Webhook webhook;
    CHECK(webhook.post("{ broken", "x").status == 401);
}

TEST_CASE("a signed body that is no webhook is answered 200 with nothing", "[webhooks][line]") {
    Webhook webhook;
    const auto body = GENERATE(as<std::string>{},
                               "",
                               "{",
                               "[]",
                               "\xff\xfe",
                               R"({"events":7})",
                               std::string(100'000, '[') + std::string(100'000, ']'));
    CAPTURE(body.substr(0, 20));
    CHECK(webhook.post(body).status == 200);
    CHECK(webhook.intake.calls() == 0);
}

TEST_CASE("good events are taken though a neighbour is broken", "[webhooks][line]") {
    Webhook webhook;
    CHECK(webhook.post(body_of("7," + message(kPerson, "8500") + ",{\"type\":[]}")).status == 200);
    CHECK(webhook.intake.taken().size() == 1);
}

TEST_CASE("what cannot be stored now is answered 503, to be sent again", "[webhooks][line]") {
    Webhook webhook;
    webhook.intake.answer_with(Intake::Outcome::Unavailable);
    const auto answer = webhook.post(body_of(message(kPerson, "8500")));
    CHECK(answer.status == 503);
    CHECK(answer.problem == Problem::IntakeUnavailable);
    webhook.intake.answer_with(Intake::Outcome::Committed);
    CHECK(webhook.post(body_of(message(kPerson, "8500"))).status == 200);
}

TEST_CASE("people's talk in a group goes no further than the gate", "[webhooks][line]") {
    Webhook webhook;
    CHECK(webhook.post(body_of(message(kGroup, "gossip") + "," + message(kGroup, "menu"))).status ==
          200);
    const auto taken = webhook.intake.taken();
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].text == "menu");
    CHECK(taken[0].group == "line:Cgroup");
    CHECK(webhook.log().find("gossip") == std::string::npos);
    CHECK(webhook.post(body_of(message(kGroup, "gossip"))).status == 200);
    CHECK(webhook.intake.calls() == 1);
}

TEST_CASE("a channel without a secret cannot have a webhook", "[webhooks][line]") {
    FakeIntake intake;
    webhooks::Metrics metrics;
    CHECK_THROWS_AS(webhooks::line_webhook_route(
                        {.channel = "line", .secret = ""}, intake, metrics, [] { return kNow; }),
                    std::invalid_argument);
}
