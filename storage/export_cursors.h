#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace storage {

// What can be exported besides reports and forms, each a query of its own.
enum class ExportTable {
    Households,
    People,
    Activities,
    Outcomes,
    FundAccess,
    Nominations,
    PlanAdoptions,
    LearningCentres,
    Audit,
    Messages,
};

// Reads an export's lines in order of id, in constant memory, on a reader. Holds no read
// transaction for longer than some thousand lines, so that the WAL can be moved while a long export
// runs; rows made after it began are left out all the same. Which columns there are, in which
// order, is written above each query in export_cursors.cpp.
class ExportCursor {
  public:
    // `area`: leading digits of the village codes wanted, of the tables that are about places
    // (Households, FundAccess, Nominations, LearningCentres); the others are whole.
    // `after`: only lines behind that one (id()).
    ExportCursor(Connection& reader,
                 ExportTable table,
                 Day today,
                 std::string_view area = "",
                 std::int64_t after = 0);
    ~ExportCursor();
    ExportCursor(const ExportCursor&) = delete;
    ExportCursor& operator=(const ExportCursor&) = delete;
    ExportCursor(ExportCursor&&) = delete;
    ExportCursor& operator=(ExportCursor&&) = delete;

    // False at the end.
    [[nodiscard]] bool next();
    // The present line, by its columns.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    // Of the present line: larger than those of the lines before.
    [[nodiscard]] std::int64_t id() const;
    // When something of the line was last changed: UTC, ISO 8601.
    [[nodiscard]] std::string_view changed_at() const;
    // Lines in all, for a progress bar.
    [[nodiscard]] std::int64_t total() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace storage
