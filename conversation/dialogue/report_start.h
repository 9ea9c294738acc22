#pragma once
#include "conversation/dialogue/form_dialogue.h"

// What a household's report of a month begins with.
namespace conversation {

// The month that is reported now: the last one until it closes, then the current one.
[[nodiscard]] Period open_period(const Talk& talk);
[[nodiscard]] FormStart report_start(const Talk& talk,
                                     const House& house,
                                     Period period,
                                     bool corrects);
// Did this contact report it?
[[nodiscard]] bool is_own(const Talk& talk, const ReportView& report);

}  // namespace conversation
