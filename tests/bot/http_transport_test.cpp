#include "bot/http_transport.h"

#include "tests/support/until.h"

#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <utility>

using namespace bot;
using namespace std::chrono_literals;
using Outcome = HttpAnswer::Outcome;

namespace {

// A server that does with each connection what the test says, byte for byte.
class RawServer {
  public:
    using Handle = std::function<void(int connection)>;

    explicit RawServer(Handle handle) : handle_(std::move(handle)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
            ::getsockname(listener_, generic, &size) != 0) {
            throw std::runtime_error("no loopback port");
        }
        port_ = ntohs(address.sin_port);
        thread_ = std::jthread([this] {
            while (true) {
                const int connection = ::accept(listener_, nullptr, nullptr);
                if (connection < 0) {
                    return;
                }
                ++connections;
                handle_(connection);
                ::close(connection);
            }
        });
    }

    ~RawServer() {
        ::shutdown(listener_, SHUT_RDWR);
        ::close(listener_);
    }

    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;
    RawServer(RawServer&&) = delete;
    RawServer& operator=(RawServer&&) = delete;

    [[nodiscard]] std::string base(const std::string& scheme = "http") const {
        return scheme + "://127.0.0.1:" + std::to_string(port_);
    }

    std::atomic<int> connections = 0;

  private:
    Handle handle_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::jthread thread_;
};

