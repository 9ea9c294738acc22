#include "webhooks/gate.h"

#include "webhooks/client_address.h"
#include "webhooks/listen_socket.h"
#include "webhooks/poller.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace webhooks {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kMaxEvents = 256;
constexpr int kMaxAccepts = 256;               // in one round, so that reading goes on
constexpr std::size_t kScratch = 65'536;       // bytes read at once
constexpr std::size_t kExtraConnections = 64;  // that may linger after a 503
constexpr milliseconds kGiveUp{5'000};         // for answers nobody takes, while stopping

FileDescriptor open_nothing() {
    return FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

// How often deadlines are looked at: well within the shortest of them.
milliseconds tick_for(const ListenConfig& config) {
    const auto shortest = std::min({config.head_timeout,
                                    config.body_timeout,
                                    config.idle_timeout,
                                    config.write_timeout,
                                    config.linger_timeout});
    return std::clamp(shortest / 4, milliseconds{5}, milliseconds{250});
}

}  // namespace

Gate::Gate(const ListenConfig& config, Router& router, GateMetrics& metrics)
    : config_(config),
      router_(router),
      metrics_(metrics),
      listener_(open_listen_socket(config.address, config.port)),
      poller_(::epoll_create1(EPOLL_CLOEXEC)),
      spare_(open_nothing()),
      scratch_(kScratch, '\0'),
      tick_(tick_for(config)) {
    allow_open_files(config.max_connections);
    port_ = bound_port(listener_.get());
    if (!watch(poller_, EPOLL_CTL_ADD, listener_.get(), EPOLLIN) ||
        !watch(poller_, EPOLL_CTL_ADD, mailbox_->descriptor(), EPOLLIN)) {
        throw ListenError("cannot watch sockets: too many open files, or no memory");
    }
    workers_.emplace(config.name + "-worker", std::max(1U, config.workers));
    thread_ = std::jthread([this] { run(); });
    pthread_setname_np(thread_.native_handle(), config.name.c_str());
}

Gate::~Gate() {
    stop();
}

void Gate::stop() {
    stopping_ = true;
    mailbox_->wake();
    if (thread_.joinable()) {
        thread_.join();
    }
    workers_.reset();
}

int Gate::wait_milliseconds() const {
    if (open_ == 0 && !draining_ && !accept_paused_) {
        return -1;
    }
    const auto left = std::chrono::ceil<milliseconds>(next_sweep_ - steady_clock::now());
    return static_cast<int>(std::clamp(left, milliseconds{0}, tick_).count());
}

void Gate::run() {
    std::array<epoll_event, kMaxEvents> events{};
    for (;;) {
        const int count =
            ::epoll_wait(poller_.get(), events.data(), kMaxEvents, wait_milliseconds());
        now_ = steady_clock::now();
        for (int i = 0; i < count; ++i) {
            const auto& event = events[static_cast<std::size_t>(i)];
            on_event(event.data.fd, event.events);
        }
        read_mailbox();
        if (std::exchange(accept_wanted_, false)) {
            accept_new();
        }
        if (stopping_ && !draining_) {
            begin_stop();
        }
        if (now_ >= next_sweep_) {
            sweep();
        }
        if (!ready_.empty()) {
            (void)workers_->submit(ready_);  // they are stopped after this thread
        }
        closed_.clear();
        if (draining_ && open_ == 0) {
            return;
        }
    }
}

void Gate::on_event(int fd, unsigned events) {
    if (fd == listener_.get()) {
        accept_wanted_ = true;  // after this round: making room may close what has an event in it
        return;
    }
    if (fd == mailbox_->descriptor()) {
        mailbox_->silence();  // it is read in every round
        return;
    }
    if (by_fd_[static_cast<std::size_t>(fd)] == nullptr) {
        return;  // closed earlier in this round
    }
    auto& connection = *by_fd_[static_cast<std::size_t>(fd)];
    auto lease = connection.lease.load(std::memory_order_acquire);
    while (lease == Lease::Worker) {
        if (connection.lease.compare_exchange_weak(
                lease, Lease::WorkerEventSeen, std::memory_order_acq_rel)) {
            return;
        }
    }
    if (lease == Lease::WorkerEventSeen) {
        return;
    }
    connection.may_have_bytes = connection.may_have_bytes || events != EPOLLOUT;
    connection.end_is_near = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
    advance(connection);
}

void Gate::read_mailbox() {
    const auto letters = mailbox_->take();
    for (auto* connection : letters.returned) {
        const auto lease = connection->lease.exchange(Lease::Gate, std::memory_order_acq_rel);
        const bool had_news = lease == Lease::WorkerEventSeen || connection->phase != Phase::Held;
        connection->may_have_bytes = had_news;
        connection->end_is_near = had_news;  // perhaps: the events were not looked at
        advance(*connection);
    }
    for (const auto& release : letters.released) {
        this->release(release);
    }
}

void Gate::release(const GateMailbox::Release& release) {
    auto* const connection = by_fd_[static_cast<std::size_t>(release.fd)].get();
    if (connection == nullptr || connection->phase != Phase::Held ||
        connection->hold != release.hold) {
        return;  // it was given up, or its client has gone
    }
    if (release.instead) {
        refuse_held(*connection, *release.instead);
        return;
    }
    metrics_.answered(connection->route, connection->status, now_ - connection->complete_at);
    log_answer(*connection);
    count_buffer(*connection, 0);
    write_on(*connection);
}

void Gate::accept_new() {
    for (int i = 0; i < kMaxAccepts && listener_.get() >= 0; ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        FileDescriptor socket(::accept4(listener_.get(),
                                        reinterpret_cast<sockaddr*>(&address),
                                        &size,
                                        SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (socket.get() >= 0) {
            admit(std::move(socket), address_text(address));
        } else if ((errno == EMFILE || errno == ENFILE) && spare_.get() >= 0) {
            // Nothing can be read from it, so it is closed; waiting would keep it unanswered.
            spare_.reset();
            const FileDescriptor unlucky(
                ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            metrics_.refused(Problem::TooBusy);
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            pause_accepting();
            return;
        }
        if (spare_.get() < 0) {
            spare_ = open_nothing();
        }
    }
}

// Until the next sweep: the listener would wake the gate again and again.
void Gate::pause_accepting() {
    accept_paused_ = true;
    next_sweep_ = now_ + tick_;
    ::epoll_ctl(poller_.get(), EPOLL_CTL_DEL, listener_.get(), nullptr);
    spdlog::warn("{}: the system has no room for another connection", config_.name);
}

void Gate::admit(FileDescriptor socket, std::string peer) {
    const int fd = socket.get();
    const auto slot = static_cast<std::size_t>(fd);
    if (by_fd_.size() <= slot) {
        by_fd_.resize(slot + 1);
    }
    const bool has_room = open_ < config_.max_connections || make_room();
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (open_++ == 0) {
        next_sweep_ = now_ + tick_;
    }
    metrics_.connection_opened();
    by_fd_[slot] = std::make_unique<Connection>(std::move(socket), std::move(peer));
    auto& connection = *by_fd_[slot];
    connection.deadline = now_ + config_.idle_timeout;
    if (!has_room) {
        refuse(connection, Problem::TooBusy);
    }
    if (connection.phase != Phase::Closed && (open_ > config_.max_connections + kExtraConnections ||
                                              !watch(poller_, EPOLL_CTL_ADD, fd, kReadEvents))) {
        close(connection);
    }
}

// Closes the connection that has been idle longest.
bool Gate::make_room() {
    Connection* oldest = nullptr;
    for (const auto& candidate : by_fd_) {
        if (candidate && candidate->lease.load(std::memory_order_acquire) == Lease::Gate &&
            candidate->phase == Phase::Idle &&
            (oldest == nullptr || candidate->deadline < oldest->deadline)) {
            oldest = candidate.get();
        }
    }
    if (oldest == nullptr) {
        return false;
    }
    close(*oldest);
    return true;
}

void Gate::sweep() {
    next_sweep_ = now_ + tick_;
    if (std::exchange(accept_paused_, false) && listener_.get() >= 0) {
        accept_paused_ = !watch(poller_, EPOLL_CTL_ADD, listener_.get(), EPOLLIN);
    }
    for (const auto& connection : by_fd_) {
        if (connection && connection->lease.load(std::memory_order_acquire) == Lease::Gate) {
            sweep_one(*connection);
        }
    }
}

void Gate::sweep_one(Connection& connection) {
    if (draining_ && (is_reading(connection.phase) || now_ >= give_up_at_)) {
        close(connection);
        return;
    }
    if (now_ < connection.deadline) {
        return;
    }
    if (connection.phase == Phase::Head || connection.phase == Phase::Body) {
        refuse(connection, Problem::RequestTimeout);
    } else if (connection.phase == Phase::Held) {
        refuse_held(connection, Problem::IntakeUnavailable);
    } else {
        close(connection);
    }
}

void Gate::begin_stop() {
    draining_ = true;
    give_up_at_ = now_ + kGiveUp;
    next_sweep_ = now_ + tick_;
    listener_.reset();
    for (const auto& slot : by_fd_) {
        Connection* const connection = slot.get();
        if (connection == nullptr ||
            connection->lease.load(std::memory_order_acquire) != Lease::Gate) {
            continue;
        }
        advance(*connection);  // a request that is here already is still answered
        if (is_reading(connection->phase)) {
            close(*connection);
        }
    }
}

}  // namespace webhooks
