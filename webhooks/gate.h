#pragma once
#include "webhooks/connection.h"
#include "webhooks/gate_mailbox.h"
#include "webhooks/gate_metrics.h"
#include "webhooks/listen_config.h"
#include "webhooks/router.h"
#include "webhooks/worker_pool.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace webhooks {

// The gate: one thread that accepts, reads whole and bounded requests under deadlines, hands them
// to workers and writes what the workers could not write at once. Nobody's slowness is felt by
// anybody else, and no byte reaches cpp-httplib that request_head has not checked.
//
// Sockets are registered edge-triggered, once: in the usual course a request costs one wake-up of
// the gate, one read, one wake-up of a worker and one write.
class Gate {
  public:
    // `router` and `metrics` must outlive the gate. Throws ListenError.
    Gate(const ListenConfig& config, Router& router, GateMetrics& metrics);
    ~Gate();  // stops
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;
    Gate(Gate&&) = delete;
    Gate& operator=(Gate&&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

    // See HttpServer::stop().
    void stop();

  private:
    using Lease = Connection::Lease;
    using Phase = Connection::Phase;

    // The gate's thread.
    void run();
    void handle_events(int count);
    void on_event(int fd, unsigned events);
    void read_mailbox();
    void release(const GateMailbox::Release& release);
    void accept_new();
    void pause_accepting();
    void admit(FileDescriptor socket, std::string peer);
    [[nodiscard]] bool make_room();
    void advance(Connection& connection);
    void read_on(Connection& connection);
    [[nodiscard]] bool receive(Connection& connection);
    [[nodiscard]] bool try_request(Connection& connection);
    [[nodiscard]] bool try_head(Connection& connection);
    [[nodiscard]] bool over_budget(Connection& connection);
    void ask_for_body(Connection& connection);
    void hand_over(Connection& connection);
    // Counts and logs it; the name it goes by.
    std::string note_refusal(const Connection& connection, Problem problem);
    // Of an answer that was held: aloud, or by ending the connection.
    void refuse_held(Connection& connection, Problem problem);
    void refuse(Connection& connection, Problem problem);
    void write_on(Connection& connection);
    void drain(Connection& connection);
    void close(Connection& connection);
    void sweep();
    void sweep_one(Connection& connection);
    void begin_stop();
    [[nodiscard]] int wait_milliseconds() const;

    // A worker's thread.
    void work(Connection& connection);
    // The answer's bytes are in the connection; whether they may go now is in what it returns.
    [[nodiscard]] std::shared_ptr<HeldAnswer> answer(Connection& connection);
    void hold(Connection& connection, HeldAnswer& held);

    // Whoever owns the connection.
    void begin_linger(Connection& connection);
    void watch_writing(Connection& connection);
    void after_answer(Connection& connection);
    void count_buffer(Connection& connection, std::size_t size);
    void log_answer(const Connection& connection);

    const ListenConfig& config_;
    Router& router_;
    GateMetrics& metrics_;
    std::uint16_t port_ = 0;
    FileDescriptor listener_;
    FileDescriptor poller_;
    FileDescriptor spare_;  // given up for a moment to refuse a client when descriptors run out

    // The gate's thread only.
    std::vector<std::unique_ptr<Connection>> by_fd_;
    std::size_t open_ = 0;
    std::vector<std::unique_ptr<Connection>> closed_;  // this round; their events may still come
    std::vector<WorkerPool::Task> ready_;              // complete requests found in this round
    bool accept_wanted_ = false;
    bool accept_paused_ = false;  // the system had no room for another socket
    bool draining_ = false;       // the stop has begun
    SteadyTime now_;              // of this round
    SteadyTime next_sweep_;
    SteadyTime give_up_at_;
    std::string scratch_;
    std::chrono::milliseconds tick_;

    std::atomic<std::size_t> buffered_{0};
    std::atomic<bool> stopping_{false};
    std::atomic<std::uint64_t> holds_{0};
    const std::shared_ptr<GateMailbox> mailbox_ = std::make_shared<GateMailbox>();
    std::optional<WorkerPool> workers_;
    std::jthread thread_;
};

}  // namespace webhooks
