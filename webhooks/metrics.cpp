#include "webhooks/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <utility>

namespace webhooks {

class Metrics::Impl {
  public:
    // Building a family again with the same name gives the one that is there.
    prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};
    std::mutex mutex;
    std::vector<std::function<void()>> updates;  // guarded by mutex
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}

Metrics::~Metrics() = default;

prometheus::Counter& Metrics::counter(const std::string& name,
                                      const std::string& help,
                                      const Labels& labels) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(impl_->registry).Add(labels);
}

prometheus::Gauge& Metrics::gauge(const std::string& name,
                                  const std::string& help,
                                  const Labels& labels) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(impl_->registry).Add(labels);
}

prometheus::Histogram& Metrics::histogram(const std::string& name,
                                          const std::string& help,
                                          const std::vector<double>& bounds,
                                          const Labels& labels) {
    return prometheus::BuildHistogram()
        .Name(name)
        .Help(help)
        .Register(impl_->registry)
        .Add(labels, bounds);
}

void Metrics::before_scrape(std::function<void()> update) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->updates.push_back(std::move(update));
}

std::string Metrics::text() {
    std::vector<std::function<void()>> updates;
    {
        const std::scoped_lock lock(impl_->mutex);
        updates = impl_->updates;
    }
    for (const auto& update : updates) {
        update();
    }
    return prometheus::TextSerializer{}.Serialize(impl_->registry.Collect());
}

Route metrics_route(Metrics& metrics) {
    return {.method = "GET",
            .path = "/metrics",
            .handle =
                [&metrics](const Request&) {
                    Response response;
                    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
                    response.body = metrics.text();
                    return response;
                },
            .label = {}};
}

}  // namespace webhooks
