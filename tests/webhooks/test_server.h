#pragma once
#include "tests/webhooks/fake_intake.h"
#include "tests/webhooks/http_client.h"
#include "webhooks/server.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

// Handlers wait here until the test lets them go.
class Barrier {
  public:
    void wait_here() {
        std::unique_lock lock(mutex_);
        ++inside_;
        news_.notify_all();
        news_.wait(lock, [this] { return open_; });
    }

    void wait_until_inside(int count) {
        std::unique_lock lock(mutex_);
        news_.wait(lock, [&] { return inside_ >= count; });
    }

    void open() {
        const std::scoped_lock lock(mutex_);
        open_ = true;
        news_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable news_;
    int inside_ = 0;
    bool open_ = false;
};

inline constexpr std::size_t kBigAnswer = 8'000'000;

// A running server on a free port of loopback with a few plain routes and LINE's webhook:
//   GET /hello · POST /echo · GET /big · GET /file and /short (as large, of a file, the second one
//   shorter than promised) · POST /block (waits at `barrier`) · GET /throw ·
//   GET /below/* (answers what it saw) · GET /odd (a header with a line break) ·
//   POST /webhooks/line (secret "secret", into `intake`)
class TestServer {
  public:
    explicit TestServer(webhooks::ListenConfig config = {});
    ~TestServer();
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;
    TestServer(TestServer&&) = delete;
    TestServer& operator=(TestServer&&) = delete;

    [[nodiscard]] std::uint16_t port() const { return server_.port(); }

    void stop() { server_.stop(); }

    // A new connection's answer to one request.
    [[nodiscard]] HttpClient::Answer ask(std::string_view request);

    FakeIntake intake;
    Barrier barrier;
    webhooks::Metrics metrics;

  private:
    webhooks::HttpServer server_;
};

// A signed LINE webhook request with one text message.
[[nodiscard]] std::string signed_webhook(std::string_view text);
