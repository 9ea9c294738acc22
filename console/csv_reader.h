#pragma once
#include <array>
#include <cstdint>
#include <istream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

// Reads CSV as officers' programs write it: RFC 4180, in UTF-8 with or without a byte order mark or
// in Windows-874 (Thai Excel), lines ended by CRLF or LF, cells separated by comma, semicolon or
// tab (found from the first line).
namespace console {

// The file cannot be read any further. `what()` is English, `thai()` the same in Thai; both say
// what to do about it.
class CsvError : public std::runtime_error {
  public:
    CsvError(std::int64_t line, const std::string& english, std::string thai)
        : std::runtime_error(english), line_(line), thai_(std::move(thai)) {}

    [[nodiscard]] std::int64_t line() const { return line_; }  // 0: the file as a whole

    [[nodiscard]] const std::string& thai() const { return thai_; }

  private:
    std::int64_t line_;
    std::string thai_;
};

struct CsvLimits {
    std::size_t cell_bytes = 32'768;
    std::size_t columns = 256;
    std::int64_t rows = 2'000'000;
};

struct CsvRow {
    std::int64_t line = 0;           // where the row begins, counted from 1
    std::vector<std::string> cells;  // UTF-8
};

class CsvReader {
  public:
    enum class Encoding { Utf8, Windows874 };

    // Reads the stream through once to learn its encoding, then goes back to its start: it must be
    // seekable and outlive the reader. Throws CsvError when it is neither UTF-8 nor Windows-874.
    explicit CsvReader(std::istream& in, CsvLimits limits = {});

    // The next row that is not empty (a row of empty cells counts as empty); nothing at the end of
    // the file. Throws CsvError for a quote that is never closed, text after a closing quote, a NUL
    // byte or anything over the limits.
    [[nodiscard]] std::optional<CsvRow> next();

    [[nodiscard]] Encoding encoding() const { return encoding_; }

    // Bytes read so far and in all, for a progress bar.
    [[nodiscard]] std::int64_t position() const { return position_; }

    [[nodiscard]] std::int64_t size() const { return size_; }

  private:
    static constexpr int kEnd = -1;

    int peek();
    int take();
    void fill();
    void skip_mark();
    void append(std::string& cell, int byte) const;
    std::string read_quoted();
    std::string read_plain();
    bool read_cell(CsvRow& row);
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
