#include "tests/webhooks/test_server.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

TEST_CASE("requests the gate does not trust are refused and the connection closed",
          "[webhooks][gate]") {
    TestServer server;
    const auto [request, status] = GENERATE(table<std::string, int>({
        {"POST /echo HTTP/1.1\r\nHost: a\r\n\r\n", 411},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
         "chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
         411},
        {"POST /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n", 411},
        {post("/echo", "abc", "Transfer-Encoding: chunked\r\n"), 400},
        {post("/echo", "abc", "Content-Length: 3\r\n"), 400},
        {post("/echo", "abc", "Content-Encoding: gzip\r\n"), 415},
        {post("/echo",
              "abc",
              "Content-Type: multipart/form-data; boundary=" + std::string(15'000, 'x') + "\r\n"),
         415},
        {post("/echo", "abc", "X: " + std::string(20'000, 'x') + "\r\n"), 431},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 105000000\r\n\r\n", 413},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\nExpect: "
         "100-continue\r\n\r\n",
         413},
        {"GET /hello HTTP/1.1\nHost: a\n\n", 400},
        {std::string(20'000, 'a'), 431},
        {"\x16\x03\x01\x02", 0},
        {"GET /hello HTTP/3.0\r\nHost: a\r\n\r\n", 505},
        {"BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    }));
    CAPTURE(request.substr(0, 100), status);
    HttpClient client(server.port());
    client.send(request);
    if (status == 0) {
        client.finish_sending();  // never becomes a request
        CHECK(client.is_closed());
        return;
    }
    const auto answer = client.read_answer();
    REQUIRE(answer);
    CHECK(answer->status == status);
    CHECK(answer->headers.at("connection") == "close");
    CHECK(answer->headers.at("x-content-type-options") == "nosniff");
    CHECK(answer->headers.at("cache-control") == "no-store");
    CHECK(answer->headers.at("content-type") == "application/problem+json");
    const auto problem = nlohmann::json::parse(answer->body);
    CHECK(problem.size() == 6);  // type, title in two languages, status, code, id
    CHECK(problem.at("status") == status);
    CHECK(problem.at("id").get<std::string>().size() == 16);
    CHECK(client.is_closed());
    CHECK(server.ask(get("/hello")).status == 200);
}

TEST_CASE("a body may have exactly the limit", "[webhooks][gate]") {
    TestServer server;
    const std::string whole(1'048'576, 'b');
    CHECK(server.ask(post("/echo", whole)).body == whole);
    CHECK(server.ask(post("/echo", whole + "b")).status == 413);
}

TEST_CASE("pipelined requests are all answered in their order", "[webhooks][gate]") {
    TestServer server;
    HttpClient client(server.port());
    client.send(post("/echo", "one") + get("/hello") + post("/echo", std::string(100'000, '2')) +
                post("/echo", "three"));
    CHECK(client.read_answer()->body == "one");
    CHECK(client.read_answer()->body == "hello");
    CHECK(client.read_answer()->body.size() == 100'000);
    CHECK(client.read_answer()->body == "three");
}

TEST_CASE("what comes while a request is being answered is not lost", "[webhooks][gate]") {
    TestServer server;
    HttpClient client(server.port());
    client.send(post("/block", ""));
    server.barrier.wait_until_inside(1);
    client.send(post("/echo", "next"));
    server.barrier.open();
    CHECK(client.read_answer()->body == "through");
    CHECK(client.read_answer()->body == "next");
}

TEST_CASE("a client that has finished sending still gets its answers", "[webhooks][gate]") {
    TestServer server;
    HttpClient client(server.port());
    client.send(post("/echo", "one") + post("/echo", "two"));
    client.finish_sending();
    CHECK(client.read_answer()->body == "one");
    CHECK(client.read_answer()->body == "two");
    CHECK(client.is_closed());
}

TEST_CASE("a client that goes away while it is answered harms nobody", "[webhooks][gate]") {
    TestServer server;
    {
        HttpClient client(server.port());
        client.send(post("/block", ""));
        server.barrier.wait_until_inside(1);
    }
    server.barrier.open();
    CHECK(server.ask(get("/hello")).status == 200);
}

TEST_CASE("a request that comes byte by byte is a request", "[webhooks][gate]") {
    TestServer server;
    HttpClient client(server.port());
    for (const char byte : post("/echo", "slow")) {
        client.send({&byte, 1});
    }
    CHECK(client.read_answer()->body == "slow");
}

TEST_CASE("a client that expects it is told to continue", "[webhooks][gate]") {
    TestServer server;
    HttpClient client(server.port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.read_answer(false)->status == 100);
    client.send("abc");
    CHECK(client.read_answer()->body == "abc");
    // With the body already there the word is not needed.
    client.send(post("/echo", "def", "Expect: 100-continue\r\n"));
    CHECK(client.read_answer()->body == "def");
}

TEST_CASE("HTTP/1.0 clients are answered and let go", "[webhooks][gate]") {
    TestServer server;
    HttpClient client(server.port());
    client.send("GET /hello HTTP/1.0\r\n\r\n");
    CHECK(client.read_answer()->body == "hello");
    CHECK(client.is_closed());
}

TEST_CASE("a connection ends after its last allowed request", "[webhooks][gate]") {
    TestServer server({.max_requests_per_connection = 2});
    HttpClient client(server.port());
    client.send(get("/hello") + get("/hello") + get("/hello"));
    CHECK(client.read_answer()->headers.count("connection") == 0);
    CHECK(client.read_answer()->headers.at("connection") == "close");
    CHECK(client.is_closed());
}

TEST_CASE("a request that does not arrive in time is answered 408", "[webhooks][gate]") {
    const auto [part, config] = GENERATE(table<std::string, webhooks::ListenConfig>({
        {"POST /echo HTT", {.head_timeout = 20ms}},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab", {.body_timeout = 20ms}},
    }));
    TestServer server(config);
    HttpClient client(server.port());
    client.send(part);
    CHECK(client.read_status() == 408);
    CHECK(client.is_closed());
}

TEST_CASE("an idle connection is closed without a word", "[webhooks][gate]") {
    TestServer server({.idle_timeout = 20ms});
    HttpClient fresh(server.port());
    CHECK(fresh.is_closed());
    HttpClient used(server.port());
    used.send(get("/hello"));
    CHECK(used.read_status() == 200);
    CHECK(used.is_closed());
}

TEST_CASE("a client that does not read delays nobody and gets all in the end", "[webhooks][gate]") {
    TestServer server({.workers = 1});
    HttpClient slow(server.port(), 4096);
    slow.send(get("/big"));
    CHECK(server.ask(get("/hello")).status == 200);
    CHECK(slow.read_answer()->body.size() == kBigAnswer);
    slow.send(get("/hello"));
    CHECK(slow.read_answer()->body == "hello");
}

TEST_CASE("a file leaves whole, in order and beside others, and the connection goes on",
          "[webhooks][gate]") {
    TestServer server({.workers = 1});
    HttpClient slow(server.port(), 4096);
    HttpClient quick(server.port());
    slow.send(get("/file"));
    quick.send("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n" + get("/file") + get("/hello"));
    const auto head = quick.read_answer(false);
    REQUIRE(head);
    CHECK(head->headers.at("content-length") == std::to_string(kBigAnswer));
    for (HttpClient* const client : {&quick, &slow}) {
        const auto answer = client->read_answer();
        REQUIRE(answer);
        REQUIRE(answer->body.size() == kBigAnswer);
        bool in_order = true;
        for (std::size_t at = 0; at < kBigAnswer; ++at) {
            in_order = in_order && answer->body[at] == static_cast<char>('0' + at / 1000 % 10);
        }
        CHECK(in_order);
    }
    CHECK(quick.read_answer()->body == "hello");
}

TEST_CASE("a file that is shorter than promised ends the connection", "[webhooks][gate]") {
    TestServer server;
    HttpClient client(server.port());
    client.send(get("/short"));
    CHECK_FALSE(client.read_answer());
    CHECK(server.ask(get("/hello")).status == 200);
}

TEST_CASE("a client that never reads is cut off", "[webhooks][gate]") {
    TestServer server({.write_timeout = 20ms});
    HttpClient client(server.port(), 4096);
    client.send(get("/big"));
    // The gate gives up by itself: its gauge of open connections falls to the asking one.
    std::string text;
    do {
        text = server.ask(get("/metrics")).body;
    } while (text.find("sammachip_http_connections{listener=\"gate\"} 1\n") == std::string::npos);
    CHECK(client.read_to_end() < kBigAnswer);
}

TEST_CASE("with nobody free and the queue full a request is shed with 503", "[webhooks][gate]") {
    TestServer server({.workers = 1, .max_waiting = 2, .waiting_timeout = 20s});
    HttpClient running(server.port());
    running.send(post("/block", ""));
    server.barrier.wait_until_inside(1);
    std::vector<HttpClient> others;
    for (int i = 0; i < 3; ++i) {
        others.emplace_back(server.port());
        others.back().send(get("/hello"));
    }
    const auto shed = [&] {
        for (;;) {
            for (auto& client : others) {
                if (client.has_news()) {
                    return &client;
                }
            }
        }
    }();
    const auto answer = shed->read_answer();
    CHECK(answer->status == 503);
    CHECK(answer->headers.at("retry-after") == "1");
    server.barrier.open();
    CHECK(running.read_status() == 200);
    for (auto& client : others) {
        if (&client != shed) {
            CHECK(client.read_status() == 200);
        }
    }
    CHECK(server.metrics.text().find(
              R"(sammachip_http_refused_total{listener="gate",problem="503.1"} 1)") !=
          std::string::npos);
}

TEST_CASE("a request that waited too long for a worker is answered 503", "[webhooks][gate]") {
    TestServer server({.waiting_timeout = -1ms});
    CHECK(server.ask(get("/hello")).status == 503);
}

TEST_CASE("a held answer is given when it is released, and keeps no worker until then",
          "[webhooks][gate]") {
    TestServer server({.workers = 1});
    server.intake.wait();
    std::vector<HttpClient> clients;
    for (int i = 0; i < 5; ++i) {
        clients.emplace_back(server.port());
        clients.back().send(signed_webhook("8500") + get("/hello"));
    }
    while (server.intake.calls() < 5) {
        CHECK(server.ask(get("/hello")).status == 200);
    }
    for (auto& client : clients) {
        CHECK_FALSE(client.has_news());
    }
    while (server.intake.commit() > 0) {
    }
    for (auto& client : clients) {
        CHECK(client.read_answer()->body == "{}\n");
        CHECK(client.read_answer()->body == "hello");  // what came behind it is answered after it
    }
}

TEST_CASE("a held answer that is not released in time is refused with 503", "[webhooks][gate]") {
    TestServer server({.hold_timeout = 10ms});
    server.intake.wait();
    HttpClient client(server.port());
    client.send(signed_webhook("8500"));
    const auto answer = client.read_answer();
    REQUIRE(answer);
    CHECK(answer->status == 503);
    CHECK(answer->headers.at("retry-after") == "1");
    CHECK(client.is_closed());
    CHECK(server.intake.commit() == 1);  // too late: nobody is there to be told
    CHECK(server.ask(get("/hello")).status == 200);
}

TEST_CASE("a client that goes away while its answer is held harms nobody", "[webhooks][gate]") {
    TestServer server;
    server.intake.wait();
    {
        HttpClient client(server.port());
        client.send(signed_webhook("8500"));
        while (server.intake.calls() < 1) {
        }
    }
    HttpClient next(server.port());  // perhaps with the same descriptor
    next.send(signed_webhook("300"));
    while (server.intake.calls() < 2) {
    }
    CHECK(server.intake.commit() == 2);
    CHECK(next.read_answer()->body == "{}\n");
}

TEST_CASE("stopping waits for what is held, and a release after the end is forgotten",
          "[webhooks][gate]") {
    TestServer server({.hold_timeout = 50ms});
    server.intake.wait();
    HttpClient client(server.port());
    client.send(signed_webhook("8500"));
    while (server.intake.calls() < 1) {
    }
    server.stop();
    CHECK(client.read_answer()->status == 503);
    CHECK(server.intake.commit() == 1);
}

TEST_CASE("bodies beyond the memory budget are shed, small requests are not", "[webhooks][gate]") {
    TestServer server({.max_buffered = 100'000});
    CHECK(server.ask(post("/echo", std::string(90'000, 'x'))).status == 200);
    CHECK(server.ask(post("/echo", std::string(1'000'000, 'x'))).status == 503);
    CHECK(server.ask(post("/echo", std::string(90'000, 'x'))).status == 200);
}

TEST_CASE("when the gate is full an idle connection makes room", "[webhooks][gate]") {
    TestServer server({.max_connections = 2});
    HttpClient first(server.port());
    HttpClient second(server.port());
    CHECK(server.ask(get("/hello")).status == 200);
    CHECK(first.has_news() != second.has_news());  // one of them was closed, the other was not
}

TEST_CASE("when the gate is full of busy connections a new one gets 503", "[webhooks][gate]") {
    TestServer server({.workers = 2, .max_connections = 2});
    std::vector<HttpClient> busy;
    for (int i = 0; i < 2; ++i) {
        busy.emplace_back(server.port());
        busy.back().send(post("/block", ""));
    }
    server.barrier.wait_until_inside(2);
    CHECK(server.ask(get("/hello")).status == 503);
    server.barrier.open();
    for (auto& client : busy) {
        CHECK(client.read_status() == 200);
    }
}

TEST_CASE("stopping finishes what runs and closes what is idle", "[webhooks][gate]") {
    TestServer server;
    std::vector<HttpClient> idle;
    for (int i = 0; i < 40; ++i) {
        idle.emplace_back(server.port());
        idle.back().send(get("/hello"));
        CHECK(idle.back().read_status() == 200);
    }
    HttpClient running(server.port());
    running.send(post("/block", ""));
    server.barrier.wait_until_inside(1);
    HttpClient half(server.port());
    half.send("POST /echo HTTP/1.1\r\n");
    const auto port = server.port();
    {
        const std::jthread stopper([&] { server.stop(); });
        for (auto& client : idle) {
            CHECK(client.is_closed());
        }
        CHECK(half.is_closed());
        CHECK_FALSE(HttpClient(port).connected());
        server.barrier.open();
        const auto answer = running.read_answer();
        REQUIRE(answer);
        CHECK(answer->body == "through");
        CHECK(running.is_closed());
    }
}

TEST_CASE("200 slow and 1,000 idle clients delay nobody", "[webhooks][gate]") {
    // Deadlines far away: an answer can only come because nobody is waited for.
    TestServer server({.head_timeout = 10min, .body_timeout = 10min, .idle_timeout = 10min});
    std::vector<HttpClient> crowd;
    for (int i = 0; i < 1200; ++i) {
        crowd.emplace_back(server.port());
        REQUIRE(crowd.back().connected());
        if (i < 100) {
            crowd.back().send("POST /webhooks/line HT");
        } else if (i < 200) {
            crowd.back().send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx");
        }
    }
    CHECK(server.ask(get("/healthz")).status == 200);
    CHECK(server.ask(signed_webhook("8500")).status == 200);
    CHECK(server.intake.taken().size() == 1);
}

TEST_CASE("512 keep-alive connections used in turn are all served by few workers",
          "[webhooks][gate]") {
    TestServer server({.workers = 4});
    std::vector<HttpClient> clients;
    for (int i = 0; i < 512; ++i) {
        clients.emplace_back(server.port());
    }
    for (int round = 0; round < 3; ++round) {
        for (auto& client : clients) {
            client.send(signed_webhook("8500"));
        }
        for (auto& client : clients) {
            REQUIRE(client.read_status() == 200);
        }
    }
    CHECK(server.intake.taken().size() == 3 * 512);
}
