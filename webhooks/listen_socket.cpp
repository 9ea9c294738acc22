#include "webhooks/listen_socket.h"

#include "webhooks/listen_config.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace webhooks {

namespace {

constexpr int kBacklog = 1024;
constexpr rlim_t kOtherFiles = 256;  // database, log, sender's connections

std::string advice(int error) {
    switch (error) {
        case EADDRINUSE:
            return "another program (or another copy of this one) uses the port: stop it or choose "
                   "another port";
        case EACCES:
            return "ports below 1024 need a right this user has not: choose a higher port";
        case EADDRNOTAVAIL:
            return "this machine does not have that address";
        default:
            return std::generic_category().message(error);
    }
}

int try_listen(const addrinfo& target) {
    const int fd = ::socket(target.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return -1;
    }
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(fd, target.ai_addr, target.ai_addrlen) != 0 || ::listen(fd, kBacklog) != 0) {
        const int error = errno;
        ::close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

}  // namespace

int open_listen_socket(const std::string& address, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* list = nullptr;
    const int looked_up =
        ::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &list);
    if (looked_up != 0) {
        throw ListenError(
            fmt::format("cannot listen on {}:{}: {}", address, port, ::gai_strerror(looked_up)));
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, ::freeaddrinfo);
    int error = EADDRNOTAVAIL;
    for (const addrinfo* target = list; target != nullptr; target = target->ai_next) {
        const int fd = try_listen(*target);
        if (fd >= 0) {
            return fd;
        }
        error = errno;
    }
    throw ListenError(fmt::format("cannot listen on {}:{}: {}", address, port, advice(error)));
}

std::uint16_t bound_port(int socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);  // the port stands in the same place for IPv6
    return ntohs(v4.sin_port);
}

void allow_open_files(std::size_t connections) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return;
    }
    const rlim_t wanted = std::min<rlim_t>(connections + kOtherFiles, limit.rlim_max);
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted;
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
            spdlog::warn("the limit of open files stays low: {} connections may not all fit",
                         connections);
        }
    }
}

}  // namespace webhooks
