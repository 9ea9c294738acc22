#include "conversation/plausibility.h"

#include <algorithm>

namespace conversation {

namespace {

constexpr unsigned kSameMonths = 6;

}  // namespace

bool same_for_months(const Register& reg,
                     HouseholdId house,
                     Period period,
                     const ReportedFigure& figure) {
    Period expected = previous(period);
    unsigned same = 1;
    for (const auto& report : reg.recent_reports(house, kSameMonths + 1)) {
        if (report.period >= period) {
            continue;
        }
        const auto known = report.values.find(figure.field);
        if (report.period != expected || known == report.values.end() ||
            known->second != figure.value) {
            return false;
        }
        if (++same == kSameMonths) {
            return true;
        }
        expected = previous(expected);
    }
    return false;
}

}  // namespace conversation
