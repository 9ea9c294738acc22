#pragma once
#include "console/indicator_groups.h"
#include "console/kept_tables.h"

#include <memory>
#include <string>
#include <string_view>

namespace console {

// Indicator tables of windows that were looked at lately, so that a page need not read a million
// reports again. Threads: any number.
class IndicatorCache {
  public:
    [[nodiscard]] std::shared_ptr<const IndicatorTable> get(storage::Connection& reader,
                                                            const MonthWindow& window,
                                                            std::string_view area,
                                                            conversation::Instant now);

  private:
    struct Key {
        MonthWindow window{};
        std::string area{};

        bool operator==(const Key&) const = default;
    };

    KeptTables<Key, IndicatorTable> tables_;
};

}  // namespace console
