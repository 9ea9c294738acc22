#pragma once
#include "webhooks/file_descriptor.h"

#include <sys/epoll.h>

#include <cstdint>

namespace webhooks {

// Edge-triggered: told once of new bytes and of the peer's end.
inline constexpr std::uint32_t kReadEvents = EPOLLIN | EPOLLRDHUP | EPOLLET;

// Adds (EPOLL_CTL_ADD) or changes (EPOLL_CTL_MOD) what an epoll descriptor watches; events carry
// the watched descriptor. False when the system has no memory for it.
[[nodiscard]] inline bool watch(const FileDescriptor& poller,
                                int operation,
                                int fd,
                                std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    return ::epoll_ctl(poller.get(), operation, fd, &event) == 0;
}

}  // namespace webhooks
