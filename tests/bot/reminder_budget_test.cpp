#include "bot/reminder_budget.h"

#include <catch2/catch.hpp>

using namespace bot;

TEST_CASE("scarce pushes are kept for what is worth more", "[reminder][quota]") {
    const auto [left, rank, cost, push] = GENERATE(table<int, int, int, bool>({
        {10, 4, 1, true},  // 3 + 2 + 1 + 0 are coming before boards
        {10, 4, 4, true},
        {10, 4, 5, false},
        {6, 3, 1, false},
        {7, 3, 1, true},
        {4, 1, 1, true},
        {3, 1, 1, false},  // the three mornings need all that is left
        {1, 0, 1, true},
        {0, 0, 1, false},
        {-5, 0, 1, false},
    }));
    CAPTURE(left, rank, cost);
    const PushMeans means{.left = left, .coming = {3, 2, 1, 0, 7}};
    CHECK((may_spend(means, rank, cost) == Spend::Push) == push);
}

TEST_CASE("without a limit everything is pushed", "[reminder][quota]") {
    CHECK(may_spend({.left = {}, .coming = {9, 9, 9, 9, 9}}, 4, 500) == Spend::Push);
}

TEST_CASE("what is today comes before reports, and reports before boards", "[reminder][quota]") {
    CHECK(rank_of(ReminderKind::Morning) < rank_of(ReminderKind::DayBefore));
    CHECK(rank_of(ReminderKind::DayBefore) < rank_of(ReminderKind::Ask));
    CHECK(rank_of(ReminderKind::Ask) < rank_of(ReminderKind::Report));
    CHECK(rank_of(ReminderKind::ReportList) < rank_of(ReminderKind::GroupDay));
}

TEST_CASE("the forecast names the day the messages end, and what will not fit",
          "[reminder][quota]") {
    const auto day = [](unsigned number) {
        return conversation::Day{
            std::chrono::year(2026), std::chrono::March, std::chrono::day(number)};
    };
    const std::vector<Expected> expected = {
        {day(20), 4, 12}, {day(19), 1, 1}, {day(20), 0, 1}, {day(20), 3, 1}, {day(21), 0, 1}};
    const auto outlook = forecast(expected, 3);
    CHECK(outlook.needed == 16);
    CHECK(outlook.ends == day(20));
    CHECK(outlook.left_out == std::array<std::int64_t, 5>{1, 0, 0, 0, 1});
    CHECK_FALSE(forecast(expected, 16).ends);
    CHECK_FALSE(forecast(expected, std::nullopt).ends);
}
