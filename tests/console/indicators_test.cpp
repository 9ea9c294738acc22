#include "console/indicators.h"

#include <catch2/catch.hpp>

#include <map>

// The formulas, household by household: the golden example of DOMAIN.md 5.4 and its traps.

using console::IndicatorRules;
using console::IndicatorSums;
using conversation::Period;
using storage::HouseholdFacts;
using storage::MonthFacts;

namespace {

using Amounts = std::vector<std::optional<std::int64_t>>;
constexpr auto kUnknown = std::nullopt;
constexpr IndicatorRules kRules{.months = 6, .bmn_line = 38'000};

HouseholdFacts house(std::optional<std::int64_t> baseline,
                     std::optional<std::int64_t> members,
                     const Amounts& incomes,
                     const Amounts& savings = {}) {
    HouseholdFacts facts{.members = members, .baseline = baseline};
    Period month{2025, 10};
    for (std::size_t i = 0; i < incomes.size(); ++i) {
        facts.months.push_back({.period = month,
                                .income = incomes[i],
                                .saving = i < savings.size() ? savings[i] : kUnknown});
        month = conversation::next(month);
    }
    return facts;
}

IndicatorSums sum(const std::vector<HouseholdFacts>& houses) {
    IndicatorSums sums;
    for (const auto& one : houses) {
        sums += console::sums_of(one, kRules);
    }
    return sums;
}

std::vector<HouseholdFacts> golden() {
    return {house(10'000, 4, {10'000, 12'000, 14'000}, {0, 100, 0}),
            house(8'000, 2, {8'000, 8'000, 8'000}, {0, 0, 0}),
            house(15'000, 3, {9'000, 30'000, 12'000, 15'000}, {500, 0, 0, kUnknown}),
            house(5'000, 2, {6'000, 7'000}, {50, kUnknown}),
            house(kUnknown, 1, {4'000, 4'000, 4'000}, {kUnknown, kUnknown, kUnknown}),
            house(6'000, 3, {})};
}

// "numerator/denominator = text" of one indicator.
std::string shown(const IndicatorSums& sums, std::string_view key) {
    for (const auto& figure : console::figures(sums)) {
        if (figure.kind->key == key) {
            return console::decimal_text(figure.numerator) + "/" +
                   std::to_string(figure.denominator) + " = " + console::figure_text(figure);
        }
    }
    return "no such indicator";
}

}  // namespace

TEST_CASE("the golden example comes out to the digit", "[console][indicators]") {
    const auto sums = sum(golden());
    CHECK(shown(sums, "COVER") == "5/6 = 83.3");
    CHECK(shown(sums, "RATE") == "15/36 = 41.7");
    CHECK(shown(sums, "UP") == "2/3 = 66.7");
    CHECK(shown(sums, "GROWTH") == "36500/33000 = 10.6");
    CHECK(shown(sums, "SAVE") == "3/4 = 75.0");
    CHECK(shown(sums, "SAVED") == "650/0 = 650");
    CHECK(shown(sums, "BMN") == "3/4 = 75.0");
}

TEST_CASE("an organisation's plan is judged by what was due", "[console][indicators]") {
    IndicatorSums sums;
    sums.due = 10;
    sums.done = 7;
    sums.on_time = 5;
    sums.cancelled = 2;
    sums.overdue = 1;
    CHECK(shown(sums, "DONE") == "7/10 = 70.0");
    CHECK(shown(sums, "ONTIME") == "5/7 = 71.4");
    CHECK(shown(sums, "CANCELLED") == "2/10 = 20.0");
    CHECK(shown(sums, "OVERDUE") == "1/10 = 10.0");
}

TEST_CASE("growth is the ratio of sums, not the mean of ratios", "[console][indicators]") {
    const auto sums =
        sum({house(1'000, 1, {2'000, 2'000, 2'000}), house(10'000, 1, {10'000, 10'000, 10'000})});
    CHECK(shown(sums, "GROWTH") == "12000/11000 = 9.1");
}

TEST_CASE("unknown is never 0", "[console][indicators]") {
    SECTION("an unknown month is left out of the mean") {
        const auto sums = sum({house(9'000, 1, {9'001, kUnknown, 9'001, 9'001})});
        CHECK(shown(sums, "UP") == "1/1 = 100.0");
        CHECK(shown(sums, "GROWTH") == "9001/9000 = 0.0");
    }
    SECTION("a month without income counts as 0, and for n") {
        const auto sums = sum({house(9'000, 1, {18'000, 0, 9'000})});
        CHECK(shown(sums, "UP") == "0/1 = 0.0");
    }
    SECTION("who never said what was saved is not one who saved nothing") {
        const auto sums = sum({house(1, 1, {1}, {kUnknown}), house(1, 1, {1}, {0})});
        CHECK(shown(sums, "SAVE") == "0/1 = 0.0");
    }
    SECTION("a house whose members are not known is not below the line") {
        CHECK(shown(sum({house(1, kUnknown, {1, 1, 1})}), "BMN") == "0/0 = –");
    }
    SECTION("a baseline of 0 divides nothing") {
        CHECK(shown(sum({house(0, 1, {5, 5, 5})}), "UP") == "0/0 = –");
    }
}

TEST_CASE("nothing is divided by nothing", "[console][indicators]") {
    for (const auto& figure : console::figures(IndicatorSums{})) {
        CAPTURE(figure.kind->key);
        const bool divides = figure.kind->unit == console::FigureUnit::Share ||
                             figure.kind->unit == console::FigureUnit::Growth;
        CHECK(console::figure_text(figure) == (divides ? "–" : "0"));
        CHECK(console::figure_value(figure) == (divides ? "" : "0"));
    }
}

TEST_CASE("who earns more than is spent is judged by months that know both",
          "[console][indicators]") {
    auto house_of = [](const Amounts& incomes, const Amounts& expenses) {
        auto facts = house(1, 1, incomes);
        for (std::size_t i = 0; i < expenses.size(); ++i) {
            facts.months[i].expense = expenses[i];
        }
        return facts;
    };
    CHECK(shown(sum({house_of({10, 10, 10}, {9, 9, 11})}), "LIVE") == "1/1 = 100.0");
    CHECK(shown(sum({house_of({10, 10, 10}, {10, 10, 10})}), "LIVE") == "0/1 = 0.0");
    CHECK(shown(sum({house_of({10, 10, 10, 900}, {11, 11, 11, kUnknown})}), "LIVE") == "0/1 = 0.0");
    CHECK(shown(sum({house_of({10, 10, 10}, {9, 9, kUnknown})}), "LIVE") == "0/0 = –");
}

TEST_CASE("an occupation counts unless it is none", "[console][indicators]") {
    std::vector<HouseholdFacts> houses(6);
    const char* const codes[] = {"RICE", "OTHER", "HOME", "STUDENT", "NONE", ""};
    for (std::size_t i = 0; i < houses.size(); ++i) {
        houses[i].occupation = codes[i];
    }
    CHECK(shown(sum(houses), "OCC") == "2/5 = 40.0");
}

TEST_CASE("a village of fewer than five households is not judged", "[console][indicators]") {
    auto village = [](std::size_t houses, std::int64_t income) {
        IndicatorSums sums =
            sum(std::vector<HouseholdFacts>(houses, house(10'000, 1, {income, income, income})));
        console::judge_village(sums);
        return sums;
    };
    CHECK(shown(village(4, 20'000), "VILL3") == "0/0 = –");
    CHECK(shown(village(5, 10'300), "VILL3") == "1/1 = 100.0");  // exactly 3 %
    CHECK(shown(village(5, 10'299), "VILL3") == "0/1 = 0.0");
}

TEST_CASE("thirds of a baht add up exactly", "[console][indicators]") {
    const auto sums = sum({house(1, 1, {1, 0, 0}), house(1, 1, {1, 0, 0}), house(1, 1, {1, 0, 0})});
    CHECK(sums.income_now == console::Baht{1, 0});
    CHECK(console::decimal_text(console::mean(1, 3)) == "0.3333");
    CHECK(console::decimal_text(console::mean(2, 3)) == "0.6667");
    CHECK(console::numerator_text(console::mean(20'000, 3)) == "6,666.67");
    CHECK(console::numerator_text({36'500, 0}) == "36,500");
    CHECK(console::mean(13 * 7 - 1, 13).whole == 6);  // 13 does not divide 27,720: rounded
    CHECK(console::mean(999'999'999, 1'000'000'000) == console::Baht{1, 0});
}

TEST_CASE("per cents are rounded half up, losses away from zero", "[console][indicators]") {
    IndicatorSums sums;
    sums.income_before = 2'000;
    const std::map<std::int64_t, std::string> expected = {
        {2'000, "0.0"}, {2'001, "0.1"}, {1'999, "-0.1"}, {1'900, "-5.0"}, {0, "-100.0"}};
    for (const auto& [now, text] : expected) {
        sums.income_now = {.whole = now};
        CAPTURE(now);
        CHECK(shown(sums, "GROWTH").ends_with("= " + text));
    }
}

TEST_CASE("sums of absurd amounts do not overflow", "[console][indicators]") {
    constexpr std::int64_t kMost = 999'999'999'999;
    const auto sums = sum({house(kMost, 30, {kMost, kMost, kMost}, {kMost, kMost, kMost})});
    CHECK(shown(sums, "GROWTH").ends_with("= 0.0"));
    CHECK(shown(sums, "BMN") == "1/1 = 100.0");
}

TEST_CASE("windows hold closed months of the fiscal year only", "[console][indicators]") {
    const auto window = [](const char* day) {
        const auto made = console::default_window(conversation::parse_day(day).value());
        return conversation::to_text(made.from) + " " + conversation::to_text(made.to);
    };
    CHECK(window("2025-12-10") == "2025-10 2025-10");  // November closes at the end of that day
    CHECK(window("2025-12-11") == "2025-10 2025-11");
    CHECK(window("2025-11-10") == "2024-10 2025-09");
    CHECK(window("2026-10-11") == "2025-10 2026-09");
    const auto today = conversation::parse_day("2025-12-05").value();
    CHECK(console::closed_window({{2025, 8}, {2025, 12}}, today) ==
          console::MonthWindow{{2025, 8}, {2025, 10}});
    CHECK_FALSE(console::closed_window({{2025, 11}, {2025, 12}}, today).has_value());
    CHECK(console::MonthWindow{{2025, 10}, {2026, 9}}.months() == 12);
}
