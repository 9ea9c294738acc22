#include "console/xlsx_reader.h"
#include "tests/support/temp_database.h"
#include "tests/support/xlsx_bytes.h"

#include <catch2/catch.hpp>

#include <fstream>

using console::RowError;
using console::XlsxReader;
using support::workbook;

namespace {

using Cells = std::vector<std::string>;

Cells first_row(const std::string& cells, const std::string& strings = "") {
    XlsxReader reader(workbook("<row r=\"1\">" + cells + "</row>", strings));
    const auto row = reader.next();
    return row ? row->cells : Cells{};
}

// What reading a workbook to its end says.
std::string fault_of(const std::string& bytes) {
    try {
        XlsxReader reader(bytes);
        while (reader.next()) {
        }
    } catch (const RowError& error) {
        CHECK_FALSE(error.thai().empty());
        return std::to_string(error.line()) + " " + error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a cell of a workbook is its meaning, not its look", "[console][xlsx]") {
    const auto [cell, expected] = GENERATE(table<std::string, std::string>({
        {"<c t=\"n\"><v>60030403</v></c>", "60030403"},
        {"<c><v>6.0030403E7</v></c>", "60030403"},
        {"<c><v>6.6800000001E10</v></c>", "66800000001"},
        {"<c><v>8500.5</v></c>", "8500.5"},
        {"<c><v>0.1</v></c>", "0.1"},
        {"<c s=\"1\"><v>46024</v></c>", "2026-01-02"},
        {"<c s=\"1\"><v>46024.75</v></c>", "2026-01-02"},
        {"<c s=\"3\"><v>46024</v></c>", "2026-01-02"},
        {"<c s=\"4\"><v>46024</v></c>", "46024"},
        {"<c s=\"2\"><v>7</v></c>", "7 #?/?"},
        {"<c s=\"99\"><v>7</v></c>", "7"},
        {"<c t=\"d\"><v>2026-01-02T00:00:00</v></c>", "2026-01-02"},
        {"<c t=\"b\"><v>1</v></c>", "1"},
        {"<c t=\"str\"><f>A1&amp;B1</f><v>รวม</v></c>", "รวม"},
        {"<c t=\"e\"><v>#N/A</v></c>", "#N/A"},
        {"<c t=\"inlineStr\"><is><r><t>14</t></r><r><t>/2</t></r></is></c>", "14/2"},
        {"<c t=\"s\"><v>1</v></c>", "เกยไชย"},
    }));
    CAPTURE(cell);
    const std::string strings =
        "<si><t>ก</t></si><si><r><t>เกย</t></r><r><t>ไชย</t></r><rPh><t>x</t></rPh></si>";
    CHECK(first_row(cell, strings) == Cells{expected});
}

TEST_CASE("cells stand where their letters say, rows where their number says", "[console][xlsx]") {
    XlsxReader reader(
        workbook("<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"D2\"><v>2</v></c></row>"
                 "<row r=\"5\"><c r=\"A5\" s=\"1\"/></row><row><c><v>3</v></c></row>"));
    auto row = reader.next();
    REQUIRE(row);
    CHECK(row->line == 2);
    CHECK(row->cells == Cells{"", "1", "", "2"});
    row = reader.next();
    REQUIRE(row);
    CHECK(row->line == 6);  // the row of an empty cell is no row
    CHECK(row->cells == Cells{"3"});
    CHECK_FALSE(reader.next());
    CHECK(reader.position() == reader.size());
}

TEST_CASE("a workbook that counts from 1904 has the same days", "[console][xlsx]") {
    auto parts = support::workbook_parts(
        "<worksheet><sheetData><row><c s=\"1\"><v>44562</v></c></row></sheetData></worksheet>");
    auto& book = parts["xl/workbook.xml"];
    book.replace(book.find("<workbookPr/>"), 13, "<workbookPr date1904=\"1\"/>");
    XlsxReader reader(support::zip_of(parts));
    CHECK(reader.next()->cells == Cells{"2026-01-02"});
}

TEST_CASE("merged cells are told after the last row", "[console][xlsx]") {
    const auto bytes = workbook("<row r=\"1\"><c><v>1</v></c></row>",
                                "",
                                "<mergeCells><mergeCell ref=\"A2:A5\"/></mergeCells>");
    CHECK(fault_of(bytes).starts_with("2 the cells A2:A5 are merged"));
}

TEST_CASE("what is no workbook is refused with what to do", "[console][xlsx]") {
    CHECK(fault_of("").find("save it again") != std::string::npos);
    CHECK(fault_of("PK\x03\x04 nonsense").find("save it again") != std::string::npos);
    CHECK(fault_of(support::zip_of({{"word/document.xml", "<x/>"}})).find("xl/workbook.xml") !=
          std::string::npos);
    CHECK_FALSE(fault_of(workbook("<row><c>")).empty());
    CHECK(fault_of(workbook("<row r=\"4\"><c t=\"s\"><v>9</v></c></row>"))
              .starts_with("4 a cell refers to a text"));
    CHECK(fault_of(workbook("<row r=\"4\"><c r=\"ZZ4\"><v>9</v></c></row>"))
              .starts_with("4 more than 256 columns"));
    auto hidden = support::workbook_parts("<worksheet/>");
    hidden["xl/workbook.xml"] = "<workbook/>";
    CHECK(fault_of(support::zip_of(hidden)).find("no sheet that can be seen") != std::string::npos);
}

TEST_CASE("a workbook made to fill the memory is refused", "[console][xlsx]") {
    // Ten megabytes of one letter pack into ten kilobytes.
    const std::string letters(10'000'000, 'a');
    CHECK(fault_of(workbook("<row><c t=\"str\"><v>" + letters + "</v></c></row>"))
              .find("too large when unpacked") != std::string::npos);
    CHECK(
        fault_of(workbook("<row><c t=\"s\"><v>0</v></c></row>", "<si><t>" + letters + "</t></si>"))
            .find("too large when unpacked") != std::string::npos);
    CHECK(fault_of(support::zip_of(support::workbook_parts(
                       "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
                       "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData>"
                       "</worksheet>")))
              .find("declares entities") != std::string::npos);
}

TEST_CASE("a file is what its first bytes say", "[console][xlsx]") {
    const support::TempFolder folder;
    const auto file = [&](const std::string& bytes) {
        const auto path = folder.path() / "f";
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    };
    CHECK(console::open_rows(file(workbook("<row><c><v>1</v></c></row>")))->next()->cells ==
          Cells{"1"});
    CHECK(console::open_rows(file("ก,ข\n"))->next()->cells == Cells{"ก", "ข"});
    CHECK_THROWS_AS(console::open_rows(file("\xD0\xCF\x11\xE0")), RowError);
}
