#include "console/api_document.h"

#include "console/api_query.h"
#include "console/api_scope.h"
#include "console/odata_model.h"
#include "tests/support/import_office.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

using console::ApiParameter;
using nlohmann::ordered_json;
using storage::ApiTokens;
using support::kNow;

namespace {

std::string manual() {
    std::ifstream file(SAMMACHIP_SOURCE_DIR "/docs/API.md");
    return {std::istreambuf_iterator<char>(file), {}};
}

// The codes of the manual's list of problems.
std::set<std::string> listed_codes(const std::string& text) {
    std::set<std::string> codes;
    for (auto at = text.find("\n| `"); at != std::string::npos; at = text.find("\n| `", at + 1)) {
        const std::string code = text.substr(at + 4, 5);
        if (code[3] == '.') {
            codes.insert(code);
        }
    }
    return codes;
}

ApiTokens::Wish wish(std::vector<std::string> kinds, const std::string& area = "") {
    return {.name = "reader",
            .kinds = std::move(kinds),
            .area = area,
            .expires_at = kNow + std::chrono::days(30)};
}

}  // namespace

TEST_CASE("the manual lists the API's problems word for word, and no others", "[console][api]") {
    const std::string text = manual();
    REQUIRE_FALSE(text.empty());
    std::set<std::string> codes;
    for (const auto problem : console::api_problems()) {
        const auto& info = webhooks::describe(problem);
        codes.emplace(info.code);
        const std::string line = "\n| `" + std::string(info.code) + "` | " +
                                 std::string(info.sentence) + " | " + std::string(info.thai) + " |";
        CAPTURE(line);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(listed_codes(text) == codes);
}

TEST_CASE("the manual names every parameter and every export", "[console][api]") {
    const std::string text = manual();
    for (const ApiParameter& parameter : console::api_parameters()) {
        CAPTURE(parameter.name);
        CHECK(text.find("| `" + std::string(parameter.name) + "` |") != std::string::npos);
    }
    for (const auto& kind : console::export_kinds()) {
        CAPTURE(kind.key);
        CHECK(text.find("`" + std::string(kind.key) + "`") != std::string::npos);
    }
}

TEST_CASE("the document has a path for every export, as pages and as each kind of file",
          "[console][api]") {
    const auto document = console::openapi_document("https://office.example");
    for (const auto& kind : console::export_kinds()) {
        const std::string path = "/api/v1/exports/" + std::string(kind.key);
        CAPTURE(path);
        for (const char* ending : {"", ".csv", ".xlsx", ".jsonl"}) {
            CHECK(document["paths"].contains(path + ending));
        }
        const auto& properties =
            document["components"]["schemas"][std::string(kind.key)]["properties"];
        for (const auto& column : kind.columns) {
            CHECK(properties.contains(std::string(column.key)));
        }
    }
    CHECK(document["servers"][0]["url"] == "https://office.example");
    CHECK(document["components"]["parameters"].size() == console::api_parameters().size());
}

TEST_CASE("a token reads what it names, within its area", "[console][api]") {
    const auto may = [](const ApiTokens::Wish& token, std::string_view kind) {
        return console::may_read(token, *console::find_export_kind(kind));
    };
    CHECK(may(wish({"reports"}), "reports"));
    CHECK_FALSE(may(wish({"reports"}), "households"));
    CHECK(may(wish({"*"}), "people"));
    CHECK_FALSE(may(wish({"*"}), "audit"));
    CHECK_FALSE(may(wish({"*"}), "messages"));
    CHECK(may(wish({"*", "audit"}), "audit"));
    CHECK(may(wish({"*"}, "600304"), "reports"));
    CHECK_FALSE(may(wish({"*"}, "600304"), "people"));
    CHECK_FALSE(may(wish({"people"}, "600304"), "people"));
}

TEST_CASE("what is wrong with a token that is asked for is said in both languages",
          "[console][api]") {
    support::ImportOffice office;
    const auto fault = [&](const ApiTokens::Wish& wanted) {
        const auto why = console::wish_fault(office.db.connection, wanted, kNow);
        return why ? why->english + why->thai : std::string();
    };
    CHECK(fault(wish({"reports", "*"})).empty());
    CHECK(fault(wish({"reports"}, "60030403")).empty());
    auto wanted = wish({"reports"});
    for (const char* name : {"", "Power BI", "ก", "a/b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
        wanted.name = name;
        CAPTURE(name);
        CHECK_FALSE(fault(wanted).empty());
    }
    CHECK_FALSE(fault(wish({})).empty());
    CHECK_FALSE(fault(wish({"nothing"})).empty());
    CHECK_FALSE(fault(wish({"reports"}, "603")).empty());
    CHECK_FALSE(fault(wish({"reports"}, "60x0")).empty());
    CHECK_FALSE(fault(wish({"people"}, "6003")).empty());
    wanted = wish({"reports"});
    wanted.reason = "why";
    CHECK_FALSE(fault(wanted).empty());
    wanted.personal = true;
    CHECK(fault(wanted).empty());
    wanted.expires_at = kNow;
    CHECK_FALSE(fault(wanted).empty());
    wanted.expires_at = kNow + std::chrono::days(console::kMostTokenDays + 1);
    CHECK_FALSE(fault(wanted).empty());
}

TEST_CASE("names of the feed are what OData takes, and none is there twice", "[console][odata]") {
    CHECK(console::edm_name("form:household_report") == "form_household_report");
    CHECK(console::edm_name("money-income") == "money_income");
    CHECK(console::edm_name("5a") == "_5a");
    CHECK(console::edm_name("") == "_");
    CHECK(console::edm_name(std::string(300, 'a')).size() == 127);
    static const std::vector<console::ExportColumn> columns = {
        {"a-b", "ก", "a"}, {"a_b", "ข", "b"}, {"a.b", "ค & \"<", "c"}, {"p", "ง", "d", {}, true}};
    const console::ExportKind kind{
        .key = "form:x", .thai = "ทดสอบ", .english = "test", .columns = columns};
    const auto set = console::edm_set({.form = nullptr, .kind = &kind}, false);
    std::vector<std::string> names;
    for (const auto& property : set.properties) {
        names.push_back(property.name);
    }
    CHECK(names == std::vector<std::string>{"row_id", "a_b", "a_b_2", "a_b_3"});
    CHECK(console::edm_set({.form = nullptr, .kind = &kind}, true).properties.size() == 5);
    const auto xml = console::edm_metadata({&set, 1});
    CHECK(xml.find("ค &amp; &quot;&lt;") != std::string::npos);
    CHECK(xml.find("<EntityType Name=\"form_x\">") != std::string::npos);
}
