#include "webhooks/metrics.h"

#include <catch2/catch.hpp>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <string>

using webhooks::Metrics;

namespace {

bool has(Metrics& metrics, const std::string& line) {
    return ("\n" + metrics.text()).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("counters, gauges and histograms show in Prometheus' format", "[webhooks]") {
    Metrics metrics;
    metrics.counter("sammachip_a_total", "As", {{"kind", "x\"y"}}).Increment(2);
    metrics.gauge("sammachip_b", "Bs").Set(1.5);
    metrics.histogram("sammachip_c_seconds", "Cs", {0.1, 1}).Observe(0.5);
    CHECK(has(metrics, "# HELP sammachip_a_total As"));
    CHECK(has(metrics, "# TYPE sammachip_a_total counter"));
    CHECK(has(metrics, R"(sammachip_a_total{kind="x\"y"} 2)"));
    CHECK(has(metrics, "sammachip_b 1.5"));
    CHECK(has(metrics, R"(sammachip_c_seconds_bucket{le="0.1"} 0)"));
    CHECK(has(metrics, R"(sammachip_c_seconds_bucket{le="1"} 1)"));
}

TEST_CASE("asking again for the same name and labels gives the same counter", "[webhooks]") {
    Metrics metrics;
    auto& first = metrics.counter("sammachip_a_total", "As", {{"kind", "x"}});
    auto& other = metrics.counter("sammachip_a_total", "As", {{"kind", "y"}});
    CHECK(&metrics.counter("sammachip_a_total", "As", {{"kind", "x"}}) == &first);
    CHECK(&first != &other);
    CHECK_THROWS_AS(metrics.gauge("sammachip_a_total", "As"), std::invalid_argument);
}

TEST_CASE("gauges that are asked are set before they are read", "[webhooks]") {
    Metrics metrics;
    int length = 0;
    metrics.before_scrape(
        [&] { metrics.gauge("sammachip_queue", "Waiting").Set(static_cast<double>(++length)); });
    const auto route = webhooks::metrics_route(metrics);
    CHECK(route.path == "/metrics");
    CHECK(route.handle({}).body.find("sammachip_queue 1\n") != std::string::npos);
    CHECK(route.handle({}).body.find("sammachip_queue 2\n") != std::string::npos);
    CHECK(route.handle({}).content_type.starts_with("text/plain; version=0.0.4"));
}
