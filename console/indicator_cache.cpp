#include "console/indicator_cache.h"

#include <algorithm>

namespace console {

std::shared_ptr<const IndicatorTable> IndicatorCache::get(storage::Connection& reader,
                                                          const MonthWindow& window,
                                                          std::string_view area,
                                                          conversation::Instant now) {
    const storage::MutexLock lock(mutex_);
    const auto found = std::ranges::find_if(
        kept_, [&](const Kept& kept) { return kept.window == window && kept.area == area; });
    if (found != kept_.end()) {
        if (now - found->table->as_of < kServes) {
            return found->table;
        }
        kept_.erase(found);
    }
    auto table = std::make_shared<const IndicatorTable>(read_indicators(reader, window, now, area));
    kept_.push_back({window, std::string(area), table});
    if (kept_.size() > kTables) {
        kept_.pop_front();
    }
    return table;
}

}  // namespace console
