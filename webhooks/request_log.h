#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace webhooks {

// What one line of the request log says. `route` is the route's own path or label, never what the
// client sent: no query, body, header or person's id can get in.
struct RequestLine {
    std::string_view listener;
    std::string_view method;
    std::string_view route;  // empty: no route matched
    int status = 0;
    std::size_t body_bytes = 0;
    std::chrono::microseconds took{0};
    std::string_view client_address;
    std::string_view problem_id;  // empty when the answer was no problem
};

// One line: debug for answers below 400, info for what the client did wrong (4xx, 501, 505),
// warning for the other 5xx.
void log_request(const RequestLine& line);

// User bytes as they may stand in a log: control characters, line separators (U+0085, U+2028,
// U+2029), escape codes and broken UTF-8 as \xNN; at most `limit` bytes are taken of the text.
[[nodiscard]] std::string escape_for_log(std::string_view text, std::size_t limit = 200);

}  // namespace webhooks
