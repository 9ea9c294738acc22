#include "conversation/form/xlsform_reader.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using conversation::FormProblem;
using conversation::Sheet;

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view csv) {
    const auto sheet = conversation::sheet_from_csv("survey", csv);
    REQUIRE(std::holds_alternative<Sheet>(sheet));
    return std::get<Sheet>(sheet).rows;
}

std::string fault_of(std::string_view csv) {
    const auto sheet = conversation::sheet_from_csv("survey", csv);
    REQUIRE(std::holds_alternative<FormProblem>(sheet));
    const auto& problem = std::get<FormProblem>(sheet);
    return problem.sheet + ":" + std::to_string(problem.row) + " " + problem.message;
}

}  // namespace

TEST_CASE("CSV is read as RFC 4180 has it", "[conversation][form]") {
    CHECK(rows_of("").empty());
    CHECK(rows_of("a,b\n1,2\n") == Rows{{"a", "b"}, {"1", "2"}});
    CHECK(rows_of("\xEF\xBB\xBF"
                  "a\r\nb") == Rows{{"a"}, {"b"}});
    CHECK(rows_of("\"a,\"\"b\"\"\",\"two\nlines\"\n") == Rows{{"a,\"b\"", "two\nlines"}});
    CHECK(rows_of("a,,\n\nb") == Rows{{"a", "", ""}, {""}, {"b"}});
    CHECK(rows_of("a,\"\"\n") == Rows{{"a", ""}});
    CHECK(rows_of("a\rb") == Rows{{"a"}, {"b"}});
    CHECK(rows_of("a,") == Rows{{"a", ""}});
}

TEST_CASE("broken and endless CSV is refused with its row", "[conversation][form]") {
    CHECK(fault_of("a\n\"open") ==
          "survey:2 a quotation mark (\") opens a cell and is never closed");
    CHECK(fault_of("\"a\"b\n") ==
          "survey:1 text follows a closing quotation mark; write \"\" for a quotation mark in a "
          "cell");
    CHECK(fault_of(std::string(6000, '\n')) == "survey:5001 more than 5000 rows; split the form");
    CHECK(fault_of(std::string(300, ',')) == "survey:1 more than 200 columns; remove empty ones");
    CHECK(fault_of("x\n" + std::string(10'001, 'a')) ==
          "survey:2 a cell is longer than 10000 bytes; shorten it");
}
