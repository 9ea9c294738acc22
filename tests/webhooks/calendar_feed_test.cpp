#include "webhooks/calendar_feed.h"

#include <catch2/catch.hpp>

#include <string>

using webhooks::calendar_route;
using webhooks::Request;

namespace {

const std::string kSecret = "0123456789abcdef0123456789abcdef";

webhooks::Response fetched(std::string_view rest) {
    const auto route = calendar_route([](std::string_view secret) {
        return secret == kSecret ? std::optional<std::string>("BEGIN:VCALENDAR\r\n") : std::nullopt;
    });
    CHECK(route.label == "/calendar/*");  // no secret in the log
    Request request;
    request.method = "GET";
    request.rest = rest;
    return route.handle(request);
}

}  // namespace

TEST_CASE("a calendar is fetched by its secret", "[webhooks][calendar]") {
    const auto response = fetched(kSecret + ".ics");
    CHECK(response.status == 200);
    CHECK(response.content_type == "text/calendar; charset=utf-8");
    CHECK(response.body == "BEGIN:VCALENDAR\r\n");
    CHECK(fetched(kSecret).status == 200);
}

TEST_CASE("what is no secret of ours is no page", "[webhooks][calendar]") {
    for (const std::string& rest : {std::string{},
                                    std::string{".ics"},
                                    std::string(32, '0') + ".ics",
                                    "../" + kSecret,
                                    kSecret + "/x.ics",
                                    std::string(32, 'Z')}) {
        CAPTURE(rest);
        CHECK(fetched(rest).problem == webhooks::Problem::NotFound);
    }
}
