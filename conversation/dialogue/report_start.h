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
// The house a report dialogue is about: the one reported for, else the person's own.
[[nodiscard]] std::optional<House> report_house(const Talk& talk);
// Did this contact report it?
[[nodiscard]] bool is_own(const Talk& talk, const ReportView& report);

}  // namespace conversation
