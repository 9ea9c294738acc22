#include "webhooks/server.h"

#include "webhooks/gate.h"
#include "webhooks/gate_metrics.h"
#include "webhooks/router.h"

#include <spdlog/spdlog.h>

#include <optional>
#include <utility>

namespace webhooks {

class HttpServer::Impl {
  public:
    Impl(ListenConfig listen, std::vector<Route> routes, Metrics& metrics)
        : config(std::move(listen)),
          router(std::move(routes), config),
          gate_metrics(metrics, config.name) {}

    const ListenConfig config;
    Router router;
    GateMetrics gate_metrics;
    std::uint16_t port = 0;
    std::optional<Gate> gate;
};

HttpServer::HttpServer(ListenConfig config, std::vector<Route> routes, Metrics& metrics)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(routes), metrics)) {}

HttpServer::~HttpServer() = default;

void HttpServer::start() {
    impl_->gate.emplace(impl_->config, impl_->router, impl_->gate_metrics);
    impl_->port = impl_->gate->port();
    spdlog::info("{}: listening on {}:{}", impl_->config.name, impl_->config.address, impl_->port);
}

std::uint16_t HttpServer::port() const {
    return impl_->port;
}

void HttpServer::stop() {
    if (impl_->gate) {
        impl_->gate.reset();
        spdlog::info("{}: stopped", impl_->config.name);
    }
}

}  // namespace webhooks
