#include "console/indicator_cache.h"

namespace console {

std::shared_ptr<const IndicatorTable> IndicatorCache::get(storage::Connection& reader,
                                                          const MonthWindow& window,
                                                          std::string_view area,
                                                          conversation::Instant now) {
    return tables_.get({window, std::string(area)}, now, [&] {
        return read_indicators(reader, window, now, area);
    });
}

}  // namespace console
