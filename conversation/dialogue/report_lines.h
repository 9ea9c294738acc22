#pragma once
#include "conversation/calendar.h"
#include "conversation/dialogue/form_line.h"

#include <string>
#include <string_view>
#include <vector>

// One-line reports of the houses a person speaks for.
namespace conversation {

// A line and the house it is about.
struct HouseLine {
    ReportLine line;             // without the house
    std::optional<House> house;  // nothing: it names none, and there are several
    Period period;               // the month it names, else the open one
    bool month_said = false;
    std::optional<LineFault> fault;
};

// Reads a line of the monthly report with the eyes of somebody who speaks for `houses` (not empty).
// A kind of None is no such line. Somebody who reports for others (with a right of its own) needs
// only other `houses` here.
[[nodiscard]] HouseLine read_house_line(Talk& talk,
                                        const std::vector<House>& houses,
                                        std::string_view text);

// May a report of this house begin: consent, relation and the answers of joining are there?
[[nodiscard]] bool is_ready(const House& house);

// Did this contact just report the same? A gateway or a thumb may send it twice.
[[nodiscard]] bool is_said_again(Talk& talk, const House& house, const HouseLine& said);

// A line that names a month while a report is open, which must never become figures of the wrong
// one: where it is the open month, `said` goes on without it; else it is said what can be done.
// False when it is still to be answered.
[[nodiscard]] bool take_month_line(FormTalk& form, Said& said);

// A line that names a house while a report is open, which must never become figures of the wrong
// one: its own house's is taken, another's has to wait until the open one is done, a strange one's
// is refused. False, with nothing said, when no house is named.
[[nodiscard]] bool take_house_line(FormTalk& form, const Said& said);

// A message with a line a house. False, with nothing said, when its lines do not begin with houses.
[[nodiscard]] bool begin_several_houses(Talk& talk, std::string_view text);

}  // namespace conversation
