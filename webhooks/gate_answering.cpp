#include "webhooks/client_address.h"
#include "webhooks/gate.h"
#include "webhooks/poller.h"
#include "webhooks/refusal.h"
#include "webhooks/request_log.h"

#include <sys/socket.h>

#include <utility>

// The workers' threads: from a complete request to its answer on the wire; and what whoever owns a
// connection does with it.
namespace webhooks {

using std::chrono::steady_clock;

void Gate::work(Connection& connection) {
    if (const auto held = answer(connection)) {
        hold(connection, *held);
        return;
    }
    log_answer(connection);
    count_buffer(connection, 0);  // answered: whoever asks next may find room already
    const auto outcome = send_some(connection);
    if (outcome == SendOutcome::Done) {
        after_answer(connection);
    } else {
        connection.deadline = steady_clock::now() + config_.write_timeout;
        watch_writing(connection);
    }
    const bool has_more =
        !connection.in.empty() || outcome == SendOutcome::Broken || connection.peer_finished;
    auto expected = Lease::Worker;
    if (has_more || stopping_ ||
        !connection.lease.compare_exchange_strong(
            expected, Lease::Gate, std::memory_order_acq_rel)) {
        mailbox_->give_back(connection, false);
    }
}

// The connection goes back first: whoever releases only names it.
void Gate::hold(Connection& connection, HeldAnswer& held) {
    connection.phase = Phase::Held;
    connection.deadline = steady_clock::now() + config_.hold_timeout;
    connection.hold = ++holds_;
    connection.silent = held.refusal() == HeldAnswer::Refusal::Silent;
    const int fd = connection.fd.get();
    const auto hold = connection.hold;
    mailbox_->give_back(connection, true);
    held.when_released([mailbox = mailbox_, fd, hold](std::optional<Problem> instead) {
        mailbox->release({fd, hold, instead});
    });
}

std::shared_ptr<HeldAnswer> Gate::answer(Connection& connection) {
    const auto& head = *connection.head;
    const auto body =
        std::string_view(connection.in)
            .substr(connection.head_size, connection.request_size - connection.head_size);
    const auto begun = steady_clock::now();
    connection.close_after = !head.keep_alive || stopping_ ||
                             ++connection.requests >= config_.max_requests_per_connection;
    const auto client = client_address(connection.peer, head.headers, config_.proxies);
    Router::Answer answer;
    if (begun - connection.complete_at > config_.waiting_timeout) {
        metrics_.refused(Problem::TooBusy);
        answer.problem_id = new_problem_id();
        answer.status = describe(Problem::TooBusy).status;
        answer.bytes = refusal(Problem::TooBusy, answer.problem_id, config_.headers);
        connection.close_after = true;
    } else {
        answer = router_.answer({.head = head,
                                 .body = body,
                                 .client_address = client,
                                 .close = connection.close_after});
        if (!answer.held) {
            metrics_.answered(
                answer.route, answer.status, steady_clock::now() - connection.complete_at);
        }
    }
    connection.out = std::move(answer.bytes);
    connection.file = std::move(answer.file);
    connection.route = answer.route;
    connection.status = answer.status;
    connection.problem_id = std::move(answer.problem_id);
    return std::move(answer.held);
}

void Gate::log_answer(const Connection& connection) {
    const auto& head = *connection.head;
    const auto took = steady_clock::now() - connection.complete_at;
    log_request({.listener = config_.name,
                 .method = head.method,
                 .route = connection.route,
                 .status = connection.status,
                 .body_bytes = connection.request_size - connection.head_size,
                 .took = std::chrono::duration_cast<std::chrono::microseconds>(took),
                 .client_address = client_address(connection.peer, head.headers, config_.proxies),
                 .problem_id = connection.problem_id});
}

void Gate::begin_linger(Connection& connection) {
    ::shutdown(connection.fd.get(), SHUT_WR);
    connection.phase = Phase::Lingering;
    connection.deadline = steady_clock::now() + config_.linger_timeout;
}

void Gate::watch_writing(Connection& connection) {
    connection.phase = Phase::Writing;
    // A file's turn may be over although the socket would take more: asking anew tells that.
    if (!connection.watches_writing || connection.file) {
        connection.watches_writing =
            watch(poller_, EPOLL_CTL_MOD, connection.fd.get(), kReadEvents | EPOLLOUT);
    }
}

void Gate::after_answer(Connection& connection) {
    if (connection.close_after) {
        connection.in.clear();
        count_buffer(connection, 0);
        begin_linger(connection);
        return;
    }
    drop_request(connection);
    count_buffer(connection, connection.in.size());
    connection.phase = connection.in.empty() ? Phase::Idle : Phase::Head;
    connection.deadline =
        steady_clock::now() + (connection.in.empty() ? config_.idle_timeout : config_.head_timeout);
}

void Gate::count_buffer(Connection& connection, std::size_t size) {
    const std::size_t counted = size > kSmallRequest ? size : 0;
    if (counted != connection.counted) {
        buffered_ += counted;
        buffered_ -= std::exchange(connection.counted, counted);
    }
}

}  // namespace webhooks
