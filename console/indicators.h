#pragma once
#include "conversation/calendar.h"
#include "storage/household_facts.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The programme's indicators, exactly as DOMAIN.md 5.4 has them: the one place where they are
// computed. Pure. Everything is a sum, so that villages add up to districts and districts to
// provinces; nothing is divided before the end, and nothing rounded but what is shown.
namespace console {

// Baht with an exact fraction: a mean of n months is whole + rest/27720, where 27720 is divisible
// by every n up to 12. For longer windows a household's mean is rounded to the nearest 1/27720.
struct Baht {
    static constexpr std::int64_t kParts = 27'720;

    std::int64_t whole = 0;
    std::int64_t rest = 0;  // 0 to kParts − 1

    Baht& operator+=(const Baht& other);
    bool operator==(const Baht&) const = default;
};

// sum / count; count must not be 0.
[[nodiscard]] Baht mean(std::int64_t sum, std::int64_t count);

// The windows of months there are.
struct MonthWindow {
    conversation::Period from;
    conversation::Period to;

    [[nodiscard]] int months() const;
    bool operator==(const MonthWindow&) const = default;
};

// The fiscal year to date, closed months only: the year of the newest month that is closed on that
// day (until 10 November the year before).
[[nodiscard]] MonthWindow default_window(conversation::Day today);
// What is closed of the months asked for; nothing when none is.
[[nodiscard]] std::optional<MonthWindow> closed_window(const MonthWindow& wanted,
                                                       conversation::Day today);

// What a group of households, villages and organisations is counted by.
struct IndicatorSums {
    // H and its reports
    std::int64_t households = 0;
    std::int64_t reporting = 0;  // with any counted report in W
    std::int64_t reports = 0;
    std::int64_t household_months = 0;  // #H × #W
    std::int64_t on_behalf = 0;         // reports
    std::int64_t needs_check = 0;       // reports
    std::int64_t income_unknown = 0;    // reports
    std::int64_t saving_unknown = 0;    // reports
    std::int64_t occupation_known = 0;
    std::int64_t working = 0;  // class ≠ INACTIVE
    // E: baseline known and above 0, at least three incomes known
    std::int64_t eligible = 0;
    std::int64_t risen = 0;
    Baht income_now{};                 // Σ_E m
    std::int64_t income_before = 0;    // Σ_E b
    std::int64_t villages_judged = 0;  // villages with #E ≥ 5
    std::int64_t villages_risen = 0;   // of these, GROWTH ≥ 3 %
    std::int64_t saving_known = 0;
    std::int64_t savers = 0;
    std::int64_t saved = 0;  // baht
    std::int64_t living_known = 0;
    std::int64_t living = 0;
    std::int64_t line_known = 0;
    std::int64_t line_passed = 0;
    std::int64_t with_fund = 0;
    std::int64_t poor = 0;
    std::int64_t poor_with_fund = 0;
    std::int64_t poor_risen = 0;  // of the poor in E
    std::int64_t poor_eligible = 0;
    std::int64_t poor_line_known = 0;
    std::int64_t poor_line_passed = 0;
    // Places
    std::int64_t chosen = 0;
    std::int64_t quota = 0;
    std::int64_t tambons = 0;
    std::int64_t tambons_adopted = 0;  // into at least one plan
    std::int64_t tambons_all_four = 0;
    std::int64_t villages = 0;
    std::int64_t centres = 0;
    std::int64_t villages_with_centre = 0;
    std::int64_t groups = 0;
    std::int64_t villages_with_group = 0;
    std::int64_t trainers = 0;
    std::int64_t trainers_taught = 0;
    // Plans
    std::int64_t due = 0;
    std::int64_t done = 0;
    std::int64_t on_time = 0;
    std::int64_t cancelled = 0;
    std::int64_t overdue = 0;
    std::int64_t organisations = 0;
    std::array<std::int64_t, 5> steps_done{};

    IndicatorSums& operator+=(const IndicatorSums& other);
    bool operator==(const IndicatorSums&) const = default;
};

struct IndicatorRules {
    int months = 0;                          // #W
    std::optional<std::int64_t> bmn_line{};  // baht a person and year, of W's fiscal year
};

// What one household of H adds.
[[nodiscard]] IndicatorSums sums_of(const storage::HouseholdFacts& household,
                                    const IndicatorRules& rules);
// After all households of a village are added: whether the village counts for VILL3, and rose.
void judge_village(IndicatorSums& village);

enum class FigureUnit {
    Share,   // numerator / denominator, shown in per cent
    Growth,  // numerator / denominator − 1, shown in per cent
    Count,   // numerator; no denominator
    Money,   // numerator in baht; no denominator
    Quota    // numerator of denominator, as they are
};

struct IndicatorKind {
    std::string_view key;  // COVER RATE OCC …; stable, of DOMAIN.md 5.4
    std::string_view thai;
    std::string_view english;
    FigureUnit unit = FigureUnit::Share;
    int target_permille = 0;  // the programme's own target; 0: none
};

[[nodiscard]] std::span<const IndicatorKind> indicator_kinds();

struct IndicatorFigure {
    const IndicatorKind* kind = nullptr;
    Baht numerator{};
    std::int64_t denominator = 0;  // 0 where there is nothing to divide by, and for counts
};

// One figure a kind, in the order of indicator_kinds().
[[nodiscard]] std::vector<IndicatorFigure> figures(const IndicatorSums& sums);

// As people read it: "83.3", "–" when the denominator is 0, "650", "1". Per cent with one decimal,
// half up (away from zero for a loss).
[[nodiscard]] std::string figure_text(const IndicatorFigure& figure);
// The same for machines: empty instead of "–", no thousands.
[[nodiscard]] std::string figure_value(const IndicatorFigure& figure);
// The numerator as people read it: "36,500", "10,333.33".
[[nodiscard]] std::string numerator_text(const Baht& baht);
// The numerator as a decimal: "36500", "10333.3333".
[[nodiscard]] std::string decimal_text(const Baht& baht);

}  // namespace console
