#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace webhooks {

// Opens a listening TCP socket, non-blocking, with SO_REUSEADDR alone: a second server on the port
// fails. `address` is a numeric address or a host name. The caller closes it. Throws ListenError.
[[nodiscard]] int open_listen_socket(const std::string& address, std::uint16_t port);

// The port a socket is bound to.
[[nodiscard]] std::uint16_t bound_port(int socket);

// Raises the soft limit of open files to what `connections` need, as far as the hard limit allows.
void allow_open_files(std::size_t connections);

}  // namespace webhooks
