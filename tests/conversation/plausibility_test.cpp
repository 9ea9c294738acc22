#include "conversation/plausibility.h"

#include "tests/support/fake_register.h"

#include <catch2/catch.hpp>

using conversation::HouseholdId;
using conversation::Period;

namespace {

// A house that reported these incomes, one a month, the last one in October 2025; "" is no report.
bool sixth_in_a_row(const std::vector<std::string>& incomes, const std::string& now) {
    tests::FakeOffice office;
    Period period{2025, 10};
    for (auto income = incomes.rbegin(); income != incomes.rend(); ++income) {
        if (!income->empty()) {
            conversation::ReportView report;
            report.period = period;
            report.values["income_total"] = *income;
            office.reports[{1, period}].push_back(report);
        }
        period = previous(period);
    }
    const conversation::Contact contact;
    const tests::FakeRegister reg{office, contact, {}};
    return conversation::same_for_months(
        reg, HouseholdId{1}, Period{2025, 11}, {.field = "income_total", .value = now});
}

}  // namespace

TEST_CASE("the sixth month with the same figure is odd", "[conversation][plausibility]") {
    CHECK(sixth_in_a_row({"8000", "8000", "8000", "8000", "8000"}, "8000"));
    CHECK(sixth_in_a_row({"1", "8000", "8000", "8000", "8000", "8000"}, "8000"));
}

TEST_CASE("another figure or a month without a report breaks the row",
          "[conversation][plausibility]") {
    CHECK_FALSE(sixth_in_a_row({"8000", "8000", "8000", "8000", "8000"}, "8001"));
    CHECK_FALSE(sixth_in_a_row({"8000", "8000", "8000", "8000"}, "8000"));
    CHECK_FALSE(sixth_in_a_row({"8000", "8000", "8000", "", "8000", "8000"}, "8000"));
    CHECK_FALSE(sixth_in_a_row({"8000", "8000", "7000", "8000", "8000", "8000"}, "8000"));
    CHECK_FALSE(sixth_in_a_row({"8000", "8000", "8000", "8000", "8000", ""}, "8000"));
}
