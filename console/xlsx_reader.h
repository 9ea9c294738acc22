#pragma once
#include "console/row_source.h"
#include "console/xlsx_package.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace console {

// What follows a number of a cell that Excel shows as a fraction ("14/2" became 7): the text of
// the cell is the number and this.
inline constexpr std::string_view kFractionMark = " #?/?";

// Reads the first sheet of a workbook that is not hidden, row by row: only the texts that cells
// share are held in memory. Cells become text as their meaning is, not as they look: a day is
// "2026-01-15", whatever its format; a number is plain ("60030403", never 6.0E+7); a formula is its
// last result. Merged cells are refused, after the last row: which cell is meant is not certain.
class XlsxReader : public RowSource {
  public:
    // Throws RowError.
    explicit XlsxReader(const std::filesystem::path& path);
    explicit XlsxReader(std::string bytes);

    [[nodiscard]] std::optional<SheetRow> next() override;

    [[nodiscard]] std::int64_t position() const override { return sheet_->position(); }

    [[nodiscard]] std::int64_t size() const override { return sheet_->size(); }

  private:
    enum class Look { Number, Day, Fraction };

    struct Cell {
        std::string type;
        std::size_t style = 0;
        std::string value;
    };

    void open();
    [[nodiscard]] std::string find_sheet();
    [[nodiscard]] std::string target_of(const std::string& relation) const;
    void read_styles();
    void read_strings();
    bool next_row_start();
    void read_row(SheetRow& row);
    void read_cell(SheetRow& row, std::size_t& column);
    void read_value(Cell& cell);
    [[nodiscard]] std::string text_of(const Cell& cell, std::int64_t line) const;
    [[nodiscard]] std::string number_text(const Cell& cell) const;
    [[nodiscard]] std::string shared(std::string_view index, std::int64_t line) const;
    [[noreturn]] void refuse_merged(const std::string& range) const;

    XlsxPackage package_;
    XlsxLimits limits_;
    bool from_1904_ = false;
    std::vector<Look> styles_;
    std::string strings_;                       // one after the other
    std::vector<std::uint32_t> string_ends_{};  // where each ends
    std::unique_ptr<XmlPart> sheet_;
    std::int64_t line_ = 0;
    std::int64_t rows_ = 0;
    bool over_ = false;
};

}  // namespace console
