#include "webhooks/connection.h"

#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace webhooks {

namespace {

// An idle connection keeps at most this much memory of its last request and answer.
constexpr std::size_t kKeptBuffer = 4096;

// Bytes of a file sent before others have their turn.
constexpr std::uint64_t kFileStint = std::uint64_t{1} << 20U;

void clear_buffer(std::string& buffer) {
    if (buffer.capacity() > kKeptBuffer) {
        std::string().swap(buffer);
    } else {
        buffer.clear();
    }
}

SendOutcome send_bytes(Connection& connection) {
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
    return SendOutcome::Done;
}

SendOutcome send_file(Connection& connection) {
    const auto& file = *connection.file;
    const auto stop = std::min(file.size, connection.file_sent + kFileStint);
    while (connection.file_sent < stop) {
        auto offset = static_cast<off_t>(connection.file_sent);
        const auto count =
            ::sendfile(connection.fd.get(), file.fd.get(), &offset, stop - connection.file_sent);
        if (count > 0) {
            connection.file_sent += static_cast<std::uint64_t>(count);
        } else if (count < 0 && errno == EAGAIN) {
            return SendOutcome::Later;
        } else if (count == 0 || errno != EINTR) {
            return SendOutcome::Broken;  // the client is gone, or the file shorter than promised
        }
    }
    return connection.file_sent < file.size ? SendOutcome::Later : SendOutcome::Done;
}

}  // namespace

bool is_reading(Connection::Phase phase) {
    using Phase = Connection::Phase;
    return phase == Phase::Idle || phase == Phase::Head || phase == Phase::Body;
}

SendOutcome send_some(Connection& connection) {
    auto outcome = send_bytes(connection);
    if (outcome == SendOutcome::Done && connection.file) {
        outcome = send_file(connection);
    }
    if (outcome == SendOutcome::Done) {
        clear_buffer(connection.out);
        connection.sent = 0;
        connection.file.reset();
        connection.file_sent = 0;
    }
    return outcome;
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
