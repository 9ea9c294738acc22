#include "console/csv_reader.h"
#include "console/csv_writer.h"

#include <catch2/catch.hpp>

#include <sstream>
#include <string>
#include <vector>

using console::CsvReader;
using console::CsvWriter;
using console::RowError;
using console::SheetRow;

namespace {

std::vector<SheetRow> rows_of(const std::string& bytes, console::CsvLimits limits = {}) {
    std::istringstream in(bytes);
    CsvReader reader(in, limits);
    std::vector<SheetRow> rows;
    while (auto row = reader.next()) {
        rows.push_back(std::move(*row));
    }
    return rows;
}

std::string written(const std::vector<std::vector<std::string>>& rows) {
    std::string out;
    CsvWriter writer([&out](std::string_view piece) { out += piece; });
    for (const auto& row : rows) {
        for (const auto& cell : row) {
            writer.text(cell);
        }
        writer.end_row();
    }
    writer.flush();
    return out;
}

using Cells = std::vector<std::string>;

}  // namespace

TEST_CASE("rows keep the line they begin on, whatever ends the lines", "[console]") {
    const auto ending = GENERATE(std::string("\n"), std::string("\r\n"), std::string("\r"));
    const auto rows = rows_of("a,b" + ending + "1,\"two" + std::string("\n") + "lines\"" + ending +
                              ending + ",," + ending + "3,4");
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].cells == Cells{"a", "b"});
    CHECK(rows[1].line == 2);
    CHECK(rows[1].cells == Cells{"1", "two\nlines"});
    CHECK(rows[2].line == 6);
    CHECK(rows[2].cells == Cells{"3", "4"});
}

TEST_CASE("quotes, separators and empty cells are read as RFC 4180 says", "[console]") {
    const auto rows = rows_of("\"say \"\"hi\"\"\",,\"a,b\",\"\"\nx,y,z,\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].cells == Cells{"say \"hi\"", "", "a,b", ""});
    CHECK(rows[1].cells == Cells{"x", "y", "z", ""});
}

TEST_CASE("the first line tells what separates the cells", "[console]") {
    CHECK(rows_of("a;b\n1,5;2\n").at(1).cells == Cells{"1,5", "2"});
    CHECK(rows_of("a\tb\n1\t2\n").at(1).cells == Cells{"1", "2"});
}

TEST_CASE("UTF-8 with a mark and Windows-874 give the same cells", "[console]") {
    const std::string utf8 = "ตำบล,เกยไชย\n";
    const std::string windows = "\xB5\xD3\xBA\xC5,\xE0\xA1\xC2\xE4\xAA\xC2\n";
    CHECK(rows_of("\xEF\xBB\xBF" + utf8).at(0).cells == Cells{"ตำบล", "เกยไชย"});
    CHECK(rows_of(windows).at(0).cells == Cells{"ตำบล", "เกยไชย"});
}

TEST_CASE("a file longer than the buffer is read through", "[console]") {
    std::string file = "name,value\n";
    for (int i = 0; i < 20'000; ++i) {
        file += "บ้าน,\"" + std::to_string(i) + "\"\n";
    }
    const auto rows = rows_of(file);
    REQUIRE(rows.size() == 20'001);
    CHECK(rows.back().line == 20'001);
    CHECK(rows.back().cells == Cells{"บ้าน", "19999"});
}

TEST_CASE("a file that is no CSV is refused with its line and in both languages", "[console]") {
    const auto [name, bytes, line] = GENERATE(table<std::string, std::string, std::int64_t>({
        {"open quote", "a,b\n1,\"two\nthree", 2},
        {"text after a quote", "a,b\n\"1\"x,2\n", 2},
        {"UTF-16",
         std::string("\xFF\xFE"
                     "a\0,\0",
                     6),
         0},
        {"no known encoding", "a,\xFF\xDB\n", 0},
        {"long cell", "a\n" + std::string(40'000, 'x'), 2},
    }));
    CAPTURE(name);
    try {
        (void)rows_of(bytes);
        FAIL("was read");
    } catch (const RowError& error) {
        CHECK(error.line() == line);
        CHECK_FALSE(error.thai().empty());
    }
}

TEST_CASE("rows and columns over the limits are refused", "[console]") {
    CHECK_THROWS_AS(rows_of("a,b,c\n", {.columns = 2}), RowError);
    CHECK_THROWS_AS(rows_of("a\nb\nc\n", {.rows = 2}), RowError);
}

TEST_CASE("what is written is RFC 4180 with a mark and CRLF", "[console]") {
    CHECK(written({{"ก", "say \"hi\"", "a\nb"}, {"60030401", "", "x"}}) ==
          "\xEF\xBB\xBF\"ก\",\"say \"\"hi\"\"\",\"a\nb\"\r\n\"60030401\",\"\",\"x\"\r\n");
}

TEST_CASE("a cell that a spreadsheet would run gets an apostrophe", "[console]") {
    const auto cell = GENERATE(as<std::string>(),
                               "=cmd|' /C calc'!A0",
                               "+1",
                               "-1+1",
                               "@SUM(A1)",
                               "\t=1",
                               "\r=1",
                               "\xEF\xBC\x9D"
                               "1",
                               "\xEF\xBC\x8B"
                               "1",
                               "\xEF\xBC\x8D"
                               "1",
                               "\xEF\xBC\xA0"
                               "x");
    CAPTURE(cell);
    CHECK(written({{cell}}).find("\"'" + cell) != std::string::npos);
    CHECK_FALSE(console::looks_like_formula("14/2"));
    CHECK_FALSE(console::looks_like_formula("\xEF\xBC\x81"));
}

TEST_CASE("numbers are written as they are, also below zero", "[console]") {
    std::string out;
    CsvWriter writer([&out](std::string_view piece) { out += piece; });
    writer.number(-500);
    writer.empty();
    writer.number(12'000);
    writer.end_row();
    writer.flush();
    CHECK(out == "\xEF\xBB\xBF\"-500\",\"\",\"12000\"\r\n");
}

TEST_CASE("cells survive being written and read again", "[console]") {
    const Cells cells = {"14/2", "บ้าน \"ใหม่\"", "a,b", "line\r\nbreak", ""};
    CHECK(rows_of(written({{"h"}, cells})).at(1).cells == cells);
}
