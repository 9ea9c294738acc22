#include "bench/load_pool.h"

#include <algorithm>
#include <utility>

namespace bench {

namespace {

constexpr std::int64_t kReopenAfter = 5'000;

}  // namespace

Pool::Pool(std::uint16_t port, std::size_t connections, Handlers handlers)
    : port_(port), handlers_(std::move(handlers)), links_(connections) {}

void Pool::connect_all() {
    for (std::size_t connection = 0; connection < links_.size(); ++connection) {
        if (links_[connection].state == State::Closed) {
            open(connection);
        }
    }
}

void Pool::close_all() {
    for (Link& link : links_) {
        link.socket.close();
        link.state = State::Closed;
        link.has_request = false;
        link.generation++;
    }
    idle_.clear();
    reopening_.clear();
    busy_ = 0;
}

std::size_t Pool::take_idle() {
    const std::size_t connection = idle_.front();
    idle_.pop_front();
    links_[connection].state = State::Taken;
    return connection;
}

void Pool::send(std::size_t connection, std::string request) {
    Link& link = links_[connection];
    link.out = std::move(request);
    link.written = 0;
    link.has_request = true;
    busy_++;
    if (link.state == State::Closed) {
        open(connection);
        return;
    }
    link.state = State::Busy;
    if (write_some(link.socket, link.out, link.written) == Flow::Closed) {
        lost(connection);
    }
}

void Pool::wait(std::int64_t microseconds) {
    const std::int64_t now = now_us();
    while (!reopening_.empty() && reopening_.front().at <= now) {
        const std::size_t connection = reopening_.front().connection;
        reopening_.pop_front();
        if (links_[connection].state == State::Closed) {
            open(connection);
        }
    }
    if (!reopening_.empty()) {
        microseconds = std::min(microseconds, reopening_.front().at - now);
    }
    poller_.wait(microseconds, [this](std::uint64_t tag) { happened(tag); });
}

void Pool::open(std::size_t connection) {
    Link& link = links_[connection];
    link.generation++;
    link.state = State::Connecting;
    link.reader.clear();
    link.socket = connect_loopback(port_);
    poller_.watch(link.socket, std::uint64_t{link.generation} << 32U | connection, true);
}

void Pool::happened(std::uint64_t tag) {
    const std::size_t connection = tag & 0xffffffffU;
    const Link& link = links_[connection];
    if (link.generation != tag >> 32U) {
        return;  // about a socket closed earlier in this batch
    }
    if (link.state == State::Connecting) {
        connected(connection);
    } else if (link.state != State::Closed) {
        transfer(connection);
    }
}

void Pool::connected(std::size_t connection) {
    Link& link = links_[connection];
    if (connect_error(link.socket) != 0) {
        lost(connection);
    } else if (link.has_request) {
        link.state = State::Busy;
        transfer(connection);
    } else {
        rest(connection);
    }
}

void Pool::transfer(std::size_t connection) {
    Link& link = links_[connection];
    if (link.state == State::Busy && link.written < link.out.size() &&
        write_some(link.socket, link.out, link.written) == Flow::Closed) {
        lost(connection);
        return;
    }
    std::string bytes;
    Flow flow = Flow::Done;
    while (flow == Flow::Done) {
        flow = read_some(link.socket, bytes);
    }
    const auto state = bytes.empty() ? HttpReader::State::Incomplete : link.reader.feed(bytes);
    if (state == HttpReader::State::Complete && link.state == State::Busy) {
        const bool ends = link.reader.closes() || flow == Flow::Closed;
        link.has_request = false;
        busy_--;
        handlers_.on_answer(connection, link.reader);
        if (ends) {
            link.socket.close();
            link.state = State::Closed;
            open(connection);
        } else {
            link.reader.next();
            rest(connection);
        }
    } else if (flow == Flow::Closed || state != HttpReader::State::Incomplete) {
        lost(connection);
    }
}

void Pool::lost(std::size_t connection) {
    Link& link = links_[connection];
    const bool was_idle = link.state == State::Idle;
    if (was_idle) {
        std::erase(idle_, connection);
    } else {
        losses_++;
    }
    link.socket.close();
    link.state = State::Closed;
    reopening_.push_back({connection, now_us() + kReopenAfter});
    if (link.has_request) {
        link.has_request = false;
        busy_--;
        handlers_.on_lost(connection);
    }
}

void Pool::rest(std::size_t connection) {
    links_[connection].state = State::Idle;
    idle_.push_back(connection);
}

}  // namespace bench
