#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

// Writes CSV that just opens in Excel with Thai intact: RFC 4180, UTF-8 with a byte order mark,
// CRLF, every cell quoted.
namespace console {

class CsvWriter {
  public:
    // Takes whole pieces of the file, in order; what it throws passes through the writer.
    using Sink = std::function<void(std::string_view)>;

    explicit CsvWriter(Sink sink);

    // A cell of text. One that a spreadsheet would take for a formula (beginning with = + - @, tab
    // or carriage return, or the full-width forms of the signs) gets an apostrophe in front.
    void text(std::string_view cell);
    void number(std::int64_t cell);
    // A number with a point, as it is.
    void decimal(std::string_view cell);
    void empty();
    void end_row();

    // Hands what is buffered to the sink. Call it at the end: a writer that is only destroyed loses
    // up to a buffer of rows.
    void flush();

  private:
    void begin_cell();

    Sink sink_;
    std::string buffer_;
    bool first_ = true;
};

// Whether a spreadsheet would take the text for a formula.
[[nodiscard]] bool looks_like_formula(std::string_view text);

}  // namespace console