// Reads one request's head and, by its Content-Length, its body; empty at the connection's end.
std::string read_request(int connection) {
    std::string all;
    std::array<char, 4096> buffer{};
    while (true) {
        const auto end = all.find("\r\n\r\n");
        if (end != std::string::npos) {
            const auto length = all.find("Content-Length: ");
            const std::size_t body =
                length == std::string::npos ? 0 : std::stoul(all.substr(length + 16));
            if (all.size() >= end + 4 + body) {
                return all;
            }
        }
        const auto got = ::recv(connection, buffer.data(), buffer.size(), 0);
        if (got <= 0) {
            return "";
        }
        all.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

void write_all(int connection, const std::string& bytes) {
    (void)::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

RawServer::Handle answering(const std::string& bytes) {
    return [bytes](int connection) {
        (void)read_request(connection);
        write_all(connection, bytes);
    };
}

HttpRequest request(const std::string& base) {
    HttpRequest made;
    made.method = "POST";
    made.base = base;
    made.path = "/v2/x";
    made.body = "{}";
    made.content_type = "application/json";
    return made;
}

const HttpTimeouts kQuick{500ms, 300ms, 600ms};

}  // namespace

TEST_CASE("a call sends what it should and reads the answer", "[bot][http]") {
    std::string seen;
    const RawServer server([&](int connection) {
        seen = read_request(connection);
        write_all(connection,
                  "HTTP/1.1 201 Created\r\nX-Line-Request-Id: abc\r\nContent-Length: 2\r\n\r\n{}");
    });
    const auto transport = make_http_transport(kQuick);
    auto call = request(server.base() + "/line");
    call.headers.emplace_back("Authorization", "Bearer t");
    const auto answer = transport->call(call);
    CHECK(answer.outcome == Outcome::Answered);
    CHECK(answer.status == 201);
    CHECK(answer.header("x-line-request-id") == "abc");
    CHECK(answer.body == "{}");
    CHECK(seen.starts_with("POST /line/v2/x HTTP/1.1\r\n"));
    CHECK(seen.find("Authorization: Bearer t\r\n") != std::string::npos);
    CHECK(seen.find("Content-Type: application/json\r\n") != std::string::npos);
    CHECK(seen.ends_with("\r\n\r\n{}"));
}

TEST_CASE("a connection is kept for the next call", "[bot][http]") {
    RawServer server([](int connection) {
        while (!read_request(connection).empty()) {
            write_all(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        }
    });
    const auto transport = make_http_transport(kQuick);
    for (int i = 0; i < 5; ++i) {
        CHECK(transport->call(request(server.base())).status == 200);
    }
    CHECK(server.connections == 1);
}

TEST_CASE("nothing was sent where nobody listens", "[bot][http]") {
    std::string base;
    {
        const RawServer gone([](int) {});
        base = gone.base();
    }
    const auto transport = make_http_transport(kQuick);
    CHECK(transport->call(request(base)).outcome == Outcome::NotSent);
    CHECK(transport->call(request("http://no-such-host.invalid")).outcome == Outcome::NotSent);
}

TEST_CASE("nobody knows what became of a call that is cut off or never answered", "[bot][http]") {
    const auto transport = make_http_transport(kQuick);
    const RawServer closing(answering(""));
    CHECK(transport->call(request(closing.base())).outcome == Outcome::Unknown);
    const RawServer cut(answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sent"));
    CHECK(transport->call(request(cut.base())).outcome == Outcome::Unknown);
    const RawServer nonsense(answering("hello\r\n\r\n"));
    CHECK(transport->call(request(nonsense.base())).outcome == Outcome::Unknown);
    std::atomic<bool> over = false;
    const RawServer silent([&](int connection) {
        (void)read_request(connection);
        (void)support::until([&] { return over.load(); });
    });
    CHECK(transport->call(request(silent.base())).outcome == Outcome::Unknown);
    over = true;
}

TEST_CASE("an answer that drips does not hold a call for long", "[bot][http]") {
    std::atomic<bool> over = false;
    const RawServer dripping([&](int connection) {
        (void)read_request(connection);
        write_all(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        const auto begin = std::chrono::steady_clock::now();
        int sent = 0;
        (void)support::until([&] {
            if (std::chrono::steady_clock::now() - begin > sent * 20ms) {
                write_all(connection, "x");
                ++sent;
            }
            return over.load();
        });
    });
    const auto transport = make_http_transport(kQuick);
    CHECK(transport->call(request(dripping.base())).outcome == Outcome::Unknown);
    over = true;
}

TEST_CASE("an answer that is too long is not taken in", "[bot][http]") {
    const RawServer large(
        answering("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + std::string(5000, 'x')));
    const auto transport = make_http_transport(kQuick);
    auto call = request(large.base());
    call.max_answer = 4999;
    CHECK(transport->call(call).outcome == Outcome::TooLarge);
    call.max_answer = 5000;
    CHECK(transport->call(call).body.size() == 5000);
}

TEST_CASE("a redirect is an answer and is not followed", "[bot][http]") {
    const RawServer elsewhere(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    const RawServer server(answering("HTTP/1.1 302 Found\r\nLocation: " + elsewhere.base() +
                                     "/\r\nContent-Length: 0\r\n\r\n"));
    const auto transport = make_http_transport(kQuick);
    CHECK(transport->call(request(server.base())).status == 302);
    CHECK(elsewhere.connections == 0);
}

TEST_CASE("what a kept connection swallowed is not asked a second time", "[bot][http]") {
    std::atomic<int> requests = 0;
    RawServer server([&](int connection) {
        while (!read_request(connection).empty()) {
            if (++requests > 1) {
                return;  // it may have acted upon the second; it hangs up without a word
            }
            write_all(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        }
    });
    const auto transport = make_http_transport(kQuick);
    CHECK(transport->call(request(server.base())).status == 200);
    CHECK(transport->call(request(server.base())).outcome == Outcome::Unknown);
    CHECK(requests == 2);
    CHECK(server.connections <= 2);
    transport->abort();
}

TEST_CASE("calls that were started end each with its own answer", "[bot][http]") {
    RawServer server([](int connection) {
        for (std::string seen = read_request(connection); !seen.empty();
             seen = read_request(connection)) {
            const std::string body = seen.substr(seen.find("\r\n\r\n") + 4);
            write_all(connection,
                      "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) +
                          "\r\nConnection: close\r\n\r\n" + body);
            return;
        }
    });
    const auto transport = make_http_transport({500ms, 60s, 60s});
    std::array<std::promise<std::string>, 12> answers;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        auto call = request(server.base());
        call.body = "call " + std::to_string(i);
        transport->start(std::move(call), [&answers, i](const HttpAnswer& answer) {
            answers[i].set_value(answer.body);
        });
    }
    for (std::size_t i = 0; i < answers.size(); ++i) {
        CHECK(answers[i].get_future().get() == "call " + std::to_string(i));
    }
}

TEST_CASE("a call by another method carries what it should", "[bot][http]") {
    std::string seen;
    const RawServer server([&](int connection) {
        seen = read_request(connection);
        write_all(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    const auto transport = make_http_transport(kQuick);
    HttpRequest call;
    call.base = server.base();
    call.path = "/x?a=%20b";
    for (const auto& [method, body, type] : {std::tuple{"GET", "", ""},
                                             {"POST", "", ""},
                                             {"PUT", "{}", "application/json"},
                                             {"DELETE", "", ""}}) {
        call.method = method;
        call.body = body;
        call.content_type = type;
        CHECK(transport->call(call).status == 200);
        CHECK(seen.starts_with(std::string(method) + " /x?a=%20b HTTP/1.1\r\n"));
        CHECK(seen.ends_with("\r\n\r\n" + std::string(body)));
        CHECK((seen.find("Content-Type: application/json") != std::string::npos) == (*type != 0));
        CHECK((seen.find("Content-Type") != std::string::npos) == (*type != 0));
        CHECK((seen.find("Content-Length: " + std::to_string(std::string(body).size())) !=
               std::string::npos) == (std::string(method) != "GET"));
    }
}

TEST_CASE("a value with control characters reaches no header", "[bot][http]") {
    const RawServer server(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    const auto transport = make_http_transport(kQuick);
    for (const char* bad : {"a\r\nX-Other: b", "a\nb", "a\x7f", "a\x01"}) {
        auto call = request(server.base());
        call.headers.emplace_back("Authorization", bad);
        CHECK(transport->call(call).outcome == Outcome::Malformed);
    }
    auto call = request(server.base());
    call.path = "/a b\r\nX: y";
    CHECK(transport->call(call).outcome == Outcome::Malformed);
    CHECK(server.connections == 0);
}

TEST_CASE("aborting ends what is under way and everything later", "[bot][http]") {
    std::atomic<bool> begun = false;
    std::atomic<bool> over = false;
    const RawServer silent([&](int connection) {
        (void)read_request(connection);
        begun = true;
        (void)support::until([&] { return over.load(); });
    });
    const auto transport = make_http_transport({500ms, 60s, 60s});
    HttpAnswer answer;
    std::jthread caller([&] { answer = transport->call(request(silent.base())); });
    REQUIRE(support::until([&] { return begun.load(); }));
    transport->abort();
    caller.join();
    over = true;
    CHECK(answer.outcome == Outcome::Unknown);
    CHECK(transport->call(request(silent.base())).outcome == Outcome::NotSent);
}

TEST_CASE("a server whose certificate nobody vouches for is refused before anything is said",
          "[bot][http][tls]") {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    auto* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(
        name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    REQUIRE(X509_sign(certificate.get(), key.get(), EVP_sha256()) != 0);

    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    SSL_CTX_use_certificate(context.get(), certificate.get());
    SSL_CTX_use_PrivateKey(context.get(), key.get());
    std::atomic<int> said = 0;
    const RawServer server([&](int connection) {
        const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), SSL_free);
        SSL_set_fd(tls.get(), connection);
        std::array<char, 100> buffer{};
        if (SSL_accept(tls.get()) == 1 &&
            SSL_read(tls.get(), buffer.data(), static_cast<int>(buffer.size())) > 0) {
            ++said;
        }
    });
    const auto transport = make_http_transport(kQuick);
    CHECK(transport->call(request(server.base("https"))).outcome == Outcome::NotSent);
    CHECK(server.connections == 1);
    CHECK(said == 0);
}
