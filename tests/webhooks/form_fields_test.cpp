#include "webhooks/form_fields.h"

#include <catch2/catch.hpp>

#include <string>

using webhooks::field;
using webhooks::FormFields;
using webhooks::read_form_fields;

TEST_CASE("form fields are decoded once, in their order", "[webhooks]") {
    const auto [text, expected] = GENERATE(table<std::string, FormFields>({
        {"", {}},
        {"a=1&b=2", {{"a", "1"}, {"b", "2"}}},
        {"a=1+2%2B3", {{"a", "1 2+3"}}},
        {"a=%2541", {{"a", "%41"}}},
        {"text=%E0%B8%81", {{"text", "ก"}}},
        {"a", {{"a", ""}}},
        {"=x", {{"", "x"}}},
        {"a=b=c", {{"a", "b=c"}}},
        {"&&a=1&", {{"a", "1"}}},
        {"a=1&a=2", {{"a", "1"}, {"a", "2"}}},
        {"a=%00", {{"a", std::string(1, '\0')}}},
    }));
    CAPTURE(text);
    CHECK(read_form_fields(text) == expected);
}

TEST_CASE("a broken escape or too many fields are no form", "[webhooks]") {
    CHECK(read_form_fields("a=%") == std::nullopt);
    CHECK(read_form_fields("a=%4") == std::nullopt);
    CHECK(read_form_fields("%zz=1") == std::nullopt);
    std::string many;
    for (int i = 0; i < 1000; ++i) {
        many += "a=1&";
    }
    CHECK(read_form_fields(many)->size() == 1000);
    CHECK(read_form_fields(many + "a=1") == std::nullopt);
}

TEST_CASE("the first field of a name is found", "[webhooks]") {
    const FormFields fields{{"a", "1"}, {"a", "2"}};
    CHECK(field(fields, "a") == "1");
    CHECK(field(fields, "A") == std::nullopt);
}
