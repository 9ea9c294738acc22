#include "webhooks/refusal.h"

#include <fmt/format.h>

namespace webhooks {

namespace {

std::string_view reason(int status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 408:
            return "Request Timeout";
        case 411:
            return "Length Required";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 431:
            return "Request Header Fields Too Large";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Refused";
    }
}

}  // namespace

std::string refusal(Problem problem,
                    std::string_view id,
                    std::span<const std::pair<std::string, std::string>> headers) {
    const int status = describe(problem).status;
    const auto body = problem_json(problem, id) + "\n";
    auto answer = fmt::format(
        "HTTP/1.1 {} {}\r\n"
        "Connection: close\r\n"
        "Content-Type: application/problem+json\r\n"
        "Content-Length: {}\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Cache-Control: no-store\r\n",
        status,
        reason(status),
        body.size());
    if (status == 503) {
        answer += "Retry-After: 1\r\n";
    }
    for (const auto& [name, value] : headers) {
        answer.append(name).append(": ").append(value).append("\r\n");
    }
    return answer.append("\r\n").append(body);
}

}  // namespace webhooks
