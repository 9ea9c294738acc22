// Workbooks that are damaged, hostile or strange: nothing crashes or fills the memory, and what is
// read is text. Bytes that are no ZIP file are taken for the sheet inside one.
#include "console/xlsx_reader.h"
#include "storage/statement.h"
#include "tests/support/xlsx_bytes.h"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (!bytes.starts_with("PK")) {
        bytes = support::zip_of(support::workbook_parts(bytes, "<si><t>ก</t></si><si/>"));
    }
    try {
        console::XlsxReader reader(std::move(bytes));
        while (const auto row = reader.next()) {
            require(row->cells.size() <= 256);
            for (const auto& cell : row->cells) {
                require(storage::is_valid_utf8(cell));
            }
        }
    } catch (const console::RowError& error) {
        require(!error.thai().empty());
    }
    return 0;
}
