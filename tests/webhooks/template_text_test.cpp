#include "webhooks/template_text.h"

#include "webhooks/form_fields.h"
#include "webhooks/json_fields.h"
#include "webhooks/xml_fields.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>

using webhooks::fill_template;
using webhooks::TemplateEncoding;
using namespace std::string_literals;

namespace {

// What people write to try a gateway out, and what a template must not take for its own.
const auto kNasty = "{{to}}&\"<'\\\n>ราย% + {{text}}"s;

std::string value(std::string_view name) {
    return name == "text" ? kNasty : name == "to" ? "+66812345678" : "";
}

}  // namespace

TEST_CASE("a text arrives unchanged in every encoding", "[webhooks][sms][template]") {
    SECTION("form") {
        const auto body =
            fill_template("to={{to}}&message={{text}}&x=1", TemplateEncoding::Url, value);
        const auto fields = webhooks::read_form_fields(body).value();
        CHECK(webhooks::field(fields, "message") == kNasty);
        CHECK(webhooks::field(fields, "to") == "+66812345678");
        CHECK(fields.size() == 3);
    }
    SECTION("JSON") {
        const auto body = fill_template(
            R"({"messages":[{"to":"{{to}}","text":"{{text}}"}]})", TemplateEncoding::Json, value);
        CHECK(nlohmann::json::parse(body)["messages"][0]["text"] == kNasty);
    }
    SECTION("XML") {
        const auto body = fill_template(
            R"(<sms to="{{to}}" text="{{text}}">{{text}}</sms>)", TemplateEncoding::Xml, value);
        const auto fields = webhooks::read_xml_fields(body).value();
        CHECK(webhooks::field(fields, "sms") == kNasty);
        CHECK(webhooks::field(fields, "sms.@text") == kNasty);
    }
    SECTION("a header") {
        CHECK(fill_template("{{text}}", TemplateEncoding::Plain, value).find('\n') ==
              std::string::npos);
    }
}

TEST_CASE("only names between braces are filled in", "[webhooks][sms][template]") {
    CHECK(
        fill_template("<r id=\"{{sms.@to}}\"/>", TemplateEncoding::Xml, [](std::string_view name) {
            return name == "sms.@to" ? std::string("7") : std::string();
        }) == "<r id=\"7\"/>");
    const auto filled = [](std::string_view text) {
        return fill_template(text, TemplateEncoding::Plain, [](std::string_view name) {
            return "<" + std::string(name) + ">";
        });
    };
    CHECK(filled("{{a}}{{b}}") == "<a><b>");
    CHECK(filled("{{{a}}}") == "{<a>}");
    CHECK(filled("{{ a }} {{}} {{a") == "{{ a }} {{}} {{a");
    CHECK(filled("{\"x\":{\"y\":\"{{a}}\"}}") == "{\"x\":{\"y\":\"<a>\"}}");
    CHECK(filled("") == "");
    CHECK(webhooks::template_names("{{a}} {{ b }} {{c.d}}{{a}}") ==
          std::vector<std::string>{"a", "c.d", "a"});
}

TEST_CASE("JSON and XML are read as names and values", "[webhooks][sms]") {
    const auto json =
        webhooks::read_json_fields(R"({"a":{"b":[7,"x",true,null,1.5]},"c":""})").value();
    CHECK(webhooks::field(json, "a.b.0") == "7");
    CHECK(webhooks::field(json, "a.b.1") == "x");
    CHECK(webhooks::field(json, "a.b.2") == "true");
    CHECK_FALSE(webhooks::field(json, "a.b.3"));
    CHECK(webhooks::field(json, "c") == "");
    CHECK_FALSE(webhooks::read_json_fields("{"));
    CHECK_FALSE(webhooks::read_json_fields(""));
    const auto xml = webhooks::read_xml_fields(
                         "<sms id=\"7\"><from>A</from><text><![CDATA[a<b]]></text><e/></sms>")
                         .value();
    CHECK(webhooks::field(xml, "sms.@id") == "7");
    CHECK(webhooks::field(xml, "sms.from") == "A");
    CHECK(webhooks::field(xml, "sms.text") == "a<b");
    CHECK(webhooks::field(xml, "sms.e") == "");
}

TEST_CASE("an XML body reads nothing but itself", "[webhooks][sms]") {
    for (const auto& body : {
             R"(<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]><s>&x;</s>)"s,
             R"(<!DOCTYPE s [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><s>&b;</s>)"s,
             "<s>"s,
             ""s,
             "\xff\xfe"s,
             std::string(400'000, '<'),
         }) {
        CAPTURE(body.substr(0, 40));
        CHECK_FALSE(webhooks::read_xml_fields(body));
    }
    std::string deep;
    for (int i = 0; i < 5000; ++i) {
        deep += "<a>";
    }
    CHECK_FALSE(webhooks::read_xml_fields(deep));
}
