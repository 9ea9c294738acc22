#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Calls to the outside. The only implementation that really calls is make_http_transport (libcurl);
// tests use one in memory (tests/support/fake_transport.h).
namespace bot {

struct HttpRequest {
    std::string method;  // GET POST PUT DELETE
    std::string base;    // "https://api.line.me", also with a path in front: "http://host:1/line"
    std::string path;    // "/v2/bot/message/reply"
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string content_type;  // empty: no body
    std::size_t max_answer = 1 << 20;
};

struct HttpAnswer {
    enum class Outcome {
        Answered,   // status, headers and body are complete
        NotSent,    // the request cannot have arrived: no connection, no trusted TLS
        Unknown,    // it may have arrived: time-out, reset, answer cut off
        TooLarge,   // the answer's body is longer than max_answer
        Malformed,  // our own request is not fit to be sent (control characters in a header)
    };
    Outcome outcome = Outcome::NotSent;
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
    std::string trouble;  // in words, when not answered; never holds header values

    [[nodiscard]] std::string header(std::string_view name) const;
};

class HttpTransport {
  public:
    virtual ~HttpTransport() = default;

    using Done = std::function<void(HttpAnswer answer)>;

    // One request, one answer; no redirects, no retries of its own. Never throws for what the other
    // side does. Threads: any number of callers, but not a Done.
    [[nodiscard]] virtual HttpAnswer call(const HttpRequest& request) = 0;

    // The same, without waiting. `done` is called once, by the transport's one thread, which all
    // others under way wait for: it must be quick and must not throw; or by this call itself when
    // nothing can be sent.
    virtual void start(HttpRequest request, Done done) { done(call(request)); }

    // Ends every call under way with Unknown, and all later ones with NotSent.
    virtual void abort() = 0;
};

struct HttpTimeouts {
    std::chrono::milliseconds connect{5000};
    std::chrono::milliseconds read{10000};
    std::chrono::milliseconds whole{30000};  // from the answer's first byte to its last
};

// One thread for all calls under way, however many. Keep-alive connections pooled per host,
// TCP_NODELAY, HTTP/1.1, no proxy, certificates checked against the system's authorities
// (SSL_CERT_FILE names others). The process ignores SIGPIPE from then on. Throws std::runtime_error
// when the library cannot be set up.
[[nodiscard]] std::unique_ptr<HttpTransport> make_http_transport(HttpTimeouts timeouts = {});

}  // namespace bot
