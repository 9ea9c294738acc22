#include "webhooks/request_head.h"

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <variant>

using webhooks::describe;
using webhooks::find_head_end;
using webhooks::HeadScan;
using webhooks::percent_decode;
using webhooks::Problem;
using webhooks::read_head;
using webhooks::RequestHead;

namespace {

constexpr std::size_t kMaxBody = 1000;

std::variant<RequestHead, Problem> read(const std::string& text) {
    return read_head(text, kMaxBody);
}

// The problem's code, or "fine".
std::string judged(const std::string& text) {
    HeadScan scan;
    const auto end = find_head_end(text, scan);
    if (const auto* problem = std::get_if<Problem>(&end)) {
        return std::string(describe(*problem).code);
    }
    if (std::holds_alternative<std::monostate>(end)) {
        return "unfinished";
    }
    const auto head = read(text.substr(0, std::get<std::size_t>(end)));
    const auto* problem = std::get_if<Problem>(&head);
    return problem == nullptr ? "fine" : std::string(describe(*problem).code);
}

std::string get_with(const std::string& field) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n";
}

std::string post_with(const std::string& fields) {
    return "POST /webhooks/line HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n";
}

}  // namespace

TEST_CASE("a head is read into its parts", "[webhooks]") {
    const std::string text =
        "POST /webhooks/line?a=1?b HTTP/1.1\r\nHost: example.org\r\nX-Line-Signature:\t abc \r\n"
        "content-length: 12\r\n\r\n";
    const auto read_result = read(text);
    REQUIRE(std::holds_alternative<RequestHead>(read_result));
    const auto& head = std::get<RequestHead>(read_result);
    CHECK(head.method == "POST");
    CHECK(head.path == "/webhooks/line");
    CHECK(head.query == "a=1?b");
    CHECK(head.content_length == 12);
    CHECK(head.keep_alive);
    CHECK_FALSE(head.expects_continue);
    CHECK(head.size == text.size());
    REQUIRE(head.headers.size() == 3);
    CHECK(head.headers[1].name == "X-Line-Signature");
    CHECK(head.headers[1].value == "abc");
}

TEST_CASE("each way to say where a body ends has one reading or none", "[webhooks][framing]") {
    const auto [fields, verdict] = GENERATE(table<std::string, std::string>({
        {"Content-Length: 3", "fine"},
        {"Content-Length: 0", "fine"},
        {"Content-Length:3", "fine"},
        {"Content-Length: 1000", "fine"},
        {"Content-Length: 1001", "413.1"},
        {"Content-Length: 999999999999999999", "413.1"},
        {"Content-Length: 18446744073709551616", "400.5"},
        {"Content-Length: abc", "400.5"},
        {"Content-Length: +3", "400.5"},
        {"Content-Length: -1", "400.5"},
        {"Content-Length: 0x3", "400.5"},
        {"Content-Length: 3, 5", "400.5"},
        {"Content-Length: 3, 3", "400.5"},
        {"Content-Length: 3 3", "400.5"},
        {"Content-Length: 3;", "400.5"},
        {"Content-Length:", "400.5"},
        {"Content-Length: 3\r\nContent-Length: 5", "400.5"},
        {"Content-Length: 3\r\ncontent-length: 3", "400.5"},
        {"X: y", "411.1"},
        {"Transfer-Encoding: chunked", "411.1"},
        {"transfer-encoding: gzip, chunked", "411.1"},
        {"Transfer-Encoding: identity", "411.1"},
        {"Transfer-Encoding:", "411.1"},
        {"Content-Length: 3\r\nTransfer-Encoding: chunked", "400.5"},
        {"Content-Length : 3", "400.3"},
        {" Content-Length: 3", "400.3"},
        {"X: y\r\n folded", "400.3"},
        {"X: y\r\n\tfolded", "400.3"},
        {"Content-Length: 3\r\nContent-Encoding: gzip", "415.1"},
        {"Content-Length: 3\r\nContent-Encoding: identity", "fine"},
        {"Content-Length: 3\r\nContent-Type: multipart/form-data; boundary=x", "415.2"},
        {"Content-Length: 3\r\nCONTENT-TYPE: MULTIPART/mixed", "415.2"},
        {"Content-Length: 3\r\nExpect: 100-continue", "fine"},
        {"Content-Length: 3\r\nExpect: 200-ok", "417.1"},
    }));
    CAPTURE(fields);
    CHECK(judged(post_with(fields)) == verdict);
}

