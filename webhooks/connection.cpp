#include "webhooks/connection.h"

#include <sys/socket.h>

#include <cerrno>

namespace webhooks {

namespace {

// An idle connection keeps at most this much memory of its last request and answer.
constexpr std::size_t kKeptBuffer = 4096;

void clear_buffer(std::string& buffer) {
    if (buffer.capacity() > kKeptBuffer) {
        std::string().swap(buffer);
    } else {
        buffer.clear();
    }
}

}  // namespace

bool is_reading(Connection::Phase phase) {
    using Phase = Connection::Phase;
    return phase == Phase::Idle || phase == Phase::Head || phase == Phase::Body;
}

SendOutcome send_some(Connection& connection) {
    while (connection.sent < connection.out.size()) {
        const auto count = ::send(connection.fd.get(),
                                  connection.out.data() + connection.sent,
                                  connection.out.size() - connection.sent,
                                  MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count >= 0) {
            connection.sent += static_cast<std::size_t>(count);
        } else if (errno == EAGAIN) {
            return SendOutcome::Later;
        } else if (errno != EINTR) {
            return SendOutcome::Broken;
        }
    }
    clear_buffer(connection.out);
    connection.sent = 0;
    return SendOutcome::Done;
}

void drop_request(Connection& connection) {
    connection.head.reset();
    if (connection.in.size() <= connection.request_size) {
        clear_buffer(connection.in);
    } else {
        connection.in.erase(0, connection.request_size);
    }
    connection.scan = {};
    connection.head_size = 0;
    connection.request_size = 0;
    connection.continue_sent = false;
}

}  // namespace webhooks
