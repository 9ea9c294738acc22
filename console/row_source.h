#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// A table that officers hand in, row by row, whatever program wrote it.
namespace console {

// The file cannot be read any further. `what()` is English, `thai()` the same in Thai; both say
// what to do about it.
class RowError : public std::runtime_error {
  public:
    RowError(std::int64_t line, const std::string& english, std::string thai)
        : std::runtime_error(english), line_(line), thai_(std::move(thai)) {}

    [[nodiscard]] std::int64_t line() const { return line_; }  // 0: the file as a whole

    [[nodiscard]] const std::string& thai() const { return thai_; }

  private:
    std::int64_t line_;
    std::string thai_;
};

struct SheetRow {
    std::int64_t line = 0;           // the line where it begins, or the sheet's row; from 1
    std::vector<std::string> cells;  // UTF-8
};

class RowSource {
  public:
    RowSource() = default;
    virtual ~RowSource() = default;
    RowSource(const RowSource&) = delete;
    RowSource& operator=(const RowSource&) = delete;
    RowSource(RowSource&&) = delete;
    RowSource& operator=(RowSource&&) = delete;

    // The next row that is not empty (a row of empty cells counts as empty); nothing at the end of
    // the file. Throws RowError.
    [[nodiscard]] virtual std::optional<SheetRow> next() = 0;

    // Bytes read so far and in all, for a progress bar.
    [[nodiscard]] virtual std::int64_t position() const = 0;
    [[nodiscard]] virtual std::int64_t size() const = 0;
};

// Opens a CSV, XLSX or ICS file, told apart by its first bytes. A calendar does not say whose plan
// it is: `organisation` does (WOM …). Throws RowError when it is none of these.
[[nodiscard]] std::unique_ptr<RowSource> open_rows(const std::filesystem::path& path,
                                                   std::string_view organisation = {});

}  // namespace console
