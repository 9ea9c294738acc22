#pragma once
#include "bench/histogram.h"
#include "bench/ledger.h"
#include "bench/load_people.h"
#include "bench/load_pool.h"
#include "bench/load_webhook.h"

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <queue>
#include <random>
#include <string>
#include <vector>

namespace bench {

struct LoadOptions {
    std::uint16_t port = 8080;
    std::string path = "/webhooks/line";
    std::string secret;
    std::size_t connections = 64;
    std::uint64_t run = 1;           // keeps event ids of several runs apart
    std::uint64_t first_person = 1;  // number in the first user id
    double rate = 0;                 // turns a second; 0: as many as the connections carry
    double seconds = 5;              // 0: until stopped
    double drain_seconds = 10;       // at most, for what is under way at the end
    unsigned bursts = 0;             // instead: so many times all connections at once
    double burst_gap_seconds = 1;
    double redeliver_percent = 0;
    double forged_percent = 0;
    unsigned events_per_body = 1;
    bool retry = false;  // send again what was not acked, as LINE's redelivery does
    std::uint64_t seed = 1;
};

struct LoadReport {
    double seconds = 0;                     // of sending
    std::uint64_t offered = 0;              // turns that the schedule asked for
    std::uint64_t sent = 0;                 // turns sent for the first time
    std::uint64_t acked = 0;                // of these, 200
    std::uint64_t acked_in_time = 0;        // while sending
    std::uint64_t never_answered = 0;       // requests without any HTTP answer at the end
    std::map<int, std::uint64_t> statuses;  // of genuine bodies, first and repeated
    std::map<int, std::uint64_t> redelivery_statuses;  // of bodies sent again after their ack
    std::map<int, std::uint64_t> forged_statuses;
    std::uint64_t connection_losses = 0;
    double own_cpu_seconds = 0;  // while sending
    Histogram ack;               // from the intended send time
};

// Sends as the options say and reports.
class Driver {
  public:
    Driver(const LoadOptions& options, Ledger& ledger, People& people);

    // Ends early when `stop` becomes true; then only what is under way is brought to its end.
    [[nodiscard]] LoadReport run(const std::atomic<bool>& stop);

  private:
    enum class Kind { Fresh, Again, Redelivery, Forged };

    struct Delivery {
        Kind kind = Kind::Fresh;
        std::int64_t intended_us = 0;
        std::vector<std::uint64_t> turns;
    };

    struct Later {
        std::int64_t at;
        Delivery delivery;

        bool operator>(const Later& other) const { return at > other.at; }
    };

    struct Typed {
        std::int64_t sent_ms;
        std::string_view text;
    };

    void connect();
    void send_on_schedule(const std::atomic<bool>& stop);
    void send_bursts(const std::atomic<bool>& stop);
    void drain();
    void come_due(std::int64_t now);
    bool send_next(std::int64_t now);
    void send_new(std::size_t connection, std::int64_t intended_us);
    void send(std::size_t connection, Delivery delivery, Forgery forgery);
    void answered(std::size_t connection, const HttpReader& answer);
    void acked(const Delivery& delivery, std::int64_t now);
    void not_acked(Delivery delivery, std::int64_t now);
    [[nodiscard]] bool all_answered();
    [[nodiscard]] std::int64_t pause(std::int64_t now) const;
    [[nodiscard]] bool by_chance(double percent);
    [[nodiscard]] std::uint64_t begin_turn(std::uint32_t person, std::int64_t at, bool forged);

    const LoadOptions& options_;
    Ledger& ledger_;
    People& people_;
    WebhookWriter writer_;
    Pool pool_;
    std::vector<Delivery> under_way_;  // by connection
    std::vector<Typed> typed_;         // by turn
    std::priority_queue<Later, std::vector<Later>, std::greater<>> later_;
    std::deque<std::int64_t> due_;  // intended send times that nobody was free for
    std::int64_t begin_us_ = 0;
    std::int64_t end_us_ = 0;
    std::uint64_t scheduled_ = 0;
    std::uint64_t first_open_ = 0;  // every turn before it is acked and answered, or never will be
    bool sending_ = false;
    std::mt19937_64 random_;
    LoadReport report_;
};

}  // namespace bench
