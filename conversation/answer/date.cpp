#include "conversation/answer/date.h"

namespace conversation {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int kMostDays = 14;  // a span up to here is asked day by day

DateAnswer answer_of(Day day, bool echo) {
    DateAnswer answer;
    answer.kind = DateReading::Kind::Value;
    answer.value = to_text(day);
    answer.echo = echo;
    return answer;
}

DateAnswer asked(const std::vector<Day>& candidates) {
    DateAnswer answer;
    answer.kind = DateReading::Kind::Ask;
    for (const Day day : candidates) {
        answer.candidates.push_back(to_text(day));
    }
    return answer;
}

// A week: its days; something longer: its first and last.
std::vector<Day> days_of(const std::pair<Day, Day>& span) {
    const sys_days first{span.first};
    const sys_days last{span.second};
    if (last - first > days{kMostDays}) {
        return {span.first, span.second};
    }
    std::vector<Day> all;
    for (sys_days day = first; day <= last; day += days{1}) {
        all.emplace_back(day);
    }
    return all;
}

Day first_of(const DateReading& reading, bool of_year) {
    const Day day = reading.span ? reading.span->first : reading.date;
    return Day{day.year(), of_year ? std::chrono::January : day.month(), std::chrono::day{1}};
}

}  // namespace

DateAnswer read_date_answer(std::string_view text, Day reference, std::string_view appearance) {
    const DateReading reading = read_date(text, reference);
    const bool year = appearance == "year";
    if (reading.kind == DateReading::Kind::None) {
        return {};
    }
    if (reading.kind == DateReading::Kind::Ask) {
        return asked(reading.candidates);
    }
    if (year || appearance == "month-year") {
        return answer_of(first_of(reading, year), reading.echo);
    }
    return reading.span ? asked(days_of(*reading.span)) : answer_of(reading.date, reading.echo);
}

}  // namespace conversation
