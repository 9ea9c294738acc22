#include "storage/anonymous_totals.h"

namespace storage {

namespace {

// Columns in the order of total_of.
constexpr Sql kFind{"anonymous_totals.find", R"sql(
SELECT village, period, reports, income_known, income_total, expense_known, expense_total,
    saving_known, saving_total
FROM anonymous_total WHERE village = ?1 AND period = ?2)sql"};

constexpr Sql kOfVillage{"anonymous_totals.of_village", R"sql(
SELECT village, period, reports, income_known, income_total, expense_known, expense_total,
    saving_known, saving_total
FROM anonymous_total WHERE village = ?1 ORDER BY period)sql"};

constexpr Sql kPut{"anonymous_totals.put", R"sql(
INSERT INTO anonymous_total (village, period, reports, income_known, income_total, expense_known,
    expense_total, saving_known, saving_total)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (village, period) DO UPDATE SET reports = excluded.reports,
    income_known = excluded.income_known, income_total = excluded.income_total,
    expense_known = excluded.expense_known, expense_total = excluded.expense_total,
    saving_known = excluded.saving_known, saving_total = excluded.saving_total)sql"};

// The highest revision that is not void counts.
constexpr Sql kReportsOfHousehold{"anonymous_totals.reports_of_household", R"sql(
SELECT h.village, r.period, 1, v.income_total IS NOT NULL, coalesce(v.income_total, 0),
    v.expense_total IS NOT NULL, coalesce(v.expense_total, 0),
    v.saving_amount IS NOT NULL, coalesce(v.saving_amount, 0)
FROM report r JOIN household h ON h.id = r.household
JOIN report_revision v ON v.report = r.id AND v.revision = (
    SELECT max(x.revision) FROM report_revision x WHERE x.report = r.id AND x.status <> 'VOID')
WHERE r.household = ?1 ORDER BY r.period)sql"};

constexpr Sql kMonth{"anonymous_totals.month", R"sql(
SELECT ?1, ?2, count(*), count(v.income_total), coalesce(sum(v.income_total), 0),
    count(v.expense_total), coalesce(sum(v.expense_total), 0),
    count(v.saving_amount), coalesce(sum(v.saving_amount), 0)
FROM report r JOIN household h ON h.id = r.household
JOIN report_revision v ON v.report = r.id AND v.revision = (
    SELECT max(x.revision) FROM report_revision x WHERE x.report = r.id AND x.status <> 'VOID')
WHERE h.village = ?1 AND r.period = ?2)sql"};

AnonymousTotals::Total total_of(const Statement& row) {
    return {.village = row.id<VillageId>(0),
            .period = row.period(1),
            .reports = row.integer(2),
            .income = {row.integer(3), row.integer(4)},
            .expense = {row.integer(5), row.integer(6)},
            .saving = {row.integer(7), row.integer(8)}};
}

std::vector<AnonymousTotals::Total> all_of(Statement rows) {
    std::vector<AnonymousTotals::Total> all;
    while (rows.step()) {
        all.push_back(total_of(rows));
    }
    return all;
}

void join(AnonymousTotals::Figure& sum, const AnonymousTotals::Figure& more) {
    if (sum.known + more.known >= AnonymousTotals::kFewest) {
        sum.known += more.known;
        sum.total += more.total;
    }
}

}  // namespace

void AnonymousTotals::take_household(conversation::HouseholdId household) {
    for (const auto& report : all_of(connection_.query(kReportsOfHousehold, household))) {
        add(report);
    }
}

void AnonymousTotals::take_month(VillageId village, Period period) {
    for (const auto& month : all_of(connection_.query(kMonth, village, period))) {
        if (month.reports > 0) {
            add(month);
        }
    }
}

std::vector<AnonymousTotals::Total> AnonymousTotals::of_village(VillageId village) {
    return all_of(connection_.query(kOfVillage, village));
}

std::optional<AnonymousTotals::Total> AnonymousTotals::find(VillageId village, Period period) {
    auto row = connection_.query(kFind, village, period);
    return row.step() ? std::optional(total_of(row)) : std::nullopt;
}

void AnonymousTotals::add(const Total& more) {
    Total sum = find(more.village, more.period)
                    .value_or(Total{.village = more.village, .period = more.period});
    sum.reports += more.reports;
    join(sum.income, more.income);
    join(sum.expense, more.expense);
    join(sum.saving, more.saving);
    connection_.run(kPut,
                    sum.village,
                    sum.period,
                    sum.reports,
                    sum.income.known,
                    sum.income.total,
                    sum.expense.known,
                    sum.expense.total,
                    sum.saving.known,
                    sum.saving.total);
}

}  // namespace storage
