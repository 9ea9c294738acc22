#include "webhooks/router.h"

#include "webhooks/request_log.h"

#include <httplib.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <ctime>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace webhooks {

namespace {

// What passes between answer() and the library's callbacks, which run on the same thread.
struct Exchange {
    const Router::Call& call;
    Router::Answer answer{};
    std::string path;
    const Route* route = nullptr;
    bool answered = false;
};

thread_local Exchange* current = nullptr;

// The library reads this instead of a socket: the request line the gate has checked and nothing
// else a client wrote. Not one function is marked as overriding: the library's versions differ in
// which of them exist.
// NOLINTBEGIN(modernize-use-override)
class MemoryStream : public httplib::Stream {
  public:
    MemoryStream(std::string input, std::string& output)
        : input_(std::move(input)), output_(output) {}

    virtual bool is_readable() const { return read_ < input_.size(); }

    virtual bool is_writable() const { return true; }

    virtual bool wait_readable() const { return true; }

    virtual bool wait_writable() const { return true; }

    virtual ssize_t read(char* target, std::size_t size) {
        const auto count = input_.copy(target, size, read_);
        read_ += count;
        return static_cast<ssize_t>(count);
    }

    virtual ssize_t write(const char* bytes, std::size_t size) {
        output_.append(bytes, size);
        return static_cast<ssize_t>(size);
    }

    virtual void get_remote_ip_and_port(std::string& ip, int& port) const {
        ip.clear();
        port = 0;
    }

    virtual void get_local_ip_and_port(std::string& ip, int& port) const {
        ip.clear();
        port = 0;
    }

    virtual socket_t socket() const { return INVALID_SOCKET; }

    virtual std::time_t duration() const { return 0; }

  private:
    std::string input_;
    std::size_t read_ = 0;
    std::string& output_;
};

// NOLINTEND(modernize-use-override)

bool is_header_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-' || c == '_';
    });
}

bool is_header_value(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7F;
    });
}

void set_header(httplib::Response& to, const std::string& name, const std::string& value) {
    if (!is_header_name(name) || !is_header_value(value)) {
        spdlog::error("a header was left out of an answer: its name or value is not valid HTTP");
        return;
    }
    to.headers.emplace(name, value);
}

void set_default(httplib::Response& to, const char* name, const std::string& value) {
    if (!to.has_header(name)) {
        to.headers.emplace(name, value);
    }
}

// The route's path as an expression for the library, every character literal.
std::string expression(std::string_view path) {
    const bool is_prefix = path.ends_with("/*");
    if (is_prefix) {
        path.remove_suffix(1);
    }
    std::string result;
    for (const char c : path) {
        if (std::string_view{R"(\^$.*+?()[]{}|/)"}.find(c) != std::string_view::npos) {
            result += '\\';
        }
        result += c;
    }
    return is_prefix ? result + ".*" : result;
}

bool route_matches(const Route& route, std::string_view path) {
    std::string_view pattern = route.path;
    if (pattern.ends_with("/*")) {
        pattern.remove_suffix(1);
        return path.starts_with(pattern);
    }
    return path == pattern;
}

}  // namespace

class Router::Engine : public httplib::Server {
  public:
    Engine(std::vector<Route> routes, const ListenConfig& config);

    void run(MemoryStream& stream, bool close) { run_as<MemoryStream>(stream, close); }

  private:
    void mount(const Route& route);
    void serve(const Route& route, httplib::Response& to);
    void fill(Response response, httplib::Response& to);
    void no_route(httplib::Response& to);
    void add_default_headers(httplib::Response& to) const;

    // A template, so that only the call the library's version has is compiled.
    template <class StreamType>
    void run_as(StreamType& stream, bool close) {
        bool closed = false;
        if constexpr (requires { this->process_request(stream, close, closed, nullptr); }) {
            this->process_request(stream, close, closed, nullptr);
        } else {
            this->process_request(stream, "", 0, "", 0, close, closed, nullptr);
        }
    }

    const std::vector<Route> routes_;
    const std::vector<std::pair<std::string, std::string>> headers_;
};

Router::Engine::Engine(std::vector<Route> routes, const ListenConfig& config)
    : routes_(std::move(routes)), headers_(config.headers) {
    for (const auto& route : routes_) {
        mount(route);
    }
    set_keep_alive_timeout(
        std::chrono::duration_cast<std::chrono::seconds>(config.idle_timeout).count());
    set_keep_alive_max_count(config.max_requests_per_connection);
    set_error_handler(HandlerWithResponse{[this](const httplib::Request&, httplib::Response& to) {
        if (current->answered) {
            return HandlerResponse::Unhandled;
        }
        no_route(to);
        return HandlerResponse::Handled;
    }});
    set_exception_handler(
        [this](const httplib::Request&, httplib::Response& to, std::exception_ptr failure) {
            std::string reason = "not a std::exception";
            try {
                std::rethrow_exception(std::move(failure));
            } catch (const std::exception& error) {
                reason = error.what();
            } catch (...) {  // the reason says it
            }
            to.headers.clear();
            fill(refuse(Problem::InternalError), to);
            spdlog::error("{} failed, problem={}: {}",
                          current->answer.route,
                          current->answer.problem_id,
                          escape_for_log(reason, 500));
        });
    set_post_routing_handler([this](const httplib::Request& request, httplib::Response& to) {
        add_default_headers(to);
        if (request.method == "HEAD") {
            to.headers.erase("Accept-Ranges");  // the library's own addition; ranges are not served
        }
        if (to.status == 204 || to.status == 304) {
            to.headers.erase("Content-Length");
        }
        current->answer.status = to.status;
    });
}

