#pragma once
#include "webhooks/listen_config.h"
#include "webhooks/request_head.h"
#include "webhooks/route.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace webhooks {

// Finds and runs the route of one complete request, by cpp-httplib, and writes the answer's bytes.
class Router {
  public:
    // Throws std::invalid_argument for a route without handler or with an unknown method.
    Router(std::vector<Route> routes, const ListenConfig& config);
    ~Router();
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;
    Router(Router&&) = delete;
    Router& operator=(Router&&) = delete;

    struct Call {
        const RequestHead& head;
        std::string_view body;
        std::string_view client_address;
        bool close = false;  // this answer is the connection's last
    };

    struct Answer {
        std::string bytes;
        int status = 500;
        std::string_view route;  // the route's label or path; empty when none matched
        std::string problem_id;
        std::shared_ptr<const FileBody> file;  // follows the bytes
        std::shared_ptr<HeldAnswer> held;      // the bytes must wait for it
    };

    // Threads: any number. Never throws for what a handler throws.
    [[nodiscard]] Answer answer(const Call& call);

  private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace webhooks
