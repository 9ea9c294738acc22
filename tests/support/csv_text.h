#pragma once
#include "console/csv_reader.h"

#include <sstream>
#include <string>

namespace support {

// A CSV file that is in memory only.
class CsvText : public console::RowSource {
  public:
    explicit CsvText(const std::string& text) : in_(text), reader_(in_) {}

    [[nodiscard]] std::optional<console::SheetRow> next() override { return reader_.next(); }

    [[nodiscard]] std::int64_t position() const override { return reader_.position(); }

    [[nodiscard]] std::int64_t size() const override { return reader_.size(); }

  private:
    std::istringstream in_;
    console::CsvReader reader_;
};

}  // namespace support
