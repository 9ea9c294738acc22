// The yardstick of row 16: libxlsxwriter's own loop. Reads a CSV of quoted cells from stdin and
// writes every cell as it is, a header first, in constant memory: what nobody who uses the library
// can do without. Usage: xlsx_loop FILE.xlsx NUMBERS < FILE.csv     NUMBERS: comma-separated
// columns that are numbers
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>

namespace {

std::set<unsigned> numbers_of(const std::string& text) {
    std::set<unsigned> numbers;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        numbers.insert(static_cast<unsigned>(std::stoul(text.substr(at, end - at))));
        at = end + 1;
    }
    return numbers;
}

// Cells are all quoted and hold no line ends.
void write_row(lxw_worksheet* sheet,
               std::uint32_t row,
               const std::string& line,
               const std::set<unsigned>& numbers) {
    std::string cell;
    std::uint16_t column = 0;
    for (std::size_t at = 1; at < line.size();) {
        const std::size_t end = line.find('"', at);
        cell.assign(line, at, end - at);
        if (row > 0 && numbers.count(column) > 0) {
            if (!cell.empty()) {
                worksheet_write_number(
                    sheet, row, column, std::strtod(cell.c_str(), nullptr), nullptr);
            }
        } else if (!cell.empty()) {
            worksheet_write_string(sheet, row, column, cell.c_str(), nullptr);
        }
        ++column;
        at = end + 3;
    }
}

}  // namespace

int main(int count, char** words) {
    if (count != 3) {
        return 2;
    }
    std::ios::sync_with_stdio(false);
    const std::set<unsigned> numbers = numbers_of(words[2]);
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    lxw_workbook* const book = workbook_new_opt(words[1], &options);
    lxw_worksheet* const sheet = workbook_add_worksheet(book, nullptr);
    std::string line;
    for (std::uint32_t row = 0; std::getline(std::cin, line); ++row) {
        write_row(sheet, row, line, numbers);
    }
    return workbook_close(book) == LXW_NO_ERROR ? 0 : 1;
}
