#include "webhooks/health.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using webhooks::PartHealth;

TEST_CASE("a process that answers is alive", "[webhooks]") {
    const auto route = webhooks::alive_route();
    CHECK(route.path == "/healthz");
    CHECK(route.handle({}).status == 200);
}

TEST_CASE("the server is ready when all its parts are", "[webhooks]") {
    std::vector<PartHealth> parts{{.part = "database", .ready = true, .reason = ""},
                                  {.part = "sender", .ready = true, .reason = ""}};
    const auto route = webhooks::ready_route([&] { return parts; });
    CHECK(route.path == "/readyz");
    const auto ready = route.handle({});
    CHECK(ready.status == 200);
    CHECK(ready.content_type == "application/json");
    CHECK(nlohmann::json::parse(ready.body).at("ready") == true);

    parts[0] = {.part = "database", .ready = false, .reason = "the last commit failed: disk full"};
    const auto unready = route.handle({});
    CHECK(unready.status == 503);
    const auto document = nlohmann::json::parse(unready.body);
    CHECK(document.at("ready") == false);
    CHECK(document.at("parts")[0].at("part") == "database");
    CHECK(document.at("parts")[0].at("reason") == "the last commit failed: disk full");
    CHECK(document.at("parts")[1] == nlohmann::json{{"part", "sender"}, {"ready", true}});
}

TEST_CASE("a reason that is no UTF-8 does not break the answer", "[webhooks]") {
    const auto route = webhooks::ready_route(
        [] { return std::vector<PartHealth>{{.part = "disk", .ready = false, .reason = "\xff"}}; });
    CHECK(route.handle({}).status == 503);
}
