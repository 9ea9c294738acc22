#include "conversation/recurrence.h"

#include <catch2/catch.hpp>

#include <string>

using conversation::Day;
using conversation::parse_day;
using conversation::RecurrenceFault;
using conversation::recurring_days;

namespace {

std::string days_of(const std::string& rule, const std::string& first, const std::string& last) {
    const auto found = recurring_days(rule, *parse_day(first), *parse_day(last));
    if (const auto* fault = std::get_if<RecurrenceFault>(&found)) {
        return "fault: " + fault->message.substr(0, 9);
    }
    std::string text;
    for (const Day day : std::get<std::vector<Day>>(found)) {
        text += (text.empty() ? "" : " ") + conversation::to_text(day).substr(2);
    }
    return text;
}

}  // namespace

TEST_CASE("activities recur as iCalendar's rules say", "[recurrence]") {
    const auto [rule,
                first,
                last,
                days] = GENERATE(table<std::string, std::string, std::string, std::string>({
        {"", "2026-01-31", "2026-12-31", "26-01-31"},
        {"FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-06-30", "26-01-31 26-03-31 26-05-31"},
        {"RRULE:FREQ=MONTHLY;BYMONTHDAY=-1",
         "2028-01-31",
         "2028-03-31",
         "28-01-31 28-02-29 28-03-31"},
        {"FREQ=MONTHLY;BYDAY=2TU", "2026-03-10", "2026-05-31", "26-03-10 26-04-14 26-05-12"},
        {"FREQ=WEEKLY;INTERVAL=2;COUNT=3",
         "2026-12-21",
         "2027-12-31",
         "26-12-21 27-01-04 27-01-18"},
        {"FREQ=YEARLY", "2024-02-29", "2032-12-31", "24-02-29 28-02-29 32-02-29"},
        {"FREQ=WEEKLY;BYDAY=MO", "2026-03-11", "2026-03-20", "26-03-11 26-03-16"},
        {"FREQ=DAILY;UNTIL=20260313", "2026-03-11", "2026-12-31", "26-03-11 26-03-12 26-03-13"},
        {"FREQ=HOURLY", "2026-03-11", "2026-12-31", "fault: this rule"},
        {"ทุกเดือน", "2026-03-11", "2026-12-31", "fault: this rule"},
        {"FREQ=MONTHLY;RSCALE=CHINESE", "2026-03-11", "2026-12-31", "fault: this rule"},
    }));
    CAPTURE(rule, first);
    CHECK(days_of(rule, first, last) == days);
}

TEST_CASE("a rule without an end stops at the last day, and at 400 days", "[recurrence]") {
    const auto found =
        recurring_days("FREQ=DAILY", *parse_day("2026-01-01"), *parse_day("2090-01-01"));
    CHECK(std::get<std::vector<Day>>(found).size() == 400);
}
