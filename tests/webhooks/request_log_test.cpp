#include "webhooks/request_log.h"

#include <catch2/catch.hpp>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>
#include <string>

using webhooks::escape_for_log;

TEST_CASE("no byte of a user can start a line or send a control code", "[webhooks]") {
    const auto [text, shown] = GENERATE(table<std::string, std::string>({
        {"สวัสดี hello", "สวัสดี hello"},
        {"a\r\nb", R"(a\x0D\x0Ab)"},
        {"\x1b[31m", R"(\x1B[31m)"},
        {std::string("a\0b", 3), R"(a\x00b)"},
        {"\x7f", R"(\x7F)"},
        {"\xC2\x85", R"(\xC2\x85)"},
        {"\xE2\x80\xA8", R"(\xE2\x80\xA8)"},
        {"\xE2\x80\xAE", R"(\xE2\x80\xAE)"},
        {"\xff\xe0\xb8", R"(\xFF\xE0\xB8)"},
        {R"(\x0A)", R"(\\x0A)"},
    }));
    CAPTURE(text);
    CHECK(escape_for_log(text) == shown);
}

TEST_CASE("long texts are cut for the log", "[webhooks]") {
    CHECK(escape_for_log("abcdef", 3) == "abc");
    CHECK(escape_for_log("ก", 2) == R"(\xE0\xB8)");
}

TEST_CASE("a request is one line at the level its answer deserves", "[webhooks]") {
    std::ostringstream log;
    const auto previous = spdlog::default_logger();
    auto logger = std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log));
    logger->set_pattern("%l %v");
    spdlog::set_default_logger(logger);
    spdlog::set_level(spdlog::level::debug);
    const auto [status, level] = GENERATE(table<int, std::string>(
        {{200, "debug"}, {404, "info"}, {501, "info"}, {500, "warning"}, {503, "warning"}}));
    webhooks::log_request({.listener = "gate",
                           .method = "POST",
                           .route = "/webhooks/line",
                           .status = status,
                           .body_bytes = 7,
                           .took = std::chrono::microseconds(12),
                           .client_address = "192.0.2.7",
                           .problem_id = status < 400 ? "" : "00ff"});
    spdlog::set_default_logger(previous);
    CHECK(log.str() == level + " gate POST /webhooks/line " + std::to_string(status) +
                           " bytes=7 us=12 from=192.0.2.7" + (status < 400 ? "" : " problem=00ff") +
                           "\n");
}
