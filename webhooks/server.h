#pragma once
#include "webhooks/listen_config.h"
#include "webhooks/metrics.h"
#include "webhooks/route.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace webhooks {

// An HTTP/1.1 listener: the gate (webhooks/gate.h) reads whole requests, cpp-httplib routes them,
// workers run the handlers. Idle, slow and hostile clients delay nobody.
//
// Threads: the public functions are called by one thread, the owner's.
class HttpServer {
  public:
    // `metrics` must outlive the server.
    HttpServer(ListenConfig config, std::vector<Route> routes, Metrics& metrics);
    ~HttpServer();  // stops
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    HttpServer(HttpServer&&) = delete;
    HttpServer& operator=(HttpServer&&) = delete;

    // Opens the port and begins to answer. Throws ListenError; then nothing is open. A port can be
    // opened by one server only. Raises the process's soft limit of open files when it is lower
    // than max_connections needs.
    void start();

    // The port in use, after start().
    [[nodiscard]] std::uint16_t port() const;

    // Orderly end: no new connection and no new request; requests that are complete get their
    // answer, idle connections are closed. Returns when all is done; answers that their client does
    // not take are given up after 5 seconds. A second call does nothing.
    void stop();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace webhooks
