#pragma once
#include "console/export_kind.h"
#include "console/indicator_groups.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace console {

inline constexpr std::string_view kCoverageExport = "coverage";
inline constexpr std::string_view kIndicatorsExport = "indicators";

// What the place of a row of coverage says; nothing when it is none.
struct CoveragePlace {
    conversation::Period month;
    std::string village{};  // its code
};

[[nodiscard]] std::optional<CoveragePlace> coverage_place(std::string_view place);

// A row a village and month: the months of the filter, without one the fiscal year to date with the
// month that is open.
[[nodiscard]] std::unique_ptr<ExportRows> open_coverage(storage::Connection& reader,
                                                        const ReportExport& wanted,
                                                        conversation::Instant now);

// A row a group and indicator, with numerator and denominator, so that districts add up. The window
// is what is closed of the filter's months, without them the fiscal year to date; a window without
// a closed month has no rows.
[[nodiscard]] std::unique_ptr<ExportRows> open_indicators(storage::Connection& reader,
                                                          const ReportExport& wanted,
                                                          conversation::Instant now);

// The window a filter asks for; nothing when none of it is closed.
[[nodiscard]] std::optional<MonthWindow> window_of(const storage::ReportFilter& filter,
                                                   conversation::Day today);

}  // namespace console
