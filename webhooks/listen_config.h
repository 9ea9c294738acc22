#pragma once
#include "webhooks/request_head.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace webhooks {

// How one listener behaves. The defaults are those of the public gate.
struct ListenConfig {
    std::string name = "gate";  // in log, metrics and thread names; at most 8 letters
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one, see HttpServer::port()

    unsigned workers = 8;  // started when they are needed; a held answer keeps none
    std::size_t max_body = std::size_t{1024} * 1024;  // bytes
    Multipart multipart = Multipart::Refused;         // files of a browser's form
    std::size_t max_connections = 4096;  // one more: the longest idle is closed, else 503
    std::size_t max_waiting = 1024;      // complete requests without a worker; one more: 503
    unsigned max_requests_per_connection = 100'000;
    // Bytes of unfinished requests over all connections; beyond it large bodies get 503.
    std::size_t max_buffered = std::size_t{32} * 1024 * 1024;

    std::chrono::milliseconds head_timeout{5'000};  // from a request's first byte to its head's end
    std::chrono::milliseconds body_timeout{15'000};   // from there to the end of its body
    std::chrono::milliseconds idle_timeout{60'000};   // between two requests
    std::chrono::milliseconds write_timeout{10'000};  // without the client taking a byte
    std::chrono::milliseconds linger_timeout{1'000};  // after our last byte, till the client closes
    std::chrono::milliseconds waiting_timeout{1'500};  // for a worker; then 503
    // Of a held answer; then 503. LINE counts an answer after two seconds as none.
    std::chrono::milliseconds hold_timeout{1'500};

    // Peers whose X-Forwarded-For is believed: addresses as text.
    std::vector<std::string> proxies{};
    // Headers for every answer, errors included (a console's Content-Security-Policy).
    std::vector<std::pair<std::string, std::string>> headers{};
};

// The listener could not be opened: address or port taken, unknown, not allowed. The text says what
// was tried and what to do.
class ListenError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace webhooks
