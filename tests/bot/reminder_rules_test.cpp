#include "bot/reminder_rules.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <string>

using bot::DueVerdict;
using bot::ReminderDue;
using bot::ReminderKind;
using bot::ReminderSwitch;
using bot::ReminderTarget;
using conversation::Holidays;
using conversation::parse_day;
using support::bangkok;

namespace {

std::string when(conversation::Instant instant) {
    const auto time = conversation::bangkok_time_of_day(instant).count();
    return fmt::format("{} {:02}:{:02}",
                       conversation::to_text(conversation::bangkok_day(instant)),
                       time / 60,
                       time % 60);
}

std::string due_of(const std::vector<ReminderDue>& all, ReminderKind kind) {
    std::string found;
    for (const auto& one : all) {
        if (one.kind == kind) {
            found += (found.empty() ? "" : ", ") + when(one.due);
        }
    }
    return found;
}

}  // namespace

TEST_CASE("an activity is reminded of a week before, the day before and in the morning",
          "[reminder]") {
    const auto [first, week, eve, morning] =
        GENERATE(table<std::string, std::string, std::string, std::string>({
            {"2026-03-05", "2026-02-26 09:00", "2026-03-04 09:00", "2026-03-05 07:00"},
            {"2028-03-01", "2028-02-23 09:00", "2028-02-29 09:00", "2028-03-01 07:00"},
            {"2027-03-01", "2027-02-22 09:00", "2027-02-28 09:00", "2027-03-01 07:00"},
            {"2026-01-01", "2025-12-25 09:00", "2025-12-31 09:00", "2026-01-01 07:00"},
            {"2026-04-14", "2026-04-07 09:00", "2026-04-13 09:00", "2026-04-14 07:00"},  // Songkran
        }));
    CAPTURE(first);
    const auto all = bot::activity_reminders({*parse_day(first), *parse_day(first)});
    CHECK(due_of(all, ReminderKind::WeekBefore) == week);
    CHECK(due_of(all, ReminderKind::DayBefore) == eve);
    CHECK(due_of(all, ReminderKind::GroupDay) == eve);
    CHECK(due_of(all, ReminderKind::Morning) == morning);
}

TEST_CASE("an activity without an answer is asked about three mornings, then no more",
          "[reminder]") {
    const auto all = bot::activity_reminders({*parse_day("2026-02-26"), *parse_day("2026-02-28")});
    CHECK(due_of(all, ReminderKind::Ask) == "2026-03-01 08:00");
    CHECK(due_of(all, ReminderKind::AskChair) == "2026-03-02 08:00");
    CHECK(due_of(all, ReminderKind::OfficerList) == "2026-03-03 08:00");
    CHECK(all.size() == 8);
    CHECK(all.back().target == ReminderTarget::Officer);
}

TEST_CASE("the report is reminded of on working days before the 10th", "[reminder]") {
    const auto holidays = Holidays::built_in();
    const auto [year,
                month,
                house,
                list] = GENERATE(table<int, unsigned, std::string, std::string>({
        {2025, 11, "2025-12-03 09:00, 2025-12-09 09:00", "2025-12-08 09:00"},  // 7th a Sunday
        {2025, 12, "2026-01-05 09:00, 2026-01-09 09:00", "2026-01-07 09:00"},  // over the new year
        {2026, 3, "2026-04-03 09:00, 2026-04-09 09:00", "2026-04-07 09:00"},   // before Songkran
        {2026, 4, "2026-05-05 09:00, 2026-05-08 09:00", "2026-05-07 09:00"},   // 9th a Saturday
        {2028, 1, "2028-02-03 09:00, 2028-02-09 09:00", "2028-02-07 09:00"},
    }));
    CAPTURE(year, month);
    const auto all = bot::report_reminders({year, month}, holidays);
    CHECK(due_of(all, ReminderKind::Report) == house);
    CHECK(due_of(all, ReminderKind::ReportList) == list);
    for (const auto& one : all) {
        CHECK(one.due < one.useful_until);
        CHECK(one.useful_until ==
              conversation::bangkok_instant(conversation::closing_day({year, month}),
                                            std::chrono::hours(20)));
    }
}

TEST_CASE("the board comes on the first working day after the close", "[reminder]") {
    const auto holidays = Holidays::built_in();
    CHECK(when(bot::board_reminder({2026, 3}, holidays).due) == "2026-04-16 09:00");  // Songkran
    CHECK(when(bot::board_reminder({2026, 10}, holidays).due) == "2026-11-11 09:00");
}

