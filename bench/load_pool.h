#pragma once
#include "bench/http_reader.h"
#include "bench/sockets.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bench {

// The generator's connections. Each carries one request at a time; the one that has rested longest
// is used next, so that all are used evenly. Lost connections are made anew after 5 ms.
class Pool {
  public:
    struct Handlers {
        std::function<void(std::size_t connection, const HttpReader& answer)> on_answer;
        std::function<void(std::size_t connection)> on_lost;  // while a request was under way
    };

    Pool(std::uint16_t port, std::size_t connections, Handlers handlers);

    // Starts connecting every connection that is closed.
    void connect_all();

    // Closes all, so that the next request on each begins with a handshake. Requests under way are
    // lost without on_lost.
    void close_all();

    [[nodiscard]] std::size_t size() const { return links_.size(); }

    [[nodiscard]] std::size_t idle() const { return idle_.size(); }

    [[nodiscard]] std::size_t busy() const { return busy_; }

    // A free connection, which from now on is the caller's to send on. Precondition: idle() > 0.
    std::size_t take_idle();

    // Precondition: the connection was taken, or is closed: then it is connected first.
    void send(std::size_t connection, std::string request);

    // Waits for something to happen, at most that long, and tells the handlers.
    void wait(std::int64_t microseconds);

    // Connections lost while a request was under way or while connecting.
    [[nodiscard]] std::uint64_t losses() const { return losses_; }

  private:
    enum class State { Closed, Connecting, Idle, Taken, Busy };

    struct Link {
        Descriptor socket;
        State state = State::Closed;
        std::uint32_t generation = 0;
        bool has_request = false;
        std::string out;
        std::size_t written = 0;
        HttpReader reader;
    };

    struct Reopening {
        std::size_t connection;
        std::int64_t at;
    };

    void open(std::size_t connection);
    void happened(std::uint64_t tag);
    void connected(std::size_t connection);
    void transfer(std::size_t connection);
    void lost(std::size_t connection);
    void rest(std::size_t connection);

    Poller poller_;
    std::uint16_t port_;
    Handlers handlers_;
    std::vector<Link> links_;
    std::deque<std::size_t> idle_;
    std::deque<Reopening> reopening_;
    std::size_t busy_ = 0;
    std::uint64_t losses_ = 0;
};

}  // namespace bench
