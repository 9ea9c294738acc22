#pragma once
#include "console/kept_tables.h"
#include "storage/data_quality.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace console {

// The counts of the page of data quality: what its reports do not know, what the register lacks.
struct QualityTable {
    storage::DataQuality::Gaps gaps{};
    std::vector<storage::DataQuality::Unknown> months{};  // the open one first
    std::int64_t unfinished = 0;
    conversation::Instant as_of{};
};

// They read every household and three months of reports. Threads: any number.
class QualityCache {
  public:
    [[nodiscard]] std::shared_ptr<const QualityTable> get(storage::Connection& reader,
                                                          std::string_view area,
                                                          conversation::Instant now);

  private:
    KeptTables<std::string, QualityTable> tables_;
};

}  // namespace console
