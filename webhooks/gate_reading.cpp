#include "webhooks/gate.h"
#include "webhooks/refusal.h"
#include "webhooks/request_log.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

// The gate's thread: from bytes to a complete request, and the end of connections.
namespace webhooks {

void Gate::advance(Connection& connection) {
    switch (connection.phase) {
        case Phase::Writing:
            write_on(connection);
            break;
        case Phase::Lingering:
            drain(connection);
            break;
        case Phase::Held:
            break;  // what came meanwhile is read after the answer
        default:
            read_on(connection);
    }
}

void Gate::read_on(Connection& connection) {
    while (!try_request(connection)) {
        if (connection.peer_finished) {
            close(connection);
            return;
        }
        if (!connection.may_have_bytes) {
            return;
        }
        if (!receive(connection)) {
            close(connection);
            return;
        }
    }
}

// False when the connection is broken.
bool Gate::receive(Connection& connection) {
    const auto count = ::recv(connection.fd.get(), scratch_.data(), scratch_.size(), MSG_DONTWAIT);
    if (count > 0) {
        if (connection.phase == Phase::Idle) {
            connection.phase = Phase::Head;
            connection.deadline = now_ + config_.head_timeout;
        }
        connection.head.reset();
        connection.in.append(scratch_.data(), static_cast<std::size_t>(count));
        // A short read has emptied the socket: what comes later is a new event.
        connection.may_have_bytes =
            connection.end_is_near || static_cast<std::size_t>(count) == scratch_.size();
        return true;
    }
    if (count == 0) {
        connection.peer_finished = true;
        connection.may_have_bytes = false;
        return true;
    }
    connection.may_have_bytes = errno == EINTR;
    connection.end_is_near = false;
    return errno == EINTR || errno == EAGAIN;
}

// True when there is nothing more to read now: the request is whole, refused, or too much.
bool Gate::try_request(Connection& connection) {
    if (connection.in.empty()) {
        connection.phase = Phase::Idle;
        return false;
    }
    if (connection.head_size == 0 && !try_head(connection)) {
        return !is_reading(connection.phase);
    }
    if (connection.in.size() < connection.request_size) {
        if (over_budget(connection)) {
            refuse(connection, Problem::TooBusy);
            return true;
        }
        ask_for_body(connection);
        return false;
    }
    hand_over(connection);
    return true;
}

// True when the head is whole and good.
bool Gate::try_head(Connection& connection) {
    const auto end = find_head_end(connection.in, connection.scan);
    if (const auto* problem = std::get_if<Problem>(&end)) {
        refuse(connection, *problem);
        return false;
    }
    const auto* size = std::get_if<std::size_t>(&end);
    if (size == nullptr) {
        return false;
    }
    auto read = read_head(
        std::string_view(connection.in).substr(0, *size), config_.max_body, config_.multipart);
    if (const auto* problem = std::get_if<Problem>(&read)) {
        refuse(connection, *problem);
        return false;
    }
    connection.head = std::get<RequestHead>(std::move(read));
    connection.head_size = *size;
    connection.request_size = *size + connection.head->content_length;
    connection.phase = Phase::Body;
    connection.deadline = now_ + config_.body_timeout;
    return true;
}

bool Gate::over_budget(Connection& connection) {
    count_buffer(connection, connection.in.size());
    return connection.in.size() > kSmallRequest && buffered_ > config_.max_buffered;
}

void Gate::ask_for_body(Connection& connection) {
    if (!connection.head || !connection.head->expects_continue || connection.continue_sent) {
        return;
    }
    connection.continue_sent = true;
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    // 25 bytes into a send buffer that is empty: a client for whom they do not fit is not there.
    [[maybe_unused]] const auto sent = ::send(
        connection.fd.get(), kContinue.data(), kContinue.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Gate::hand_over(Connection& connection) {
    if (workers_->waiting() + ready_.size() >= config_.max_waiting) {
        refuse(connection, Problem::TooBusy);
        return;
    }
    count_buffer(connection, connection.in.size());
    if (!connection.head) {  // its views went when the body came
        const auto head = std::string_view(connection.in).substr(0, connection.head_size);
        connection.head =
            std::get<RequestHead>(read_head(head, config_.max_body, config_.multipart));
    }
    connection.phase = Phase::Answering;
    connection.complete_at = now_;
    connection.lease.store(connection.may_have_bytes ? Lease::WorkerEventSeen : Lease::Worker,
                           std::memory_order_relaxed);  // the queue's lock publishes it
    ready_.emplace_back([this, &connection] { work(connection); });
}

std::string Gate::note_refusal(const Connection& connection, Problem problem) {
    auto id = new_problem_id();
    metrics_.refused(problem);
    log_request({.listener = config_.name,
                 .method = {},
                 .route = {},
                 .status = describe(problem).status,
                 .body_bytes = connection.in.size(),
                 .client_address = connection.peer,
                 .problem_id = id});
    return id;
}

void Gate::refuse_held(Connection& connection, Problem problem) {
    if (connection.silent) {
        (void)note_refusal(connection, problem);
        close(connection);
    } else {
        refuse(connection, problem);
    }
}

void Gate::refuse(Connection& connection, Problem problem) {
    const auto id = note_refusal(connection, problem);
    connection.out = refusal(problem, id, config_.headers);
    connection.close_after = true;
    write_on(connection);
}

void Gate::write_on(Connection& connection) {
    const auto before = connection.sent + connection.file_sent;
    switch (send_some(connection)) {
        case SendOutcome::Done:
            after_answer(connection);
            if (connection.phase == Phase::Lingering) {
                drain(connection);
            } else if (!connection.in.empty() || connection.may_have_bytes) {
                read_on(connection);
            }
            break;
        case SendOutcome::Later:
            if (connection.phase != Phase::Writing ||
                connection.sent + connection.file_sent > before) {
                connection.deadline = now_ + config_.write_timeout;
            }
            watch_writing(connection);
            break;
        case SendOutcome::Broken:
            close(connection);
    }
}

// Reads and forgets, so that closing does not reset the connection before the answer is read.
void Gate::drain(Connection& connection) {
    for (int i = 0; i < 16; ++i) {
        const auto count =
            ::recv(connection.fd.get(), scratch_.data(), scratch_.size(), MSG_DONTWAIT);
        if (count < 0 && errno == EAGAIN) {
            return;
        }
        if (count <= 0 && !(count < 0 && errno == EINTR)) {
            break;
        }
    }
    close(connection);  // the end, or more than anybody would send by mistake
}

void Gate::close(Connection& connection) {
    count_buffer(connection, 0);
    metrics_.connection_closed();
    --open_;
    connection.phase = Phase::Closed;
    closed_.push_back(std::move(by_fd_[static_cast<std::size_t>(connection.fd.get())]));
}

}  // namespace webhooks
