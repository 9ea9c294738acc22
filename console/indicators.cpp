#include "console/indicators.h"

#include "console/occupations.h"
#include "console/page_words.h"

#include <fmt/format.h>

#include <algorithm>

namespace console {

namespace {

using conversation::Period;
using storage::HouseholdFacts;

constexpr int kMonthsOfYear = 12;
constexpr int kFewestIncomes = 3;     // for E, BMN and LIVE
constexpr int kFewestHouseholds = 5;  // of E, for VILL3
constexpr int kGrowthWanted = 103;    // per cent of before

// Wide enough for what is multiplied here; g++ and clang both have it.
__extension__ using Wide = __int128;

Wide parts(const Baht& baht) {
    return static_cast<Wide>(baht.whole) * Baht::kParts + baht.rest;
}

// What the months of a household come to.
struct MonthSums {
    std::int64_t incomes = 0;
    std::int64_t income = 0;
    std::int64_t savings = 0;
    std::int64_t saving = 0;
    bool saved = false;
    std::int64_t both = 0;
    std::int64_t income_of_both = 0;
    std::int64_t expense_of_both = 0;
};

MonthSums sum_months(const HouseholdFacts& household) {
    MonthSums sums;
    for (const auto& month : household.months) {
        if (month.income) {
            ++sums.incomes;
            sums.income += *month.income;
        }
        if (month.saving) {
            ++sums.savings;
            sums.saving += *month.saving;
            sums.saved = sums.saved || *month.saving > 0;
        }
        if (month.income && month.expense) {
            ++sums.both;
            sums.income_of_both += *month.income;
            sums.expense_of_both += *month.expense;
        }
    }
    return sums;
}

void add_reports(const HouseholdFacts& household, IndicatorSums& sums) {
    sums.reports = static_cast<std::int64_t>(household.months.size());
    sums.reporting = household.months.empty() ? 0 : 1;
    for (const auto& month : household.months) {
        sums.on_behalf += month.on_behalf ? 1 : 0;
        sums.needs_check += month.needs_check ? 1 : 0;
        sums.income_unknown += month.income ? 0 : 1;
        sums.saving_unknown += month.saving ? 0 : 1;
    }
}

void add_income(const HouseholdFacts& household, const MonthSums& months, IndicatorSums& sums) {
    const std::int64_t before = household.baseline.value_or(0);
    if (before <= 0 || months.incomes < kFewestIncomes) {
        return;
    }
    sums.eligible = 1;
    sums.risen = static_cast<Wide>(months.income) > static_cast<Wide>(before) * months.incomes;
    sums.income_now = mean(months.income, months.incomes);
    sums.income_before = before;
}

// An estimate: our income has no own produce unless it was asked for.
void add_line(const HouseholdFacts& household,
              const MonthSums& months,
              const IndicatorRules& rules,
              IndicatorSums& sums) {
    const std::int64_t members = household.members.value_or(0);
    if (!rules.bmn_line || members <= 0 || months.incomes < kFewestIncomes) {
        return;
    }
    sums.line_known = 1;
    sums.line_passed = static_cast<Wide>(months.income) * kMonthsOfYear >=
                       static_cast<Wide>(*rules.bmn_line) * members * months.incomes;
}

void add_poor(IndicatorSums& sums) {
    sums.poor = 1;
    sums.poor_with_fund = sums.with_fund;
    sums.poor_eligible = sums.eligible;
    sums.poor_risen = sums.risen;
    sums.poor_line_known = sums.line_known;
    sums.poor_line_passed = sums.line_passed;
}

// numerator / denominator in tenths of a per cent, half away from zero.
std::int64_t tenths(Wide numerator, Wide denominator) {
    const Wide doubled = numerator * 2000;
    const Wide half = doubled < 0 ? -denominator : denominator;
    return static_cast<std::int64_t>((doubled + half) / (denominator * 2));
}

std::string percent(const IndicatorFigure& figure) {
    Wide numerator = parts(figure.numerator);
    const Wide denominator = static_cast<Wide>(figure.denominator) * Baht::kParts;
    if (figure.kind->unit == FigureUnit::Growth) {
        numerator -= denominator;
    }
    const std::int64_t value = tenths(numerator, denominator);
    const std::int64_t size = value < 0 ? -value : value;
    return fmt::format("{}{}.{}", value < 0 ? "-" : "", size / 10, size % 10);
}

IndicatorFigure share(std::int64_t numerator, std::int64_t denominator) {
    return {.numerator = {.whole = numerator}, .denominator = denominator};
}

IndicatorFigure count(std::int64_t number) {
    return {.numerator = {.whole = number}};
}

}  // namespace

Baht& Baht::operator+=(const Baht& other) {
    whole += other.whole;
    rest += other.rest;
    if (rest >= kParts) {
        rest -= kParts;
        ++whole;
    }
    return *this;
}

Baht mean(std::int64_t sum, std::int64_t count) {
    Baht result{.whole = sum / count};
    const std::int64_t left = sum % count;
    result += {.rest = (left * Baht::kParts * 2 + count) / (count * 2)};
    return result;
}

int MonthWindow::months() const {
    return (to.year - from.year) * kMonthsOfYear + static_cast<int>(to.month) -
           static_cast<int>(from.month) + 1;
}

MonthWindow default_window(conversation::Day today) {
    constexpr unsigned kOctober = 10;
    const Period last = conversation::previous(conversation::open_period(today));
    const int year = last.month >= kOctober ? last.year : last.year - 1;
    return {.from = {year, kOctober}, .to = last};
}

std::optional<MonthWindow> closed_window(const MonthWindow& wanted, conversation::Day today) {
    const Period last = conversation::previous(conversation::open_period(today));
    const MonthWindow closed{.from = wanted.from, .to = std::min(wanted.to, last)};
    return closed.to < closed.from ? std::nullopt : std::optional(closed);
}

IndicatorSums& IndicatorSums::operator+=(const IndicatorSums& other) {
    static constexpr std::array kCounters = {&IndicatorSums::households,
                                             &IndicatorSums::reporting,
                                             &IndicatorSums::reports,
                                             &IndicatorSums::household_months,
                                             &IndicatorSums::on_behalf,
                                             &IndicatorSums::needs_check,
                                             &IndicatorSums::income_unknown,
                                             &IndicatorSums::saving_unknown,
                                             &IndicatorSums::occupation_known,
                                             &IndicatorSums::working,
                                             &IndicatorSums::eligible,
                                             &IndicatorSums::risen,
                                             &IndicatorSums::income_before,
                                             &IndicatorSums::villages_judged,
                                             &IndicatorSums::villages_risen,
                                             &IndicatorSums::saving_known,
                                             &IndicatorSums::savers,
                                             &IndicatorSums::saved,
                                             &IndicatorSums::living_known,
                                             &IndicatorSums::living,
                                             &IndicatorSums::line_known,
                                             &IndicatorSums::line_passed,
                                             &IndicatorSums::with_fund,
                                             &IndicatorSums::poor,
                                             &IndicatorSums::poor_with_fund,
                                             &IndicatorSums::poor_risen,
                                             &IndicatorSums::poor_eligible,
                                             &IndicatorSums::poor_line_known,
                                             &IndicatorSums::poor_line_passed,
                                             &IndicatorSums::chosen,
                                             &IndicatorSums::quota,
                                             &IndicatorSums::tambons,
                                             &IndicatorSums::tambons_adopted,
                                             &IndicatorSums::tambons_all_four,
                                             &IndicatorSums::villages,
                                             &IndicatorSums::centres,
                                             &IndicatorSums::villages_with_centre,
                                             &IndicatorSums::groups,
                                             &IndicatorSums::villages_with_group,
                                             &IndicatorSums::trainers,
                                             &IndicatorSums::trainers_taught,
                                             &IndicatorSums::due,
                                             &IndicatorSums::done,
                                             &IndicatorSums::on_time,
                                             &IndicatorSums::cancelled,
                                             &IndicatorSums::overdue,
                                             &IndicatorSums::organisations};
    static_assert(sizeof(IndicatorSums) == kCounters.size() * sizeof(std::int64_t) +
                                               sizeof(income_now) + sizeof(steps_done),
                  "every sum is added");
    for (const auto counter : kCounters) {
        this->*counter += other.*counter;
    }
    income_now += other.income_now;
    for (std::size_t step = 0; step < steps_done.size(); ++step) {
        steps_done[step] += other.steps_done[step];
    }
    return *this;
}

IndicatorSums sums_of(const HouseholdFacts& household, const IndicatorRules& rules) {
    const MonthSums months = sum_months(household);
    IndicatorSums sums;
    sums.households = 1;
    sums.household_months = rules.months;
    add_reports(household, sums);
    if (!household.occupation.empty()) {
        sums.occupation_known = 1;
        sums.working = occupation_class(household.occupation) != OccupationClass::Inactive;
    }
    add_income(household, months, sums);
    sums.saving_known = months.savings > 0;
    sums.savers = months.saved;
    sums.saved = months.saving;
    if (months.both >= kFewestIncomes) {
        sums.living_known = 1;
        sums.living = months.income_of_both > months.expense_of_both;
    }
    add_line(household, months, rules, sums);
    sums.with_fund = household.has_fund;
    if (household.poor) {
        add_poor(sums);
    }
    return sums;
}

void judge_village(IndicatorSums& village) {
    if (village.eligible < kFewestHouseholds) {
        return;
    }
    village.villages_judged = 1;
    village.villages_risen =
        parts(village.income_now) * 100 >=
        static_cast<Wide>(village.income_before) * Baht::kParts * kGrowthWanted;
}

std::span<const IndicatorKind> indicator_kinds() {
    using enum FigureUnit;
    static constexpr auto kKinds = std::to_array<IndicatorKind>({
        {"COVER", "ครัวเรือนที่รายงานอย่างน้อย 1 ครั้ง", "households that reported at least once"},
        {"RATE", "อัตราการรายงาน", "reports received of those expected"},
        {"OCC", "ครัวเรือนที่ประกอบอาชีพ", "households with an occupation", Share, 850},
        {"UP", "ครัวเรือนที่รายได้เพิ่มขึ้น", "households whose income rose"},
        {"GROWTH", "รายได้เฉลี่ยเพิ่มขึ้นร้อยละ", "growth of the mean income", Growth, 30},
        {"VILL3", "หมู่บ้านที่รายได้เพิ่มตั้งแต่ร้อยละ 3", "villages whose income rose by 3 %"},
        {"SAVE", "ครัวเรือนมีเงินออม", "households that saved"},
        {"SAVED", "เงินออมรวม (บาท)", "saved in all (baht)", Money},
        {"LIVE", "รายได้มากกว่ารายจ่าย", "income above expenditure"},
        {"BMN", "ผ่านเกณฑ์รายได้ จปฐ.", "above the BMN income line (estimate)"},
        {"FUND", "เข้าถึงแหล่งทุน", "access to capital"},
        {"FUND_POOR", "ครัวเรือนยากจนที่เข้าถึงแหล่งทุน", "poor households with access to capital"},
        {"MODEL", "ครัวเรือนตัวอย่าง", "model households chosen", Quota},
        {"PLAN1", "ตำบลที่แผนบรรจุในแผนอื่นอย่างน้อย 1 แผน", "tambons adopted into a plan"},
        {"PLAN4", "ตำบลที่แผนบรรจุครบ 4 แผน", "tambons adopted into all four plans"},
        {"LEARN", "แหล่งเรียนรู้", "learning centres", Count},
        {"LEARN_VILL", "หมู่บ้านที่มีแหล่งเรียนรู้", "villages with a learning centre"},
        {"TRAIN", "วิทยากรที่ถ่ายทอดความรู้", "trainers who taught"},
        {"GROUP", "กลุ่มอาชีพ", "occupation groups", Count},
        {"GROUP_VILL", "หมู่บ้านที่มีกลุ่มอาชีพ", "villages with an occupation group", Share, 100},
        {"DONE", "ความสำเร็จตามแผน", "planned activities done"},
        {"ONTIME", "ตรงเวลา", "done on time"},
        {"CANCELLED", "กิจกรรมที่ยกเลิก", "activities cancelled"},
        {"OVERDUE", "กิจกรรมที่เกินกำหนด", "activities overdue"},
        {"STEP1", "ขั้นตอนที่ 1 เตรียมความพร้อม", "step 1, readiness", Quota},
        {"STEP2", "ขั้นตอนที่ 2 วางแผน", "step 2, plan", Quota},
        {"STEP3", "ขั้นตอนที่ 3 ดำเนินงานตามแผน", "step 3, carry out", Quota},
        {"STEP4", "ขั้นตอนที่ 4 ติดตามและประเมินผล", "step 4, monitor", Quota},
        {"STEP5", "ขั้นตอนที่ 5 สรุปผล", "step 5, summarise", Quota},
    });
    return kKinds;
}

std::vector<IndicatorFigure> figures(const IndicatorSums& s) {
    std::vector<IndicatorFigure> all = {
        share(s.reporting, s.households),
        share(s.reports, s.household_months),
        share(s.working, s.occupation_known),
        share(s.risen, s.eligible),
        {.numerator = s.income_now, .denominator = s.income_before},
        share(s.villages_risen, s.villages_judged),
        share(s.savers, s.saving_known),
        count(s.saved),
        share(s.living, s.living_known),
        share(s.line_passed, s.line_known),
        share(s.with_fund, s.households),
        share(s.poor_with_fund, s.poor),
        share(s.chosen, s.quota),
        share(s.tambons_adopted, s.tambons),
        share(s.tambons_all_four, s.tambons),
        count(s.centres),
        share(s.villages_with_centre, s.villages),
        share(s.trainers_taught, s.trainers),
        count(s.groups),
        share(s.villages_with_group, s.villages),
        share(s.done, s.due),
        share(s.on_time, s.done),
        share(s.cancelled, s.due),
        share(s.overdue, s.due),
    };
    for (const std::int64_t step : s.steps_done) {
        all.push_back(share(step, s.organisations));
    }
    const auto kinds = indicator_kinds();
    for (std::size_t at = 0; at < all.size(); ++at) {
        all[at].kind = &kinds[at];
    }
    return all;
}

std::string figure_text(const IndicatorFigure& figure) {
    switch (figure.kind->unit) {
        case FigureUnit::Count:
        case FigureUnit::Money:
            return baht_text(figure.numerator.whole);
        case FigureUnit::Quota:
            return std::to_string(figure.numerator.whole);
        default:
            return figure.denominator == 0 ? "–" : percent(figure);
    }
}

std::string figure_value(const IndicatorFigure& figure) {
    switch (figure.kind->unit) {
        case FigureUnit::Share:
        case FigureUnit::Growth:
            return figure.denominator == 0 ? std::string() : percent(figure);
        default:
            return std::to_string(figure.numerator.whole);
    }
}

std::string numerator_text(const Baht& baht) {
    constexpr std::int64_t kHundred = 100;
    const std::int64_t part = (baht.rest * kHundred * 2 + Baht::kParts) / (Baht::kParts * 2);
    const std::string whole = baht_text(baht.whole + part / kHundred);
    return part % kHundred == 0 ? whole : fmt::format("{}.{:02}", whole, part % kHundred);
}

std::string decimal_text(const Baht& baht) {
    constexpr std::int64_t kScale = 10'000;
    const std::int64_t part = (baht.rest * kScale * 2 + Baht::kParts) / (Baht::kParts * 2);
    if (part == 0) {
        return std::to_string(baht.whole);
    }
    if (part == kScale) {
        return std::to_string(baht.whole + 1);
    }
    return fmt::format("{}.{:04}", baht.whole, part);
}

}  // namespace console