TEST_CASE("only a plain request line is taken", "[webhooks][framing]") {
    const auto [line, verdict] = GENERATE(table<std::string, std::string>({
        {"GET / HTTP/1.1", "fine"},
        {"HEAD /a/b%20c?x=%41 HTTP/1.1", "fine"},
        {"DELETE /a HTTP/1.0", "fine"},
        {"GET http://example.org/a?b HTTP/1.1", "fine"},
        {"GET http://example.org HTTP/1.1", "fine"},
        {"GET  / HTTP/1.1", "400.2"},
        {"GET /  HTTP/1.1", "400.2"},
        {"GET / a HTTP/1.1", "400.2"},
        {" GET / HTTP/1.1", "400.2"},
        {"GET / HTTP/1.1 ", "400.2"},
        {"GET\t/ HTTP/1.1", "400.2"},
        {"GET /", "400.2"},
        {"GET", "400.2"},
        {"", "400.2"},
        {"GET * HTTP/1.1", "400.2"},
        {"GET a HTTP/1.1", "400.2"},
        {"GET /a#b HTTP/1.1", "400.2"},
        {"GET /\x80 HTTP/1.1", "400.2"},
        {"GET /% HTTP/1.1", "400.2"},
        {"GET /%4 HTTP/1.1", "400.2"},
        {"GET /%zz HTTP/1.1", "400.2"},
        {"GET /%u0041 HTTP/1.1", "400.2"},
        {"GET /a%00b HTTP/1.1", "400.2"},
        {"GET /a%0d%0ab HTTP/1.1", "400.2"},
        {"GET /a%7f HTTP/1.1", "400.2"},
        {"GET http://example.org?b HTTP/1.1", "400.2"},
        {"G(T / HTTP/1.1", "400.2"},
        {"GET / HTTP/1", "400.2"},
        {"GET / http/1.1", "400.2"},
        {"GET / HTTP/1.1x", "400.2"},
        {"GET / HTTP/2.0", "505.1"},
        {"GET / HTTP/0.9", "505.1"},
        {"BREW / HTTP/1.1", "501.1"},
        {"get / HTTP/1.1", "501.1"},
        {"CONNECT a:1 HTTP/1.1", "501.1"},
        {"TRACE / HTTP/1.1", "501.1"},
        {"GET /" + std::string(1023, 'a') + " HTTP/1.1", "fine"},
        {"GET /" + std::string(1024, 'a') + " HTTP/1.1", "414.1"},
        {"GET /?" + std::string(4094, 'a') + " HTTP/1.1", "fine"},
        {"GET /?" + std::string(4095, 'a') + " HTTP/1.1", "414.1"},
    }));
    CAPTURE(line);
    CHECK(judged(line + "\r\nHost: a\r\n\r\n") == verdict);
}

TEST_CASE("header fields with control characters or without a name are refused",
          "[webhooks][framing]") {
    const auto [field, verdict] = GENERATE(table<std::string, std::string>({
        {"X:", "fine"},
        {"X: ภาษาไทย", "fine"},
        {"X: a\tb", "fine"},
        {"X", "400.3"},
        {": a", "400.3"},
        {"X Y: a", "400.3"},
        {"X: a\x01", "400.3"},
        {"X: a\x7f", "400.3"},
        {"X: a\rb", "400.3"},
        {"X\r: a", "400.3"},
        {"X: a\n", "400.6"},
        {"X: a\nY: b", "400.6"},
        {std::string("X: a\0", 5), "400.3"},
        {"Host: b", "400.4"},
    }));
    CAPTURE(field);
    CHECK(judged(get_with(field)) == verdict);
}

TEST_CASE("bare line feeds are refused at once, without waiting for an end",
          "[webhooks][framing]") {
    CHECK(judged("GET / HTTP/1.1\n") == "400.6");
    CHECK(judged("\n") == "400.6");
    CHECK(judged("GET / HTTP/1.1\r\nHost: a\n\n") == "400.6");
}

TEST_CASE("one Host is needed from HTTP/1.1 on", "[webhooks][framing]") {
    CHECK(judged("GET / HTTP/1.1\r\n\r\n") == "400.4");
    CHECK(judged("GET / HTTP/1.0\r\n\r\n") == "fine");
    CHECK(judged("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n") == "400.4");
}

TEST_CASE("one empty line before the request is forgiven", "[webhooks]") {
    CHECK(judged("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == "fine");
    CHECK(judged("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == "400.2");
}

TEST_CASE("a head has at most 16 KiB and 100 fields", "[webhooks][framing]") {
    std::string fields;
    for (int i = 0; i < 99; ++i) {
        fields += "X: y\r\n";
    }
    CHECK(judged("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n") == "fine");
    CHECK(judged("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "X: y\r\n\r\n") == "431.1");
    CHECK(judged(get_with("X: " + std::string(webhooks::kMaxHead - 32, 'a'))) == "fine");
    CHECK(judged(get_with("X: " + std::string(webhooks::kMaxHead - 31, 'a'))) == "431.1");
    CHECK(judged(std::string(webhooks::kMaxHead, 'a')) == "431.1");
}

TEST_CASE("what a connection does after the answer is read from the head", "[webhooks]") {
    const auto [text, keeps] = GENERATE(table<std::string, bool>({
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", true},
        {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false},
    }));
    CAPTURE(text);
    CHECK(std::get<RequestHead>(read(text)).keep_alive == keeps);
}

TEST_CASE("a head that comes byte by byte ends in the same place", "[webhooks]") {
    const std::string text = "\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab";
    HeadScan scan;
    for (std::size_t size = 0; size < text.size() - 2; ++size) {
        CAPTURE(size);
        REQUIRE(std::holds_alternative<std::monostate>(find_head_end(text.substr(0, size), scan)));
    }
    CHECK(std::get<std::size_t>(find_head_end(text, scan)) == text.size() - 2);
}

TEST_CASE("percent escapes are decoded once", "[webhooks]") {
    CHECK(percent_decode("a%20b%2541+") == "a b%41+");
    CHECK(percent_decode("%E0%b8%81") == "ก");
    CHECK(percent_decode("%") == std::nullopt);
    CHECK(percent_decode("%4") == std::nullopt);
    CHECK(percent_decode("%g0") == std::nullopt);
}
