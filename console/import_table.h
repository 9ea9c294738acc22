#pragma once
#include "console/import_cell.h"
#include "console/row_source.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace console {

// What is wrong with one row of an import file, and what to write instead.
struct RowFault {
    std::int64_t line = 0;  // in the file, counted from 1; 0: the file as a whole
    std::string column;     // as the file's header calls it; empty: the row as a whole
    std::string english;
    std::string thai;
};

// Faults of a file, in the order they were found.
class RowFaults {
  public:
    // Keeps the first thousand, counts all.
    void add(RowFault fault);

    [[nodiscard]] const std::vector<RowFault>& kept() const { return kept_; }

    [[nodiscard]] std::int64_t bad_rows() const { return bad_rows_; }

    [[nodiscard]] bool none() const { return bad_rows_ == 0; }

  private:
    std::vector<RowFault> kept_;
    std::int64_t bad_rows_ = 0;
    std::int64_t last_line_ = -1;
};

// A column of an import file: its English key and the Thai headers that mean it.
struct ImportColumn {
    std::string_view key;
    std::vector<std::string_view> thai;
    bool required = false;
};

// What the file may mean but need not, and what will come of it: no fault.
struct RowNote {
    std::int64_t line = 0;
    std::string english;
    std::string thai;
};

// Called now and then with bytes read and the file's size.
using ImportProgress = std::function<void(std::int64_t, std::int64_t)>;

// An import file row by row: columns found by their English or Thai header in any order, cells
// tidied, faults collected. A file that cannot be read to its end gives a last fault and no more
// rows.
class ImportTable {
  public:
    using Open = std::function<std::unique_ptr<RowSource>()>;

    // Opens the file and reads its header; what `open` throws as RowError is a fault like others.
    ImportTable(const Open& open, std::vector<ImportColumn> columns, ImportProgress progress = {});

    // Goes to the next row that has as many cells as it may; false at the end, or when the header
    // or the file is not fit to go on.
    [[nodiscard]] bool next();

    // The cell of a column in the present row; empty when it is empty or the file lacks the column.
    [[nodiscard]] const std::string& cell(std::string_view key) const;

    // Reads the cell of a column with one of import_cell.h's functions. Nothing when it is empty
    // (a fault, when the column is required) or wrong (always a fault).
    template <class Reader, class... Limits>
    [[nodiscard]] auto read(std::string_view key, Reader reader, Limits... limits) {
        using Value =
            std::variant_alternative_t<0, decltype(reader(std::string_view(), limits...))>;
        const std::string& text = cell(key);
        if (text.empty()) {
            refuse_empty(key);
            return std::optional<Value>();
        }
        auto result = reader(std::string_view(text), limits...);
        if (auto* fault = std::get_if<CellFault>(&result)) {
            add_fault(key, std::move(*fault));
            return std::optional<Value>();
        }
        return std::optional<Value>(std::get<0>(std::move(result)));
    }

    // A year: of a column whose header says พ.ศ. only one of the Buddhist era is taken.
    [[nodiscard]] std::optional<std::int64_t> read_year(std::string_view key);

    // Adds a fault of the present row. `key` may be empty.
    void add_fault(std::string_view key, CellFault fault);

    [[nodiscard]] std::int64_t line() const { return row_.line; }

    // Whether the present row has no fault so far.
    [[nodiscard]] bool row_is_good() const { return row_good_; }

    [[nodiscard]] const RowFaults& faults() const { return faults_; }

    // Headers that no column is called; they are read over.
    [[nodiscard]] const std::vector<std::string>& unknown_headers() const { return unknown_; }

  private:
    void read_header();
    void refuse_empty(std::string_view key);
    [[nodiscard]] std::optional<SheetRow> next_row();
    void refuse_broken_formulas();

    std::vector<ImportColumn> columns_;
    ImportProgress progress_;
    std::unique_ptr<RowSource> reader_;
    std::map<std::string, std::size_t, std::less<>> place_;     // key → cell
    std::map<std::string, std::string, std::less<>> headings_;  // key → header as written
    std::vector<std::string> unknown_;
    std::size_t width_ = 0;
    SheetRow row_;
    bool row_good_ = true;
    bool ended_ = false;
    std::int64_t rows_ = 0;
    RowFaults faults_;
};

}  // namespace console
