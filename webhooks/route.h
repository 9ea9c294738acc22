#pragma once
#include "webhooks/file_body.h"
#include "webhooks/held_answer.h"
#include "webhooks/problem.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a handler sees of HTTP: plain values, no library's types. Rooms hand over routes; the server
// (webhooks/server.h) mounts them.
namespace webhooks {

struct HeaderField {
    std::string_view name;
    std::string_view value;  // without surrounding blanks; no control characters but tab
};

// One complete request. All views stay valid until the handler returns.
struct Request {
    std::string_view method{};  // "GET", "POST", …; a HEAD request arrives as "GET"
    std::string_view path{};    // percent-decoded once, without the query; no control characters
    std::string_view rest{};    // what followed the "/*" of the route's path
    std::string_view query_text{};  // as sent, after the "?"
    std::vector<HeaderField> headers{};
    std::string_view body{};
    std::string_view client_address{};  // "192.0.2.7": the socket's, or what a listed proxy says

    // The first header of that name, upper and lower case alike; empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    // The first value of that name in the query; nothing when there is none.
    [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
    // The value of that cookie; empty when there is none.
    [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

// The answer. Every answer gets X-Content-Type-Options: nosniff and, unless `headers` says
// otherwise, Cache-Control: no-store.
struct Response {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
    // The body instead of `body`, of any size; one file may be the body of several answers.
    std::shared_ptr<const FileBody> file;
    // Further headers. A name or value with control characters is left out.
    std::vector<std::pair<std::string, std::string>> headers;
    // Set by refuse(): the server writes the body, with the id that the log repeats.
    std::optional<Problem> problem;
    ProblemDetail problem_detail{};  // of it
    // Set when the answer must not be given yet: see HeldAnswer. Not released within
    // ListenConfig::hold_timeout, it is refused with IntakeUnavailable.
    std::shared_ptr<HeldAnswer> held;
};

[[nodiscard]] Response refuse(Problem problem);
// `detail` holds nothing of the request but what is well-formed UTF-8.
[[nodiscard]] Response refuse(Problem problem, ProblemDetail detail);
[[nodiscard]] Response json_response(std::string json);

// One method and path, and who answers it.
struct Route {
    std::string method;  // GET (answers HEAD too), POST, PUT, PATCH, DELETE, OPTIONS
    std::string path;    // "/healthz"; with "/*" at its end also everything below: "/static/*"
    // Runs on a worker thread, several at once. What it throws is logged and answered 500.
    std::function<Response(const Request&)> handle;
    std::string label{};  // in log and metrics, when the path itself is a secret; else empty
};

}  // namespace webhooks
