#pragma once
#include "bench/http_reader.h"
#include "bench/line_rules.h"
#include "bench/sockets.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <vector>

namespace bench {

// Serves what plays LINE over HTTP/1.1 with keep-alive from one thread; every answer leaves
// `latency_us` after its request came. `GET /bench/stats` is answered at once with `stats()`.
class LineServer {
  public:
    using Stats = std::function<std::string()>;
    using Handler = std::function<LineAnswer(const HttpReader& request, std::int64_t now_us)>;

    LineServer(Handler handler, std::uint16_t port, std::int64_t latency_us, Stats stats);

    [[nodiscard]] std::uint16_t port() const { return port_of(listener_); }

    void run(const std::atomic<bool>& stop);

  private:
    struct Link {
        Descriptor socket;
        std::uint32_t generation = 0;
        HttpReader reader;
        bool thinking = false;  // an answer is on its way
        bool closing = false;
        std::string out;
        std::size_t written = 0;
    };

    struct Due {
        std::int64_t at;
        std::size_t link;
        std::uint32_t generation;
        LineAnswer answer;

        bool operator>(const Due& other) const { return at > other.at; }
    };

    void accept_all();
    void happened(std::uint64_t tag);
    void read(std::size_t index);
    void take(std::size_t index);
    void answer(std::size_t index, const LineAnswer& answer);
    void flush(std::size_t index);
    void close(std::size_t index);
    void answer_what_is_due();
    [[nodiscard]] std::int64_t pause() const;

    Handler handler_;
    Descriptor listener_;
    std::int64_t latency_us_;
    Stats stats_;
    Poller poller_;
    std::vector<Link> links_;
    std::vector<std::size_t> free_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

}  // namespace bench
