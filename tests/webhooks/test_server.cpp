#include "tests/webhooks/test_server.h"

#include "webhooks/health.h"
#include "webhooks/line_signature.h"
#include "webhooks/line_webhook.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace {

using webhooks::json_response;
using webhooks::Request;
using webhooks::Response;
using webhooks::Route;

Response text(std::string body) {
    Response response;
    response.body = std::move(body);
    return response;
}

Response seen(const Request& request) {
    return text(fmt::format("{}|{}|{}|{}|{}|{}",
                            request.method,
                            request.path,
                            request.rest,
                            request.query("q").value_or("-"),
                            request.header("x-test"),
                            request.client_address));
}

Response odd(const Request& /*request*/) {
    auto response = text("odd");
    response.headers = {{"X-Bad", "a\r\nX-Injected: b"}, {"X Bad", "a"}, {"X-Good", "ดี"}};
    return response;
}

// A file without a name that says where in it one is: its byte at n is a digit of n / 1000.
Response file_of(std::size_t size) {
    std::string bytes(size, ' ');
    for (std::size_t at = 0; at < size; ++at) {
        bytes[at] = static_cast<char>('0' + at / 1000 % 10);
    }
    std::FILE* const made = std::tmpfile();
    REQUIRE(made != nullptr);
    REQUIRE(std::fwrite(bytes.data(), 1, size, made) == size);
    REQUIRE(std::fflush(made) == 0);
    Response response;
    response.file = std::make_shared<webhooks::FileBody>(
        webhooks::FileBody{webhooks::FileDescriptor(::dup(::fileno(made))), kBigAnswer});
    REQUIRE(std::fclose(made) == 0);
    return response;
}

std::vector<Route> routes(FakeIntake& intake, Barrier& barrier, webhooks::Metrics& metrics) {
    return {
        {.method = "GET", .path = "/hello", .handle = [](const Request&) { return text("hello"); }},
        {.method = "POST",
         .path = "/echo",
         .handle = [](const Request& request) { return text(std::string(request.body)); }},
        {.method = "GET",
         .path = "/big",
         .handle = [](const Request&) { return text(std::string(kBigAnswer, 'x')); }},
        {.method = "GET",
         .path = "/file",
         .handle = [](const Request&) { return file_of(kBigAnswer); }},
        {.method = "GET",
         .path = "/short",
         .handle = [](const Request&) { return file_of(kBigAnswer / 2); }},
        {.method = "POST",
         .path = "/block",
         .handle =
             [&barrier](const Request&) {
                 barrier.wait_here();
                 return text("through");
             }},
        {.method = "GET",
         .path = "/throw",
         .handle = [](const Request&) -> Response {
             throw std::runtime_error("SELECT secret\r\nFROM vault");
         }},
        {.method = "GET", .path = "/below/*", .handle = seen, .label = "/below"},
        {.method = "GET", .path = "/odd", .handle = odd},
        webhooks::line_webhook_route({.channel = "line", .secret = "secret"},
                                     intake,
                                     metrics,
                                     [] { return conversation::Instant{}; }),
        webhooks::metrics_route(metrics),
        webhooks::alive_route(),
    };
}

}  // namespace

TestServer::TestServer(webhooks::ListenConfig config)
    : server_(std::move(config), routes(intake, barrier, metrics), metrics) {
    spdlog::set_level(spdlog::level::off);
    server_.start();
}

TestServer::~TestServer() {
    barrier.open();
}

HttpClient::Answer TestServer::ask(std::string_view request) {
    HttpClient client(port());
    client.send(request);
    const auto answer = client.read_answer(!request.starts_with("HEAD"));
    REQUIRE(answer);
    return *answer;
}

std::string signed_webhook(std::string_view said) {
    const auto body = fmt::format(
        R"({{"destination":"Ub","events":[{{"type":"message","mode":"active","timestamp":1,)"
        R"("webhookEventId":"E-{0}","source":{{"type":"user","userId":"U1"}},)"
        R"("message":{{"type":"text","id":"1","text":"{0}"}}}}]}})",
        said);
    return post("/webhooks/line",
                body,
                "X-Line-Signature: " + webhooks::LineSignature("secret").sign(body) + "\r\n");
}
