#pragma once
#include "console/row_source.h"

#include <array>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

// Reads CSV as officers' programs write it: RFC 4180, in UTF-8 with or without a byte order mark or
// in Windows-874 (Thai Excel), lines ended by CRLF or LF, cells separated by comma, semicolon or
// tab (found from the first line).
namespace console {

struct CsvLimits {
    std::size_t cell_bytes = 32'768;
    std::size_t columns = 256;
    std::int64_t rows = 2'000'000;
};

class CsvReader : public RowSource {
  public:
    enum class Encoding { Utf8, Windows874 };

    // Reads the stream through once to learn its encoding, then goes back to its start: it must be
    // seekable and outlive the reader. Throws RowError when it is neither UTF-8 nor Windows-874.
    explicit CsvReader(std::istream& in, CsvLimits limits = {});

    // Throws RowError for a quote that is never closed, text after a closing quote, a NUL byte or
    // anything over the limits.
    [[nodiscard]] std::optional<SheetRow> next() override;

    [[nodiscard]] Encoding encoding() const { return encoding_; }

    [[nodiscard]] std::int64_t position() const override { return position_; }

    [[nodiscard]] std::int64_t size() const override { return size_; }

  private:
    static constexpr int kEnd = -1;

    int peek();
    int take();
    void fill();
    void skip_mark();
    void append(std::string& cell, int byte) const;
    std::string read_quoted();
    std::string read_plain();
    bool read_cell(SheetRow& row);
    void find_separator();
    bool end_line();

    std::istream& in_;
    CsvLimits limits_;
    Encoding encoding_ = Encoding::Utf8;
    std::array<std::string, 256> letters_;  // what a byte of Windows-874 is in UTF-8
    std::string buffer_;
    std::size_t at_ = 0;
    std::int64_t position_ = 0;
    std::int64_t size_ = 0;
    std::int64_t line_ = 1;
    std::int64_t rows_ = 0;
    char separator_ = ',';
};

}  // namespace console