void Router::Engine::mount(const Route& route) {
    if (!route.handle) {
        throw std::invalid_argument("route " + route.path + " has no handler");
    }
    const auto handler = [this, &route](const httplib::Request&, httplib::Response& to) {
        serve(route, to);
    };
    const auto pattern = expression(route.path);
    if (route.method == "GET") {
        Get(pattern, handler);
    } else if (route.method == "POST") {
        Post(pattern, handler);
    } else if (route.method == "PUT") {
        Put(pattern, handler);
    } else if (route.method == "PATCH") {
        Patch(pattern, handler);
    } else if (route.method == "DELETE") {
        Delete(pattern, handler);
    } else if (route.method == "OPTIONS") {
        Options(pattern, handler);
    } else {
        throw std::invalid_argument("route " + route.path + " has the unknown method " +
                                    route.method);
    }
}

void Router::Engine::serve(const Route& route, httplib::Response& to) {
    auto& exchange = *current;
    const auto& call = exchange.call;
    exchange.route = &route;
    exchange.answer.route = route.label.empty() ? route.path : route.label;
    std::string_view rest = exchange.path;
    rest.remove_prefix(route.path.ends_with("/*") ? route.path.size() - 1 : rest.size());
    const Request request{
        .method = call.head.method == "HEAD" ? std::string_view{"GET"} : call.head.method,
        .path = exchange.path,
        .rest = rest,
        .query_text = call.head.query,
        .headers = call.head.headers,
        .body = call.body,
        .client_address = call.client_address};
    fill(route.handle(request), to);
}

void Router::Engine::fill(Response response, httplib::Response& to) {
    current->answered = true;
    if (response.problem) {
        current->answer.problem_id = new_problem_id();
        response.status = describe(*response.problem).status;
        response.content_type = "application/problem+json";
        response.body =
            problem_json(*response.problem, current->answer.problem_id, response.problem_detail) +
            "\n";
    }
    current->answer.held = std::move(response.held);
    to.status = response.status;
    for (const auto& [name, value] : response.headers) {
        set_header(to, name, value);
    }
    if (!response.body.empty() || response.file) {
        set_header(to, "Content-Type", response.content_type);
    }
    if (response.file) {
        set_header(to, "Content-Length", std::to_string(response.file->size));
        current->answer.file =
            current->call.head.method == "HEAD" ? nullptr : std::move(response.file);
        return;
    }
    to.body = std::move(response.body);  // the library adds Content-Length
}

// No route took the request: is there one for another method?
void Router::Engine::no_route(httplib::Response& to) {
    std::string allowed;
    for (const auto& route : routes_) {
        if (route_matches(route, current->path)) {
            allowed += allowed.empty() ? "" : ", ";
            allowed += route.method == "GET" ? "GET, HEAD" : route.method;
        }
    }
    to.headers.clear();
    auto response = refuse(allowed.empty() ? Problem::NotFound : Problem::MethodNotAllowed);
    if (!allowed.empty()) {
        response.headers.emplace_back("Allow", allowed);
    }
    fill(std::move(response), to);
}

void Router::Engine::add_default_headers(httplib::Response& to) const {
    set_default(to, "X-Content-Type-Options", "nosniff");
    set_default(to, "Cache-Control", "no-store");
    for (const auto& [name, value] : headers_) {
        set_default(to, name.c_str(), value);
    }
}

Router::Router(std::vector<Route> routes, const ListenConfig& config)
    : engine_(std::make_unique<Engine>(std::move(routes), config)) {
    // The library fills its own tables at the first request. One that reaches no route makes that
    // happen here, before there are workers, who then only read.
    RequestHead head;
    head.method = "TRACE";
    head.path = "/";
    (void)answer({.head = head, .body = {}, .client_address = {}, .close = true});
}

Router::~Router() = default;

Router::Answer Router::answer(const Call& call) {
    Exchange exchange{.call = call, .path = percent_decode(call.head.path).value_or("/")};
    std::string line;
    line.reserve(call.head.path.size() + 64);
    line.append(call.head.method).append(" ").append(call.head.path);
    line.append(" HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
    MemoryStream stream(std::move(line), exchange.answer.bytes);
    current = &exchange;
    engine_->run(stream, call.close);
    current = nullptr;
    return std::move(exchange.answer);
}

}  // namespace webhooks
