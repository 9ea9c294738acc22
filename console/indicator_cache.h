#pragma once
#include "console/indicator_groups.h"
#include "storage/thread_annotations.h"

#include <chrono>
#include <deque>
#include <memory>
#include <string>

namespace console {

// Indicator tables of windows that were looked at lately, so that a page need not read a million
// reports again: a table serves for ten minutes, and pages say when it was read. Threads: any
// number; two that want the same one at the same time read it once.
class IndicatorCache {
  public:
    static constexpr std::chrono::minutes kServes{10};
    static constexpr std::size_t kTables = 8;

    [[nodiscard]] std::shared_ptr<const IndicatorTable> get(storage::Connection& reader,
                                                            const MonthWindow& window,
                                                            std::string_view area,
                                                            conversation::Instant now);

  private:
    struct Kept {
        MonthWindow window{};
        std::string area{};
        std::shared_ptr<const IndicatorTable> table{};
    };

    storage::Mutex mutex_;
    std::deque<Kept> kept_ GUARDED_BY(mutex_);
};

}  // namespace console
