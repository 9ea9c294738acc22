#include "console/quality_cache.h"

namespace console {

namespace {

constexpr int kMonths = 3;

QualityTable read(storage::Connection& reader, std::string_view area, conversation::Instant now) {
    storage::DataQuality quality(reader);
    QualityTable table{
        .gaps = quality.gaps(area), .unfinished = quality.unfinished(now), .as_of = now};
    auto month = conversation::open_period(conversation::bangkok_day(now));
    for (int count = 0; count < kMonths; ++count) {
        table.months.push_back(quality.unknown(area, month));
        month = conversation::previous(month);
    }
    return table;
}

}  // namespace

std::shared_ptr<const QualityTable> QualityCache::get(storage::Connection& reader,
                                                      std::string_view area,
                                                      conversation::Instant now) {
    return tables_.get(std::string(area), now, [&] { return read(reader, area, now); });
}

}  // namespace console
