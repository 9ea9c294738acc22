#include "webhooks/gate_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

namespace webhooks {

namespace {

const std::vector<double>& latency_bounds() {
    static const std::vector<double> bounds{
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0};
    return bounds;
}

}  // namespace

GateMetrics::GateMetrics(Metrics& metrics, const std::string& listener)
    : metrics_(metrics),
      listener_(listener),
      open_(metrics.gauge(
          "sammachip_http_connections", "Connections now open", {{"listener", listener}})),
      accepted_(metrics.counter("sammachip_http_connections_total",
                                "Connections accepted since start",
                                {{"listener", listener}})),
      seconds_(metrics.histogram("sammachip_http_request_seconds",
                                 "From a request's last byte to its answer's first",
                                 latency_bounds(),
                                 {{"listener", listener}})) {}

void GateMetrics::connection_opened() {
    open_.Increment();
    accepted_.Increment();
}

void GateMetrics::connection_closed() {
    open_.Decrement();
}

void GateMetrics::refused(Problem problem) {
    metrics_
        .counter("sammachip_http_refused_total",
                 "Requests the gate refused by itself, by problem code (503.1: load shed)",
                 {{"listener", listener_}, {"problem", std::string(describe(problem).code)}})
        .Increment();
}

void GateMetrics::answered(std::string_view route, int status, std::chrono::nanoseconds took) {
    seconds_.Observe(std::chrono::duration<double>(took).count());
    prometheus::Counter* counter = nullptr;
    {
        const std::scoped_lock lock(mutex_);
        auto& slot = by_route_[{std::string(route), status}];
        if (slot == nullptr) {
            slot = &metrics_.counter("sammachip_http_requests_total",
                                     "Requests answered, by route and status",
                                     {{"listener", listener_},
                                      {"route", route.empty() ? "none" : std::string(route)},
                                      {"status", std::to_string(status)}});
        }
        counter = slot;
    }
    counter->Increment();
}

}  // namespace webhooks
