#pragma once
#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace console {

// A cell on its way out: nothing (not known, which is neither 0 nor empty text), a number or a
// text. Whether a known cell is a number is said by its column's type.
struct ExportCell {
    bool known = false;
    std::int64_t number = 0;
    std::string_view text{};
};

// The rows of one export, in constant memory. Cells and texts are valid until the next row.
class ExportRows {
  public:
    ExportRows() = default;
    virtual ~ExportRows() = default;
    ExportRows(const ExportRows&) = delete;
    ExportRows& operator=(const ExportRows&) = delete;
    ExportRows(ExportRows&&) = delete;
    ExportRows& operator=(ExportRows&&) = delete;

    // False at the end. Throws StorageError.
    [[nodiscard]] virtual bool next() = 0;
    // One a column of the kind, in their order.
    [[nodiscard]] virtual const std::vector<ExportCell>& cells() const = 0;
    // Rows in all, for a progress bar; 0: not known.
    [[nodiscard]] virtual std::int64_t total() const = 0;

    // Where the row stands, for going on behind it later (ReportExport::after). No other row of the
    // export has the same, and the row keeps it (of indicators, which are worked out anew: as long
    // as there are the same groups); letters, digits, dots and dashes.
    [[nodiscard]] virtual std::string place() const = 0;

    // Whether rows know when they were last changed: those that are computed anew do not.
    [[nodiscard]] virtual bool knows_changes() const { return false; }

    // When something of the row was last changed (UTC, ISO 8601), for the sheet of changes.
    [[nodiscard]] virtual std::string_view changed_at() const { return {}; }

    // What a row of JSON says besides its columns.
    virtual void add_to_json(nlohmann::ordered_json& object) const { (void)object; }
};

}  // namespace console
