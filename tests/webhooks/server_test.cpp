#include "webhooks/server.h"

#include "tests/webhooks/test_server.h"
#include "webhooks/health.h"

#include <catch2/catch.hpp>

#include <string>

using webhooks::ListenError;

TEST_CASE("a route gets the method, the decoded path, the rest, the query and the headers",
          "[webhooks]") {
    TestServer server;
    CHECK(server.ask(get("/below/a%20b/c?q=1+2%263&r", "X-TEST: yes\r\n")).body ==
          "GET|/below/a b/c|a b/c|1 2&3|yes|127.0.0.1");
    CHECK(server.ask(get("/below/")).body == "GET|/below/||-||127.0.0.1");
    CHECK(server.ask(get("/below?q=%zz")).status == 404);
    CHECK(server.ask(get("/below/" + std::string(1000, 'x'))).status == 200);
}

TEST_CASE("a client cannot choose the address it is seen with", "[webhooks]") {
    TestServer server;
    const std::string forged = "REMOTE_ADDR: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.1\r\n";
    CHECK(server.ask(get("/below/", forged)).body.ends_with("|127.0.0.1"));
    TestServer behind_proxy({.proxies = {"127.0.0.1"}});
    CHECK(behind_proxy.ask(get("/below/", forged)).body.ends_with("|192.0.2.1"));
}

TEST_CASE("what no route answers is a problem without detail", "[webhooks]") {
    TestServer server;
    const auto nowhere = server.ask(get("/nowhere"));
    CHECK(nowhere.status == 404);
    CHECK(nowhere.headers.at("content-type") == "application/problem+json");
    CHECK(nowhere.body.find("404.1") != std::string::npos);
    CHECK(nowhere.body.find("nowhere") == std::string::npos);
    const auto wrong_method = server.ask(post("/hello", ""));
    CHECK(wrong_method.status == 405);
    CHECK(wrong_method.headers.at("allow") == "GET, HEAD");
}

TEST_CASE("a route that throws is answered 500 without its words", "[webhooks]") {
    TestServer server;
    const auto answer = server.ask(get("/throw"));
    CHECK(answer.status == 500);
    CHECK(answer.body.find("500.1") != std::string::npos);
    CHECK(answer.body.find("SELECT") == std::string::npos);
    CHECK(answer.headers.count("exception_what") == 0);
    CHECK(server.ask(get("/hello")).status == 200);
}

TEST_CASE("HEAD is GET without the body", "[webhooks]") {
    TestServer server;
    HttpClient client(server.port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n" + get("/hello"));
    const auto head = client.read_answer(false);
    REQUIRE(head);
    CHECK(head->status == 200);
    CHECK(head->headers.at("content-length") == "5");
    CHECK(head->headers.count("accept-ranges") == 0);
    CHECK(client.read_answer()->body == "hello");
}

TEST_CASE("ranges and compression asked for by a client change nothing", "[webhooks]") {
    TestServer server;
    const auto answer =
        server.ask(get("/hello", "Range: bytes=0-,0-,0-\r\nAccept-Encoding: gzip, br\r\n"));
    CHECK(answer.status == 200);
    CHECK(answer.body == "hello");
}

TEST_CASE("a header with a line break never leaves", "[webhooks]") {
    TestServer server;
    const auto answer = server.ask(get("/odd"));
    CHECK(answer.status == 200);
    CHECK(answer.headers.count("x-bad") == 0);
    CHECK(answer.headers.count("x bad") == 0);
    CHECK(answer.headers.count("x-injected") == 0);
    CHECK(answer.headers.at("x-good") == "ดี");
}

TEST_CASE("the listener's own headers are on every answer", "[webhooks]") {
    TestServer server({.headers = {{"Content-Security-Policy", "default-src 'self'"}}});
    for (const auto& request : {get("/hello"),
                                get("/nowhere"),
                                get("/throw"),
                                std::string("BREW / HTTP/1.1\r\nHost: a\r\n\r\n")}) {
        const auto answer = server.ask(request);
        CAPTURE(answer.status);
        CHECK(answer.headers.at("content-security-policy") == "default-src 'self'");
        CHECK(answer.headers.at("x-content-type-options") == "nosniff");
        CHECK(answer.headers.at("cache-control") == "no-store");
    }
}

TEST_CASE("requests are counted by route and status, never by what was typed", "[webhooks]") {
    TestServer server;
    CHECK(server.ask(get("/below/secret-path")).status == 200);
    CHECK(server.ask(get("/other/secret-path")).status == 404);
    const auto text = server.ask(get("/metrics")).body;
    CHECK(text.find(
              R"(sammachip_http_requests_total{listener="gate",route="/below",status="200"} 1)") !=
          std::string::npos);
    CHECK(text.find(
              R"(sammachip_http_requests_total{listener="gate",route="none",status="404"} 1)") !=
          std::string::npos);
    CHECK(text.find("secret-path") == std::string::npos);
}

TEST_CASE("a port belongs to one server", "[webhooks]") {
    TestServer server;
    webhooks::Metrics metrics;
    webhooks::HttpServer second({.port = server.port()}, {webhooks::alive_route()}, metrics);
    CHECK_THROWS_MATCHES(second.start(),
                         ListenError,
                         Catch::Matchers::Predicate<ListenError>([&](const ListenError& error) {
                             const std::string text = error.what();
                             return text.find(std::to_string(server.port())) != std::string::npos &&
                                    text.find("another") != std::string::npos;
                         }));
    CHECK(server.ask(get("/hello")).status == 200);
}

TEST_CASE("an address this machine does not have is refused in words", "[webhooks]") {
    webhooks::Metrics metrics;
    webhooks::HttpServer server({.address = "192.0.2.1"}, {webhooks::alive_route()}, metrics);
    CHECK_THROWS_AS(server.start(), ListenError);
    webhooks::HttpServer nameless({.address = "no such host"}, {webhooks::alive_route()}, metrics);
    CHECK_THROWS_AS(nameless.start(), ListenError);
}

TEST_CASE("a stopped server's port is free at once, and stopping twice is once", "[webhooks]") {
    webhooks::Metrics metrics;
    webhooks::HttpServer first({}, {webhooks::alive_route()}, metrics);
    first.start();
    const auto port = first.port();
    HttpClient client(port);
    client.send(get("/healthz"));
    CHECK(client.read_status() == 200);
    first.stop();
    first.stop();
    webhooks::HttpServer second({.port = port}, {webhooks::alive_route()}, metrics);
    second.start();
    CHECK(second.port() == port);
}

TEST_CASE("a route that cannot work is refused at once", "[webhooks]") {
    webhooks::Metrics metrics;
    const auto build = [&](webhooks::Route route) {
        const webhooks::HttpServer server({}, {std::move(route)}, metrics);
    };
    CHECK_THROWS_AS(build({.method = "GET", .path = "/x", .handle = nullptr}),
                    std::invalid_argument);
    CHECK_THROWS_AS(build({.method = "BREW",
                           .path = "/x",
                           .handle = [](const auto&) { return webhooks::Response{}; }}),
                    std::invalid_argument);
}