TEST_CASE("the closest switch decides", "[reminder]") {
    const storage::OrganisationId women{1};
    const storage::PersonId somchai{7};
    const bot::SwitchQuestion question{ReminderKind::WeekBefore, "TRAIN", women, somchai};
    std::vector<ReminderSwitch> switches;
    CHECK(bot::is_on(switches, question));
    switches.push_back({.reminder = ReminderKind::WeekBefore});
    CHECK_FALSE(bot::is_on(switches, question));
    switches.push_back({.activity_kind = "TRAIN", .on = true});
    CHECK(bot::is_on(switches, question));
    switches.push_back({.organisation = women});
    CHECK_FALSE(bot::is_on(switches, question));
    switches.push_back({.person = somchai, .on = true});
    CHECK(bot::is_on(switches, question));
    switches.push_back({.reminder = ReminderKind::Morning, .person = somchai});
    CHECK(bot::is_on(switches, question));
    CHECK_FALSE(bot::is_on(switches, {ReminderKind::Morning, "TRAIN", women, somchai}));
    switches.push_back({.person = somchai});  // as close as the one before: the later one counts
    CHECK_FALSE(bot::is_on(switches, question));
}

TEST_CASE("nothing is sent at night, and what is late only while it helps", "[reminder]") {
    const auto all = bot::activity_reminders({*parse_day("2026-03-05"), *parse_day("2026-03-05")});
    const auto row = [&](ReminderKind kind) {
        return *std::ranges::find(all, kind, &ReminderDue::kind);
    };
    using What = DueVerdict::What;
    const auto [kind, now, what, until] =
        GENERATE(table<ReminderKind, std::string, What, std::string>({
            {ReminderKind::Morning, "2026-03-05T06:59", What::Wait, "2026-03-05 07:00"},
            {ReminderKind::Morning, "2026-03-05T07:00", What::Send, ""},
            {ReminderKind::Morning, "2026-03-05T12:00", What::Send, ""},
            {ReminderKind::Morning, "2026-03-05T12:01", What::Expire, ""},
            {ReminderKind::DayBefore, "2026-03-04T19:59", What::Send, ""},
            {ReminderKind::DayBefore, "2026-03-04T20:00", What::Expire, ""},
            {ReminderKind::WeekBefore, "2026-02-26T23:00", What::Wait, "2026-02-27 08:00"},
            {ReminderKind::WeekBefore, "2026-02-27T03:00", What::Wait, "2026-02-27 08:00"},
            {ReminderKind::WeekBefore, "2026-03-03T10:00", What::Send, ""},
            {ReminderKind::WeekBefore, "2026-03-03T21:00", What::Wait, "2026-03-04 08:00"},
            {ReminderKind::WeekBefore, "2026-03-04T09:30", What::Expire, ""},
            {ReminderKind::Ask, "2026-03-06T20:30", What::Expire, ""},
            {ReminderKind::OfficerList, "2026-03-08T23:30", What::Send, ""},
        }));
    CAPTURE(bot::name(kind), now);
    const auto verdict = bot::judge_due(row(kind), bangkok(now));
    CHECK((verdict.what == what));
    if (what == What::Wait) {
        CHECK(when(verdict.until) == until);
    }
}

TEST_CASE("every kind of reminder has a name of its own", "[reminder]") {
    for (const auto kind : bot::kReminderKinds) {
        CHECK(bot::reminder_kind(bot::name(kind)) == kind);
    }
    CHECK_FALSE(bot::reminder_kind("NIGHTLY"));
}

TEST_CASE("the team is reminded only where somebody turned that on by name", "[reminder]") {
    const auto asked = [](const std::vector<ReminderSwitch>& switches) {
        return bot::is_on(switches, {ReminderKind::TeamDay, "TRAIN", {1}, {2}});
    };
    CHECK_FALSE(asked({}));
    CHECK_FALSE(asked({{.on = true}}));
    CHECK_FALSE(asked({{.person = {2}, .on = true}}));
    CHECK(asked({{.reminder = ReminderKind::TeamDay, .organisation = {1}, .on = true}}));
    CHECK_FALSE(asked({{.reminder = ReminderKind::TeamDay, .organisation = {3}, .on = true}}));
    CHECK_FALSE(asked({{.reminder = ReminderKind::TeamDay, .organisation = {1}, .on = true},
                       {.person = {2}, .on = false}}));
}
