#pragma once
#include "conversation/calendar.h"

#include <xlsxwriter.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

// libxlsxwriter in C++: one workbook in constant memory. Rows of a sheet are written from top to
// bottom, sheets may take turns.
namespace console {

class Workbook {
  public:
    // Files of the library's own are made in the folder of `path`.
    explicit Workbook(const std::filesystem::path& path);
    ~Workbook();  // without finish() the file is of no use
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;
    Workbook(Workbook&&) = delete;
    Workbook& operator=(Workbook&&) = delete;

    class Sheet {
      public:
        Sheet(Workbook& book, lxw_worksheet* sheet) : book_(&book), sheet_(sheet) {}

        // Text, never a formula; what Excel's cells cannot hold (control characters, more than
        // 32,767 units) is left out.
        void text(std::string_view cell);
        void header(std::string_view cell);
        void number(std::int64_t cell);
        void decimal(double cell);
        void day(conversation::Day cell);
        void instant(conversation::Instant cell);  // by Bangkok's clock

        void empty() { ++column_; }

        void end_row() {
            ++row_;
            column_ = 0;
        }

        void width(int column, double characters);
        // Freezes the first row and offers a filter on the columns of the rows written.
        void finish_table(int columns);

        [[nodiscard]] std::uint32_t row() const { return row_; }

      private:
        Workbook* book_;
        lxw_worksheet* sheet_;
        std::uint32_t row_ = 0;
        std::uint16_t column_ = 0;
    };

    // Throws OutputError when the name is no sheet's name.
    [[nodiscard]] Sheet add_sheet(const std::string& name);
    // Throws OutputError when the disk is full.
    void finish();

  private:
    std::string folder_;
    lxw_workbook* book_;
    lxw_format* header_ = nullptr;
    lxw_format* day_ = nullptr;
    lxw_format* instant_ = nullptr;
    std::string buffer_;
};

}  // namespace console
