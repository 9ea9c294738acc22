#include "console/api_query.h"

#include "console/api_door.h"
#include "console/moment_reader.h"

#include <catch2/catch.hpp>

#include <string>
#include <tuple>

using console::ApiFault;
using console::ApiQuery;
using console::find_export_kind;
using console::read_api_query;
using webhooks::Problem;

namespace {

// "ok", or the problem's code and the parameter.
std::string outcome(std::string_view kind, std::string_view query, bool whole = false) {
    const auto read = read_api_query(query, *find_export_kind(kind), whole);
    if (const auto* fault = std::get_if<ApiFault>(&read)) {
        return std::string(webhooks::describe(fault->problem).code) + " " + fault->detail.parameter;
    }
    return "ok";
}

}  // namespace

TEST_CASE("parameters are read strictly, and what is wrong with one is named", "[console][api]") {
    const auto [kind, query, result] = GENERATE(table<std::string, std::string, std::string>(
        {{"reports", "", "ok"},
         {"reports", "limit=5&from=2025-10&to=2025-12&columns=period,income_total", "ok"},
         {"reports", "limit=0", "400.9 limit"},
         {"reports", "limit=10001", "400.9 limit"},
         {"reports", "limit=5x", "400.9 limit"},
         {"reports", "limit=", "400.9 limit"},
         {"reports", "limit=99999999999999999999999", "400.9 limit"},
         {"reports", "limit=5&limit=6", "400.9 limit"},
         {"reports", "from=2025-13", "400.9 from"},
         {"reports", "to=2025", "400.9 to"},
         {"households", "from=2025-10", "400.8 from"},
         {"reports", "since=2025-11-30T02:05:00Z", "ok"},
         {"reports", "since=2025-11-30T02:05:00%2B07:00", "ok"},
         {"reports", "since=yesterday", "400.9 since"},
         {"coverage", "since=2025-11-30", "400.8 since"},
         {"reports", "columns=nothing", "400.9 columns"},
         {"reports", "columns=", "400.9 columns"},
         {"reports", "columns=head_name", "403.2 reason"},
         {"reports", "columns=head_name&reason=check", "ok"},
         {"reports", "reason=check&columns=head_name", "ok"},
         {"reports", "reason=", "400.9 reason"},
         {"reports", "reason=%20%20", "400.9 reason"},
         {"reports", "reason=%FF", "400.9 reason"},
         {"reports", "cursor=abc", "400.9 cursor"},
         {"reports", "lmit=5", "400.8 lmit"},
         {"reports", "%FF=5", "400.8 "},
         {"reports", "a=%", "400.7 "}}));
    CAPTURE(kind, query);
    CHECK(outcome(kind, query) == result);
}

TEST_CASE("a whole file has no pages", "[console][api]") {
    CHECK(outcome("reports", "from=2025-10&reason=check", true) == "ok");
    CHECK(outcome("reports", "limit=5", true) == "400.8 limit");
    CHECK(outcome("reports", "cursor=abc", true) == "400.8 cursor");
    CHECK(outcome("reports", "since=2025-11-30", true) == "400.8 since");
}

TEST_CASE("a cursor goes on in the kind it came from and nowhere else", "[console][api]") {
    const auto& reports = *find_export_kind("reports");
    const auto& households = *find_export_kind("households");
    const auto& coverage = *find_export_kind("coverage");
    CHECK(console::read_cursor(reports, console::make_cursor(reports, "2025-11.17")) ==
          "2025-11.17");
    CHECK(console::read_cursor(households, console::make_cursor(households, "17")) == "17");
    CHECK(console::read_cursor(coverage, console::make_cursor(coverage, "2025-11.60030403")) ==
          "2025-11.60030403");
    CHECK_FALSE(console::read_cursor(households, console::make_cursor(reports, "2025-11.17")));
    for (const char* place :
         {"", "17", "2025-11", "2025-11.", "2025-11.x", "2025-13.1", "2025-11.1 "}) {
        CAPTURE(place);
        CHECK_FALSE(console::read_cursor(reports, console::make_cursor(reports, place)));
    }
    CHECK_FALSE(console::read_cursor(households, console::make_cursor(households, "-1")));
    CHECK_FALSE(console::read_cursor(reports, "!!"));
    CHECK_FALSE(console::read_cursor(reports, std::string(5000, 'a')));
}

TEST_CASE("every parameter of the API is described in both languages", "[console][api]") {
    for (const auto& parameter : console::api_parameters()) {
        CAPTURE(parameter.name);
        CHECK_FALSE(parameter.english.empty());
        CHECK_FALSE(parameter.thai.empty());
    }
}

TEST_CASE("an instant is read however programs write it", "[console][api]") {
    const auto read = [](std::string_view text) {
        const auto moment = console::read_moment(text);
        return moment ? conversation::to_text(*moment) : "-";
    };
    const auto [text, result] = GENERATE(table<std::string, std::string>(
        {{"2026-01-31T10:00:00Z", "2026-01-31T10:00:00.000Z"},
         {"2026-01-31T10:00Z", "2026-01-31T10:00:00.000Z"},
         {"2026-01-31t10:00:00.5z", "2026-01-31T10:00:00.500Z"},
         {"2026-01-31T10:00:00.1234567Z", "2026-01-31T10:00:00.123Z"},
         {"2026-01-31T10:00:00+07:00", "2026-01-31T03:00:00.000Z"},
         {"2026-01-31T10:00:00 07:00", "2026-01-31T03:00:00.000Z"},
         {"2026-01-31T10:00:00-01:30", "2026-01-31T11:30:00.000Z"},
         {"2026-01-31", "2026-01-30T17:00:00.000Z"},
         {"2026-02-30T10:00:00Z", "-"},
         {"2026-01-31T24:00:00Z", "-"},
         {"2026-01-31T10:60:00Z", "-"},
         {"2026-01-31T10:00:00", "-"},
         {"2026-01-31T10:00:00.Z", "-"},
         {"2026-01-31T10:00:00Z ", "-"},
         {"2026-01-31 10:00:00Z", "-"},
         {"2026-01-31T10:00:00+15:00", "-"},
         {"2026-1-31", "-"},
         {"", "-"}}));
    CAPTURE(text);
    CHECK(read(text) == result);
}

TEST_CASE("a token comes as a bearer or as the password of Basic", "[console][api]") {
    using console::token_of;
    CHECK(token_of("Bearer smc_1") == "smc_1");
    CHECK(token_of("bearer   smc_1") == "smc_1");
    CHECK(token_of("Basic ZXhjZWw6c21jXzE=") == "smc_1");
    CHECK(token_of("Basic OnNtY18x") == "smc_1");
    CHECK_FALSE(token_of(""));
    CHECK_FALSE(token_of("Bearer"));
    CHECK_FALSE(token_of("Basic c21jXzE="));
    CHECK_FALSE(token_of("Basic !!!"));
    CHECK_FALSE(token_of("Digest a"));
    CHECK_FALSE(token_of("Basic " + std::string(5000, 'a')));
}
