#include "webhooks/route.h"

#include <catch2/catch.hpp>

using webhooks::Problem;
using webhooks::Request;

TEST_CASE("headers are found whatever their case, the first wins", "[webhooks]") {
    const Request request{.headers = {{"X-A", "1"}, {"x-a", "2"}}};
    CHECK(request.header("x-A") == "1");
    CHECK(request.header("x-b").empty());
}

TEST_CASE("query values are decoded; a broken query has none", "[webhooks]") {
    CHECK(Request{.query_text = "a=1%20x&b"}.query("a") == "1 x");
    CHECK(Request{.query_text = "a=1%20x&b"}.query("b") == "");
    CHECK(Request{.query_text = "a=1"}.query("c") == std::nullopt);
    CHECK(Request{.query_text = "a=1&b=%"}.query("a") == std::nullopt);
}

TEST_CASE("cookies are found by their exact name", "[webhooks]") {
    const Request request{
        .headers = {{"Cookie", "a=1; __Host-session=abc=; b="}, {"cookie", "c=3;a=9"}}};
    CHECK(request.cookie("a") == "1");
    CHECK(request.cookie("__Host-session") == "abc=");
    CHECK(request.cookie("b").empty());
    CHECK(request.cookie("c") == "3");
    CHECK(request.cookie("session").empty());
}

TEST_CASE("a refusal has its problem's status", "[webhooks]") {
    CHECK(webhooks::refuse(Problem::WrongSignature).status == 401);
    CHECK(webhooks::refuse(Problem::IntakeUnavailable).headers.front().first == "Retry-After");
}
