#pragma once
#include "webhooks/metrics.h"
#include "webhooks/problem.h"

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace webhooks {

// What one listener counts. Threads: any number.
class GateMetrics {
  public:
    GateMetrics(Metrics& metrics, const std::string& listener);

    void connection_opened();
    void connection_closed();
    // A request the gate answered itself, because it was not fit for a handler or nobody was free.
    void refused(Problem problem);
    // A request a route answered; `route` is empty when none matched.
    void answered(std::string_view route, int status, std::chrono::nanoseconds took);

  private:
    Metrics& metrics_;
    const std::string listener_;
    prometheus::Gauge& open_;
    prometheus::Counter& accepted_;
    prometheus::Histogram& seconds_;
    std::mutex mutex_;
    // Guarded by mutex_. Few: a route's label or path times the statuses it gives.
    std::map<std::pair<std::string, int>, prometheus::Counter*, std::less<>> by_route_;
};

}  // namespace webhooks
