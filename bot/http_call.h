#pragma once
#include "bot/http_transport.h"

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace bot {

// What libcurl does one call at a time with. Made once, used by one call after the other.
class HttpHandle {
  public:
    explicit HttpHandle(const HttpTimeouts& timeouts);

    [[nodiscard]] CURL* get() const { return curl_.get(); }

  private:
    struct Close {
        void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    };

    std::unique_ptr<CURL, Close> curl_;
};

// One call on its way, from its request to its answer. Not thread-safe, and never moved: libcurl
// knows its address.
class HttpCall {
  public:
    HttpCall(HttpRequest request, HttpTransport::Done done, const HttpTimeouts& timeouts);

    // False when the request must not be sent (HttpAnswer::Outcome::Malformed).
    [[nodiscard]] bool is_sound() const;
    // It will not be sent.
    void fail(HttpAnswer::Outcome outcome, std::string trouble);

    // Puts the request into the handle.
    void prepare(std::unique_ptr<HttpHandle> handle);

    [[nodiscard]] CURL* handle() const { return handle_->get(); }

    // Before end(): for the next call.
    [[nodiscard]] std::unique_ptr<HttpHandle> take_handle() { return std::move(handle_); }

    // When it is given up unless something comes before.
    [[nodiscard]] std::chrono::steady_clock::time_point deadline() const { return deadline_; }

    // It is over: says so.
    void end(CURLcode result);

  private:
    using Clock = std::chrono::steady_clock;

    struct FreeList {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };

    static int on_request(
        void* call, char* from, char* to, int from_port, int to_port);  // libcurl's form
    static std::size_t on_header(char* bytes, std::size_t one, std::size_t count, void* call);
    static std::size_t on_body(char* bytes, std::size_t one, std::size_t count, void* call);

    void add_header(const std::string& line);
    void take_header(std::string_view line);
    [[nodiscard]] bool take_body(std::string_view bytes);
    void heard_something();

    HttpRequest request_;
    HttpTransport::Done done_;
    const HttpTimeouts timeouts_;
    std::string url_;
    std::unique_ptr<HttpHandle> handle_;
    std::unique_ptr<curl_slist, FreeList> headers_;
    HttpAnswer answer_;
    Clock::time_point deadline_;
    Clock::time_point last_moment_ = Clock::time_point::max();  // from the first byte on
    int requests_ = 0;  // how often it was about to be written: it is once
    bool too_large_ = false;
};

}  // namespace bot
