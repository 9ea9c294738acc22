#include "bench/line_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bench {

namespace {

constexpr std::uint64_t kListener = ~std::uint64_t{0} - 1;
constexpr std::int64_t kLookUp = 50'000;  // how often a stop signal is looked for

std::string_view phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 202:
            return "Accepted";
        case 429:
            return "Too Many Requests";
        default:
            return status < 500 ? "Refused" : "Broken";
    }
}

std::string written(const LineAnswer& answer) {
    return fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\n{}Content-Length: {}\r\n\r\n{}",
                       answer.status,
                       phrase(answer.status),
                       answer.content_type,
                       answer.headers,
                       answer.body.size(),
                       answer.body);
}

}  // namespace

LineServer::LineServer(Handler handler, std::uint16_t port, std::int64_t latency_us, Stats stats)
    : handler_(std::move(handler)),
      listener_(listen_loopback(port)),
      latency_us_(latency_us),
      stats_(std::move(stats)) {
    poller_.watch(listener_, kListener, false);
}

void LineServer::run(const std::atomic<bool>& stop) {
    while (!stop) {
        poller_.wait(pause(), [this](std::uint64_t tag) { happened(tag); });
        answer_what_is_due();
    }
}

std::int64_t LineServer::pause() const {
    if (due_.empty()) {
        return kLookUp;
    }
    return std::clamp<std::int64_t>(due_.top().at - now_us(), 0, kLookUp);
}

void LineServer::happened(std::uint64_t tag) {
    if (tag == kListener) {
        accept_all();
        return;
    }
    const std::size_t index = tag & 0xffffffffU;
    if (links_[index].generation != tag >> 32U) {
        return;  // about a socket closed earlier in this batch
    }
    flush(index);
    if (links_[index].socket.open()) {
        read(index);
    }
}

void LineServer::accept_all() {
    for (Descriptor socket = accept_one(listener_); socket.open(); socket = accept_one(listener_)) {
        if (free_.empty()) {
            free_.push_back(links_.size());
            links_.emplace_back();
        }
        const std::size_t index = free_.back();
        free_.pop_back();
        Link& link = links_[index];
        link.socket = std::move(socket);
        link.thinking = false;
        link.closing = false;
        link.out.clear();
        link.written = 0;
        link.reader.clear();
        poller_.watch(link.socket, std::uint64_t{link.generation} << 32U | index, true);
        read(index);
    }
}

void LineServer::read(std::size_t index) {
    Link& link = links_[index];
    std::string bytes;
    Flow flow = Flow::Done;
    while (flow == Flow::Done) {
        flow = read_some(link.socket, bytes);
    }
    const auto state = bytes.empty() ? HttpReader::State::Incomplete : link.reader.feed(bytes);
    if (flow == Flow::Closed || state == HttpReader::State::Broken) {
        close(index);
    } else if (state == HttpReader::State::Complete && !link.thinking) {
        take(index);
    }
}

void LineServer::take(std::size_t index) {
    Link& link = links_[index];
    link.closing = link.reader.closes();
    link.thinking = true;
    if (link.reader.start_line().starts_with("GET /bench/stats ")) {
        answer(index, {.body = stats_()});
        return;
    }
    const std::int64_t now = now_us();
    LineAnswer result = handler_(link.reader, now);
    if (latency_us_ == 0) {
        answer(index, result);
    } else {
        due_.push({now + latency_us_, index, link.generation, std::move(result)});
    }
}

void LineServer::answer_what_is_due() {
    const std::int64_t now = now_us();
    while (!due_.empty() && due_.top().at <= now) {
        const Due due = due_.top();
        due_.pop();
        if (links_[due.link].generation == due.generation) {
            answer(due.link, due.answer);
        }
    }
}

void LineServer::answer(std::size_t index, const LineAnswer& answer) {
    Link& link = links_[index];
    if (answer.drop) {
        close(index);
        return;
    }
    link.out = written(answer);
    link.written = 0;
    link.thinking = false;
    flush(index);
    if (link.socket.open() && link.reader.next() == HttpReader::State::Complete) {
        take(index);
    }
}

void LineServer::flush(std::size_t index) {
    Link& link = links_[index];
    if (link.written == link.out.size()) {
        return;
    }
    const Flow flow = write_some(link.socket, link.out, link.written);
    if (flow == Flow::Closed || (flow == Flow::Done && link.closing)) {
        close(index);
    }
}

void LineServer::close(std::size_t index) {
    Link& link = links_[index];
    link.socket.close();
    link.generation++;
    link.written = link.out.size();
    free_.push_back(index);
}

}  // namespace bench
