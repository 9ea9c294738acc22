#include "bot/reminder_check.h"

#include "bot/calendar_files.h"
#include "bot/reminder_outlook.h"

#include <fmt/format.h>

namespace bot {

namespace {

constexpr unsigned kAutumn = 10;  // from this month on the year to come should be known

}  // namespace

bool check_calendar(const Config& config,
                    conversation::Holidays& holidays,
                    conversation::Instant now,
                    const Tell& tell) {
    const auto faults = read_calendar_files(config.form_paths, holidays);
    for (const auto& fault : faults) {
        tell(false, "calendar: " + fault);
    }
    const auto today = conversation::bangkok_day(now);
    const int year = int(today.year());
    const int needed = unsigned(today.month()) >= kAutumn ? year + 1 : year;
    bool covered = true;
    for (int one = year; one <= needed; ++one) {
        if (!holidays.covers(one)) {
            tell(false,
                 fmt::format("calendar: the holidays of {} are not known: add them to "
                             "calendar/holidays.csv beside the forms (docs/CALENDAR.md)",
                             one));
            covered = false;
        }
    }
    if (covered && faults.empty()) {
        tell(true, fmt::format("calendar: holidays are known until {}", needed));
    }
    return covered && faults.empty();
}

bool check_outlook(storage::Connection& reader,
                   const Config& config,
                   const conversation::Holidays& holidays,
                   conversation::Instant now,
                   const Tell& tell) {
    const PlanningTerms terms{holidays};
    OutlookMaker maker(terms, now);
    while (maker.piece(reader)) {
    }
    bool well = true;
    for (const auto& line : config.line) {
        const auto outlook = maker.outlook(reader, line.id);
        const auto& forecast = outlook.forecast;
        if (!forecast.ends) {
            tell(true,
                 fmt::format("reminders: at most {} LINE messages until the month's end; {}",
                             forecast.needed,
                             outlook.left ? fmt::format("{} are left", *outlook.left)
                                          : "no limit is known"));
            continue;
        }
        std::int64_t left_out = 0;
        for (const auto of_rank : forecast.left_out) {
            left_out += of_rank;
        }
        tell(false,
             fmt::format("reminders: {} LINE messages are left, up to {} are asked for: they end "
                         "about {}, {} reminders will not go: buy a larger plan, or turn kinds off "
                         "(sammachip remind off)",
                         outlook.left.value_or(0),
                         forecast.needed,
                         conversation::to_text(*forecast.ends),
                         left_out));
        well = false;
    }
    return well;
}

}  // namespace bot
