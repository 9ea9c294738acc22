#pragma once
#include "conversation/register.h"

#include <string>

// What makes a confirmed report look odd beyond what its form can say. Odd reports are kept and
// flagged, never refused.
namespace conversation {

struct ReportedFigure {
    std::string field;
    std::string value;
};

// Is the figure what this household has said in every one of the five months before `period`, so
// that this is the sixth in a row? A month without a report, or with another figure, breaks the
// row.
[[nodiscard]] bool same_for_months(const Register& reg,
                                   HouseholdId house,
                                   Period period,
                                   const ReportedFigure& figure);

}  // namespace conversation
