#include "bot/http_transport.h"

#include <httplib.h>
#include <openssl/x509.h>
#include <signal.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_map>

namespace bot {

namespace {

using std::chrono::steady_clock;

// An idle connection older than this is not used again: the other side may be closing it just now.
constexpr std::chrono::seconds kIdleLife{15};
constexpr std::size_t kIdlePerHost = 256;

bool is_header_text(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || byte == '\t';
    });
}

bool is_path(std::string_view text) {
    return text.starts_with('/') &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string lower(std::string text) {
    std::ranges::transform(
        text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

// "https://host:1/line" → {"https://host:1", "/line"}
std::pair<std::string, std::string> split_base(const std::string& base) {
    const auto host = base.find("://");
    const auto slash = host == std::string::npos ? host : base.find('/', host + 3);
    if (slash == std::string::npos) {
        return {base, ""};
    }
    return {base.substr(0, slash), base.substr(slash)};
}

HttpAnswer failure(HttpAnswer::Outcome outcome, std::string trouble) {
    HttpAnswer answer;
    answer.outcome = outcome;
    answer.trouble = std::move(trouble);
    return answer;
}

// Only what fails before the request is written proves that nothing arrived.
bool nothing_was_sent(httplib::Error error) {
    switch (error) {
        case httplib::Error::Connection:
        case httplib::Error::ConnectionTimeout:
        case httplib::Error::BindIPAddress:
        case httplib::Error::SSLConnection:
        case httplib::Error::SSLLoadingCerts:
        case httplib::Error::SSLServerVerification:
            return true;
        default:
            return false;
    }
}

class PooledTransport final : public HttpTransport {
  public:
    explicit PooledTransport(HttpTimeouts timeouts) : timeouts_(timeouts) {}

    [[nodiscard]] HttpAnswer call(const HttpRequest& request) override;
    void abort() override;

  private:
    struct Idle {
        std::unique_ptr<httplib::Client> client;
        steady_clock::time_point since;
    };

    // A client of a host, in nobody else's hands; nothing after abort().
    [[nodiscard]] std::unique_ptr<httplib::Client> borrow(const std::string& host);
    void give_back(const std::string& host, std::unique_ptr<httplib::Client> client, bool reusable);
    [[nodiscard]] std::unique_ptr<httplib::Client> make(const std::string& host) const;

    const HttpTimeouts timeouts_;
    std::mutex mutex_;
    bool aborted_ = false;
    std::unordered_map<std::string, std::vector<Idle>> idle_;
    std::set<httplib::Client*> in_use_;
};

std::unique_ptr<httplib::Client> PooledTransport::make(const std::string& host) const {
    auto client = std::make_unique<httplib::Client>(host);
    client->set_connection_timeout(timeouts_.connect);
    client->set_read_timeout(timeouts_.read);
    client->set_write_timeout(timeouts_.read);
    client->set_keep_alive(true);
    client->set_tcp_nodelay(true);
    client->set_follow_location(false);
    client->set_decompress(false);
    client->enable_server_certificate_verification(true);
    // By folder, an authority is read when it is needed; by the one big file, every connection
    // would hold all of them.
    const char* ca_file = std::getenv("SSL_CERT_FILE");  // NOLINT(concurrency-mt-unsafe): never set
    if (ca_file != nullptr) {
        client->set_ca_cert_path(ca_file);
    } else {
        client->set_ca_cert_path("", X509_get_default_cert_dir());
    }
    return client;
}

std::unique_ptr<httplib::Client> PooledTransport::borrow(const std::string& host) {
    std::vector<Idle> stale;
    std::unique_ptr<httplib::Client> client;
    {
        const std::lock_guard lock(mutex_);
        if (aborted_) {
            return nullptr;
        }
        auto& idle = idle_[host];
        if (!idle.empty() && steady_clock::now() - idle.back().since > kIdleLife) {
            stale.swap(idle);  // the youngest is last: when it is stale, all are
        }
        if (!idle.empty()) {
            client = std::move(idle.back().client);
            idle.pop_back();
            in_use_.insert(client.get());
            return client;
        }
    }
    client = make(host);
    const std::lock_guard lock(mutex_);
    if (aborted_) {
        return nullptr;
    }
    in_use_.insert(client.get());
    return client;
}

void PooledTransport::give_back(const std::string& host,
                                std::unique_ptr<httplib::Client> client,
                                bool reusable) {
    const std::lock_guard lock(mutex_);
    in_use_.erase(client.get());
    auto& idle = idle_[host];
    if (reusable && !aborted_ && idle.size() < kIdlePerHost) {
        idle.push_back({std::move(client), steady_clock::now()});
    }
}

void PooledTransport::abort() {
    const std::lock_guard lock(mutex_);
    aborted_ = true;
    for (auto* client : in_use_) {
        client->stop();
    }
    idle_.clear();
}

HttpAnswer PooledTransport::call(const HttpRequest& request) {
    const auto [host, prefix] = split_base(request.base);
    httplib::Request wire;
    wire.method = request.method;
    wire.path = prefix + request.path;
    bool sound = is_path(wire.path) && is_header_text(request.content_type);
    for (const auto& [name, value] : request.headers) {
        sound = sound && is_header_text(name) && is_header_text(value);
        wire.headers.emplace(name, value);
    }
    if (!sound) {
        return failure(HttpAnswer::Outcome::Malformed, "a header or path holds control characters");
    }
    if (!request.content_type.empty()) {
        wire.headers.emplace("Content-Type", request.content_type);
    }
    wire.body = request.body;

    HttpAnswer answer;
    bool too_large = false;
    std::optional<steady_clock::time_point> first_byte;
    wire.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
        const auto now = steady_clock::now();
        first_byte = first_byte.value_or(now);
        too_large = too_large || answer.body.size() + size > request.max_answer;
        if (too_large || now - *first_byte > timeouts_.whole) {
            return false;
        }
        answer.body.append(data, size);
        return true;
    };
    auto client = borrow(host);
    if (!client) {
        return failure(HttpAnswer::Outcome::NotSent, "calls have been ended");
    }
    httplib::Response response;
    httplib::Error error = httplib::Error::Success;
    const bool answered = client->is_valid() && client->send(wire, response, error);
    const bool valid = client->is_valid();
    give_back(host, std::move(client), answered);
    if (!valid) {
        return failure(HttpAnswer::Outcome::NotSent, "this is no address that can be called");
    }
    if (too_large) {
        return failure(HttpAnswer::Outcome::TooLarge, "the answer is too long");
    }
    if (!answered) {
        return failure(
            nothing_was_sent(error) ? HttpAnswer::Outcome::NotSent : HttpAnswer::Outcome::Unknown,
            httplib::to_string(error));
    }
    answer.outcome = HttpAnswer::Outcome::Answered;
    answer.status = response.status;
    for (const auto& [name, value] : response.headers) {
        answer.headers.emplace(lower(name), value);
    }
    return answer;
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
    const auto found = headers.find(std::string(name));
    return found == headers.end() ? "" : found->second;
}

std::unique_ptr<HttpTransport> make_http_transport(HttpTimeouts timeouts) {
    // OpenSSL writes to a connection the other side has closed: that is an error, not our end.
    struct sigaction ignore {};

    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, nullptr);
    return std::make_unique<PooledTransport>(timeouts);
}

}  // namespace bot
