#include "console/odata_options.h"

#include <catch2/catch.hpp>

#include <string>
#include <tuple>

using console::ApiFault;
using console::ODataOptions;
using console::read_odata_format;
using console::read_odata_options;

namespace {

const console::EdmSet& reports() {
    static const auto set =
        console::edm_set({.form = nullptr, .kind = console::find_export_kind("reports")}, false);
    return set;
}

std::string outcome(std::string_view query, bool only_count = false) {
    const auto fields = webhooks::read_form_fields(query).value();
    const auto read = read_odata_options(fields, reports(), only_count);
    if (const auto* fault = std::get_if<ApiFault>(&read)) {
        return std::string(webhooks::describe(fault->problem).code) + " " + fault->detail.parameter;
    }
    return "ok";
}

}  // namespace

TEST_CASE("query options of the feed are read strictly", "[console][odata]") {
    const auto [query, result] = GENERATE(table<std::string, std::string>(
        {{"", "ok"},
         {"$top=5&$skip=0&$count=true&$select=period,%20income_total", "ok"},
         {"$select=*", "ok"},
         {"$format=json", "ok"},
         {"%24top=5", "ok"},
         {"$top=-1", "400.9 $top"},
         {"$top=", "400.9 $top"},
         {"$top=5&$top=6", "400.9 $top"},
         {"$skip=99999999999999999999", "400.9 $skip"},
         {"$count=1", "400.9 $count"},
         {"$select=head_name", "400.9 $select"},
         {"$select=nothing", "400.9 $select"},
         {"$filter=period", "400.9 $filter"},
         {"$filter=period%20eq%20'2025-11'", "ok"},
         {"$skiptoken=zz", "400.9 $skiptoken"},
         {"$orderby=period", "501.2 $orderby"},
         {"$expand=a", "501.2 $expand"},
         {"$search=a", "501.2 $search"},
         {"$apply=a", "501.2 $apply"},
         {"$other=a", "400.8 "},
         {"top=5", "400.8 "}}));
    CAPTURE(query);
    CHECK(outcome(query) == result);
}

TEST_CASE("counting takes a filter alone", "[console][odata]") {
    CHECK(outcome("$filter=period%20eq%20'2025-11'", true) == "ok");
    CHECK(outcome("$top=5", true) == "400.8 ");
    CHECK(outcome("$orderby=period", true) == "501.2 $orderby");
}

TEST_CASE("the format comes from $format, else from Accept", "[console][odata]") {
    const auto said = [](std::optional<std::string_view> format, std::string_view accept) {
        const auto read = read_odata_format(format, accept);
        return std::string(read.json ? "json" : "-") + (read.xml ? " xml" : " -") +
               (read.context ? "" : " none") + (read.numbers_as_text ? " text" : "");
    };
    CHECK(said({}, "") == "json xml");
    CHECK(said({}, "*/*") == "json xml");
    CHECK(said({}, "application/json") == "json -");
    CHECK(said({}, "application/xml") == "- xml");
    CHECK(said({}, "application/atom+xml") == "- -");
    CHECK(said({}, "text/html, application/json;q=0.5") == "json -");
    CHECK(said({},
               "application/json;odata.metadata=minimal;q=1.0,application/json;odata="
               "minimalmetadata;q=0.9,application/xml;q=0.7") == "json xml");
    CHECK(said({}, "application/json; odata.metadata=none") == "json - none");
    CHECK(said({}, "Application/JSON;IEEE754Compatible=true") == "json - text");
    CHECK(said("json", "application/atom+xml") == "json -");
    CHECK(said("atom", "application/json") == "- -");
    CHECK(said("", "application/json") == "json xml");
}

TEST_CASE("a program may ask for smaller pages", "[console][odata]") {
    using console::read_page_size;
    CHECK(read_page_size("odata.maxpagesize=500") == 500U);
    CHECK(read_page_size("respond-async, maxpagesize=7; a") == 7U);
    CHECK(read_page_size("OData.MaxPageSize = 9") == 9U);
    CHECK_FALSE(read_page_size(""));
    CHECK_FALSE(read_page_size("odata.maxpagesize=0"));
    CHECK_FALSE(read_page_size("odata.maxpagesize=x"));
    CHECK_FALSE(read_page_size("odata.continue-on-error"));
}
