#include "bench/sockets.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <system_error>

namespace bench {

namespace {

constexpr std::uint64_t kTimerTag = ~std::uint64_t{0};
constexpr std::int64_t kMicro = 1'000'000;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

template <typename Address>
auto* generic(Address& address) {
    return reinterpret_cast<sockaddr*>(&address);
}

void set_option(const Descriptor& socket, int level, int option) {
    const int on = 1;
    ::setsockopt(socket.number(), level, option, &on, sizeof on);
}

Flow flow_of_error() {
    return errno == EAGAIN || errno == EINTR ? Flow::Wait : Flow::Closed;
}

}  // namespace

std::int64_t now_us() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * kMicro + now.tv_nsec / 1000;
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = other.number_;
        other.number_ = -1;
    }
    return *this;
}

void Descriptor::close() noexcept {
    if (number_ >= 0) {
        ::close(number_);
        number_ = -1;
    }
}

Descriptor connect_loopback(std::uint16_t port) {
    Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!socket.open()) {
        fail("socket");
    }
    set_option(socket, IPPROTO_TCP, TCP_NODELAY);
    auto address = loopback(port);
    // EINPROGRESS and a refusal alike are told by connect_error.
    static_cast<void>(::connect(socket.number(), generic(address), sizeof address));
    return socket;
}

int connect_error(const Descriptor& socket) {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket.number(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
        return error;
    }
    sockaddr_in peer{};
    socklen_t peer_size = sizeof peer;
    return ::getpeername(socket.number(), generic(peer), &peer_size) == 0 ? 0 : errno;
}

Descriptor listen_loopback(std::uint16_t port) {
    Descriptor listener{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!listener.open()) {
        fail("socket");
    }
    set_option(listener, SOL_SOCKET, SO_REUSEADDR);
    auto address = loopback(port);
    if (::bind(listener.number(), generic(address), sizeof address) != 0) {
        fail("bind");
    }
    if (::listen(listener.number(), 4096) != 0) {
        fail("listen");
    }
    return listener;
}

std::uint16_t port_of(const Descriptor& listener) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(listener.number(), generic(address), &size);
    return ntohs(address.sin_port);
}

Descriptor accept_one(const Descriptor& listener) {
    Descriptor socket{::accept4(listener.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    if (socket.open()) {
        set_option(socket, IPPROTO_TCP, TCP_NODELAY);
    }
    return socket;
}

Flow write_some(const Descriptor& socket, std::string_view bytes, std::size_t& written) {
    while (written < bytes.size()) {
        const auto count =
            ::send(socket.number(), bytes.data() + written, bytes.size() - written, MSG_NOSIGNAL);
        if (count < 0) {
            return flow_of_error();
        }
        written += static_cast<std::size_t>(count);
    }
    return Flow::Done;
}

Flow read_some(const Descriptor& socket, std::string& bytes) {
    char chunk[16 * 1024];
    const auto count = ::recv(socket.number(), chunk, sizeof chunk, 0);
    if (count < 0) {
        return flow_of_error();
    }
    bytes.append(chunk, static_cast<std::size_t>(count));
    return count == 0 ? Flow::Closed : Flow::Done;
}

Poller::Poller()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      timer_(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) {
    if (!epoll_.open() || !timer_.open()) {
        fail("epoll");
    }
    // The usual 50 µs of slack would be measured as the server's.
    ::prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    watch(timer_, kTimerTag, false);
}

void Poller::watch(const Descriptor& descriptor, std::uint64_t tag, bool edge) const {
    epoll_event event{};
    event.events = EPOLLIN;
    if (edge) {
        event.events |= EPOLLOUT | EPOLLET;
    }
    event.data.u64 = tag;
    if (::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor.number(), &event) != 0) {
        fail("epoll_ctl");
    }
}

int Poller::collect(std::int64_t microseconds) {
    if (microseconds > 0) {
        // epoll_wait counts milliseconds, which is coarser than what is measured here.
        itimerspec when{};
        when.it_value.tv_sec = microseconds / kMicro;
        when.it_value.tv_nsec = microseconds % kMicro * 1000;
        ::timerfd_settime(timer_.number(), 0, &when, nullptr);
    }
    epoll_event events[kMost];
    const int count = ::epoll_wait(epoll_.number(), events, kMost, microseconds > 0 ? -1 : 0);
    int kept = 0;
    for (int index = 0; index < count; ++index) {
        if (events[index].data.u64 == kTimerTag) {
            std::uint64_t expirations = 0;
            static_cast<void>(!::read(timer_.number(), &expirations, sizeof expirations));
        } else {
            tags_[kept++] = events[index].data.u64;
        }
    }
    return kept;
}

}  // namespace bench
