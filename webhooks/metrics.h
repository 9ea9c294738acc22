#pragma once
#include "webhooks/route.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace webhooks {

// What the program counts, in the words of Prometheus. Rooms ask for a counter, gauge or histogram
// once, keep the reference and use prometheus-cpp's own functions on it (<prometheus/counter.h>
// etc.). Names are English, begin with "sammachip_" and follow Prometheus' naming: _total for
// counters, units in seconds and bytes. Labels never hold people's data.
//
// Threads: any number. References stay valid as long as the Metrics.
class Metrics {
  public:
    using Labels = std::map<std::string, std::string>;

    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;
    Metrics(Metrics&&) = delete;
    Metrics& operator=(Metrics&&) = delete;

    // The one of that name and those labels, made when it is not there yet. Throws
    // std::invalid_argument when the name is taken by another kind.
    prometheus::Counter& counter(const std::string& name,
                                 const std::string& help,
                                 const Labels& labels = {});
    prometheus::Gauge& gauge(const std::string& name,
                             const std::string& help,
                             const Labels& labels = {});
    // `bounds`: upper edges of the buckets, rising; those of the first call for a name and labels
    // hold.
    prometheus::Histogram& histogram(const std::string& name,
                                     const std::string& help,
                                     const std::vector<double>& bounds,
                                     const Labels& labels = {});

    // Runs before each text(), to set gauges that are cheaper asked than kept (queue lengths,
    // ages).
    void before_scrape(std::function<void()> update);

    // All of it in Prometheus' text format 0.0.4.
    [[nodiscard]] std::string text();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

// GET /metrics. `metrics` must outlive the route.
[[nodiscard]] Route metrics_route(Metrics& metrics);

}  // namespace webhooks
