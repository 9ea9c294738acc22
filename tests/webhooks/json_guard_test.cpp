#include "webhooks/json_guard.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>

using webhooks::guard_json;

TEST_CASE("a good JSON text passes the guard unchanged", "[webhooks]") {
    const auto text = GENERATE(as<std::string>{},
                               R"({"a":[1,-2.5,1e10,true,null],"ข":"๑๒ \"x\" \\ \n \u0e01 😀"})",
                               R"(["\ud83d\ude00",123456789012345678901234567890])",
                               "[1.7976931348623157e308,\"[[[{{{\"]",
                               " \n\t[ ] ");
    CAPTURE(text);
    CHECK(guard_json(text) == text);
}

TEST_CASE("what would spoil a JSON text is replaced where it stands", "[webhooks]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"[1e999999,2]", "[null,2]"},
        {"[-1e999999]", "[null]"},
        {"[" + std::string(400, '9') + "]", "[null]"},
        {"[\"\xff\"]", "[\"\xEF\xBF\xBD\"]"},
        {"[\"\xe0\xb8\"]", "[\"\xEF\xBF\xBD\"]"},
        {R"(["\ud83dx"])", "[\"\xEF\xBF\xBDx\"]"},
        {R"(["\ude00"])", "[\"\xEF\xBF\xBD\"]"},
        {R"(["\ud83d\ud83d\ude00"])", "[\"\xEF\xBF\xBD\\ud83d\\ude00\"]"},
    }));
    CAPTURE(text);
    CHECK(guard_json(text) == expected);
}

TEST_CASE("what lies deeper than the limit becomes null", "[webhooks]") {
    CHECK(guard_json("[[1],[[2]],{\"a\":[3,\"]\"]},4]", 2) == "[[1],[null],{\"a\":null},4]");
    CHECK(guard_json("[[]]", 2) == "[[]]");
    CHECK(guard_json("[[],[]]", 1) == "[null,null]");
    const auto guarded = guard_json(std::string(100'000, '[') + std::string(100'000, ']'));
    CHECK(guarded == std::string(32, '[') + "null" + std::string(32, ']'));
}

TEST_CASE("a broken JSON text stays broken", "[webhooks]") {
    const auto text = GENERATE(as<std::string>{},
                               "",
                               "[",
                               "]",
                               "[\"",
                               "[\"\\",
                               "[\"\\u12",
                               "{\"a\"}",
                               "[1,]",
                               "[-]",
                               "nul",
                               "]]]][");
    CAPTURE(text);
    CHECK(nlohmann::json::parse(guard_json(text), nullptr, false).is_discarded());
}
