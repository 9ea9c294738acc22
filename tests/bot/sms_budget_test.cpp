#include "bot/sms_budget.h"

#include <catch2/catch.hpp>

using bot::SmsBudget;
using Priority = storage::Outbox::Priority;

namespace {

const conversation::Period kNovember{2026, 11};
const conversation::Period kDecember{2026, 12};

}  // namespace

TEST_CASE("a budget stops reminders and never answers", "[bot][sms]") {
    SmsBudget budget(30'000);
    CHECK(budget.take(Priority::Reminder, 10'000, kNovember));
    CHECK(budget.take(Priority::Bulk, 20'000, kNovember));
    CHECK_FALSE(budget.take(Priority::Reminder, 1, kNovember));
    CHECK_FALSE(budget.reminders_on(10'000, kNovember));
    CHECK(budget.take(Priority::Answer, 10'000, kNovember));
    // What was not sent after all is free again.
    budget.over(20'000, false, kNovember);
    budget.over(10'000, true, kNovember);
    budget.over(10'000, true, kNovember);
    CHECK(budget.reminders_on(10'000, kNovember));
    CHECK_FALSE(budget.take(Priority::Reminder, 10'001, kNovember));
    CHECK(budget.take(Priority::Reminder, 10'000, kNovember));
}

TEST_CASE("a month begins with nothing spent", "[bot][sms]") {
    SmsBudget budget(10'000);
    budget.read(kNovember, 10'000);
    CHECK_FALSE(budget.take(Priority::Reminder, 5'000, kNovember));
    CHECK(budget.take(Priority::Reminder, 5'000, kDecember));
}

TEST_CASE("without a budget everything goes", "[bot][sms]") {
    SmsBudget budget(std::nullopt);
    CHECK(budget.take(Priority::Bulk, 1'000'000, kNovember));
    CHECK(budget.reminders_on(1'000'000, kNovember));
}
