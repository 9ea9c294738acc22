#include "conversation/recurrence.h"

#include <libical/ical.h>

#include <algorithm>
#include <memory>

namespace conversation {

namespace {

constexpr std::size_t kMostDays = 400;
constexpr std::size_t kLongestRule = 300;
constexpr std::string_view kPrefix = "RRULE:";

struct IteratorEnd {
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

icaltimetype to_ical(Day day) {
    std::string text = to_text(day);
    std::erase(text, '-');
    return icaltime_from_string(text.c_str());
}

Day from_ical(const icaltimetype& time) {
    return Day{std::chrono::year(time.year),
               std::chrono::month(static_cast<unsigned>(time.month)),
               std::chrono::day(static_cast<unsigned>(time.day))};
}

bool is_daily_or_rarer(icalrecurrencetype_frequency frequency) {
    return frequency == ICAL_DAILY_RECURRENCE || frequency == ICAL_WEEKLY_RECURRENCE ||
           frequency == ICAL_MONTHLY_RECURRENCE || frequency == ICAL_YEARLY_RECURRENCE;
}

}  // namespace

std::variant<std::vector<Day>, RecurrenceFault> recurring_days(std::string_view rule,
                                                               Day first,
                                                               Day last) {
    std::vector<Day> days{first};
    if (rule.starts_with(kPrefix)) {
        rule.remove_prefix(kPrefix.size());
    }
    if (rule.empty()) {
        return days;
    }
    const std::string text(rule);
    if (text.size() > kLongestRule || text.find("RSCALE") != std::string::npos ||
        text.find('\0') != std::string::npos) {
        return RecurrenceFault{
            "this rule is not understood: write one like FREQ=MONTHLY;BYDAY=2TU"};
    }
    icalerror_set_errors_are_fatal(0);
    const icalrecurrencetype parsed = icalrecurrencetype_from_string(text.c_str());
    if (!is_daily_or_rarer(parsed.freq)) {
        return RecurrenceFault{
            "this rule is not understood: write one like FREQ=WEEKLY;BYDAY=MO or "
            "FREQ=MONTHLY;BYMONTHDAY=10"};
    }
    const std::unique_ptr<icalrecur_iterator, IteratorEnd> iterator(
        icalrecur_iterator_new(parsed, to_ical(first)));
    if (!iterator) {
        return RecurrenceFault{"this rule never comes true: look at its BY parts"};
    }
    for (std::size_t i = 0; i < 2 * kMostDays && days.size() < kMostDays; ++i) {
        const icaltimetype time = icalrecur_iterator_next(iterator.get());
        if (icaltime_is_null_time(time) != 0) {
            break;
        }
        const Day day = from_ical(time);
        if (!day.ok() || day > last) {
            break;
        }
        if (day > days.back()) {
            days.push_back(day);
        }
    }
    return days;
}

}  // namespace conversation
