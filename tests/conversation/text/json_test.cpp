#include "conversation/text/json_reader.h"
#include "conversation/text/json_text.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using conversation::JsonReader;
using conversation::JsonText;

namespace {

std::string as_json(std::string_view text) {
    JsonText json;
    json.text(text);
    return std::move(json).str();
}

}  // namespace

TEST_CASE("JSON is written with its commas and without what is empty", "[conversation][json]") {
    JsonText json;
    json.open('{').key("a").number(-7).key("b").open('[').raw("1,null").text("x").flag(true).open(
        '{');
    json.close('}').text("y").close(']').some("c", "").some("d", "z").any_key("\"e").flag(false);
    json.close('}');
    CHECK(std::move(json).str() == R"({"a":-7,"b":[1,null,"x",true,{},"y"],"d":"z","\"e":false})");
}

TEST_CASE("any text is written so that another reader reads it the same", "[conversation][json]") {
    const std::string text = GENERATE(as<std::string>{},
                                      "",
                                      "รายได้ 8,500 บาท 🙂",
                                      "a\"b\\c/d\n\r\t\b\f\x01\x1f\x7f",
                                      std::string("nul\0in it", 9));
    CHECK(nlohmann::json::parse(as_json(text)) == text);
    const std::string written = as_json(text);
    JsonReader reader(written);
    CHECK(reader.text() == text);
    CHECK(reader.complete());
}

TEST_CASE("ill-formed UTF-8 is replaced when it is written and refused when it is read",
          "[conversation][json]") {
    CHECK(as_json("ก\xE0\xB8 ข") == "\"ก\xEF\xBF\xBD ข\"");
    JsonReader reader("\"\xE0\xB8\"");
    CHECK(reader.text().empty());
    CHECK_FALSE(reader.complete());
}

TEST_CASE("every escape is read", "[conversation][json]") {
    const std::string text = R"("\"\\\/\b\f\n\r\t\u0e01\uD83D\uDE42")";
    JsonReader reader(text);
    CHECK(reader.text() == nlohmann::json::parse(text).get<std::string>());
    CHECK(reader.complete());
}

TEST_CASE("an object is read member by member, in any order and with blanks",
          "[conversation][json]") {
    JsonReader reader(
        " { \"list\" : [ 1 , 2,3 ] ,\"other\":{\"x\":[null,true,\"\"]}, \"n\":-12 }\n");
    std::vector<std::int64_t> list;
    std::int64_t n = 0;
    reader.object([&](std::string_view key) {
        if (key == "list") {
            reader.array([&] { list.push_back(reader.number()); });
        } else if (key == "n") {
            n = reader.number();
        } else {
            reader.skip();
        }
    });
    CHECK(reader.complete());
    CHECK(list == std::vector<std::int64_t>{1, 2, 3});
    CHECK(n == -12);
}

TEST_CASE("what is no JSON, or not what was asked for, fails as a whole", "[conversation][json]") {
    const std::string text = GENERATE(as<std::string>{},
                                      "",
                                      "x",
                                      "{",
                                      "{}}",
                                      "{} {}",
                                      "[]",
                                      R"({"a")",
                                      R"({"a":})",
                                      R"({"a":1)",
                                      R"({"a":1,})",
                                      R"({"a" 1})",
                                      R"({a:1})",
                                      R"({"a":1.5})",
                                      R"({"a":1e3})",
                                      R"({"a":99999999999999999999})",
                                      R"({"a":tru})",
                                      R"({"a":"b})",
                                      "{\"a\":\"b\n\"}",
                                      R"({"a":"\x"})",
                                      R"({"a":"\u12"})",
                                      R"({"a":"\u+123"})",
                                      R"({"a":"\ud83d"})",
                                      R"({"a":"\ud83d\u0e01"})",
                                      R"({"a":"\ude42"})",
                                      "{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}",
                                      "{\"a\":" + std::string(100'000, '['));
    CAPTURE(text.substr(0, 60));
    JsonReader reader(text);
    reader.object([&](std::string_view) { reader.skip(); });
    CHECK_FALSE(reader.complete());
}

TEST_CASE("after a failure everything read is empty", "[conversation][json]") {
    JsonReader reader(R"({"a":1,"b":"text"})");
    std::string b = "before";
    reader.object([&](std::string_view key) {
        if (key == "a") {
            (void)reader.text();
        } else {
            b = reader.text();
        }
    });
    CHECK(b == "before");
    CHECK(reader.number() == 0);
    CHECK_FALSE(reader.flag());
    CHECK_FALSE(reader.complete());
}
