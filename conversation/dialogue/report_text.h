#pragma once
#include "conversation/dialogue/talk.h"

#include <memory>
#include <optional>
#include <string>

// Reports in words.
namespace conversation {

// The form of the household's month: the one in force that is monthly and becomes a
// household_report. nullptr: none.
[[nodiscard]] std::shared_ptr<const Form> report_form(const Talk& talk);

// "ทำนา · รายได้ 8,500 · ออม 300"; what is not known is said so.
[[nodiscard]] std::string report_figures(const Talk& talk, const ReportView& report);
// "8,500/300", where there is no room for more.
[[nodiscard]] std::string report_brief(const Talk& talk, const ReportView& report);
// "พ.ย. 68: ทำนา · รายได้ 8,500 · ออม 300"
[[nodiscard]] std::string report_line(const Talk& talk, const ReportView& report);

// "คู่สมรส", "อาสา": who reported it, as people of the house call them.
[[nodiscard]] std::string reporter_text(const Talk& talk, const ReportView& report);

// The household's known savings in the fiscal year of `period`, with `saving` put in place of what
// is there for that month; nothing when none is known.
[[nodiscard]] std::optional<std::int64_t> saved_in_year_with(const Talk& talk,
                                                             HouseholdId house,
                                                             Period period,
                                                             std::optional<std::int64_t> saving);

}  // namespace conversation
