#include "storage/household_facts.h"

namespace storage {

namespace {

// ?1 W's last day, ?2 a village or NULL for all. A household that moved after that day is counted
// where it lived then.
constexpr Sql kHouseholds{"household_facts.households", R"sql(
SELECT h.id,
    coalesce((SELECT m.from_village FROM household_move m
        WHERE m.household = h.id AND m.moved_on > ?1 ORDER BY m.moved_on, m.id LIMIT 1),
        h.village) AS lived_in,
    (SELECT c.person FROM household_care c
        WHERE c.household = h.id AND c.from_day <= ?1 AND coalesce(c.to_day, '9999') >= ?1
        ORDER BY c.from_day DESC, c.id DESC LIMIT 1),
    h.members_total, b.income_month,
    EXISTS (SELECT 1 FROM household_flag f WHERE f.household = h.id AND f.kind = 'POOR'
        AND f.from_day <= ?1 AND coalesce(f.to_day, '9999') > ?1),
    EXISTS (SELECT 1 FROM fund_access a WHERE a.household = h.id
        AND a.kind IN ('GRANTED', 'MEMBER') AND a.on_day <= ?1)
FROM household h LEFT JOIN baseline b ON b.household = h.id
WHERE h.status IN ('ACTIVE', 'PAUSED')
    AND EXISTS (SELECT 1 FROM household_flag f WHERE f.household = h.id AND f.kind = 'TARGET'
        AND f.from_day <= ?1 AND coalesce(f.to_day, '9999') > ?1)
    AND (?2 IS NULL OR lived_in = ?2)
ORDER BY h.id)sql"};

// Each month's revisions, highest first: the first one read of a month counts.
constexpr Sql kMonths{"household_facts.months", R"sql(
SELECT r.period, rr.income_total, rr.expense_total, rr.saving_amount, rr.on_behalf,
    rr.status = 'NEEDS_CHECK', rr.occ_main
FROM report r JOIN report_revision rr ON rr.report = r.id
WHERE r.household = ?1 AND r.period BETWEEN ?2 AND ?3 AND rr.status <> 'VOID'
    AND rr.created_at <= ?4
ORDER BY r.period, rr.revision DESC)sql"};

// The newest occupation known before W, for a household that told none in W.
constexpr Sql kOccupationBefore{"household_facts.occupation_before", R"sql(
SELECT rr.occ_main FROM report r JOIN report_revision rr ON rr.report = r.id AND rr.revision = (
    SELECT max(x.revision) FROM report_revision x
    WHERE x.report = r.id AND x.status <> 'VOID' AND x.created_at <= ?3)
WHERE r.household = ?1 AND r.period < ?2 AND rr.occ_main IS NOT NULL
ORDER BY r.period DESC LIMIT 1)sql"};

}  // namespace

struct HouseholdFactsCursor::State {
    Connection& reader;
    FactsWindow window;
    Statement rows;
    HouseholdFacts household{};

    void read_months() {
        household.months.clear();
        household.occupation.clear();
        auto months = reader.query(kMonths, household.id, window.from, window.to, window.as_of);
        while (months.step()) {
            const Period period = months.period(0);
            if (!household.months.empty() && household.months.back().period == period) {
                continue;  // a lower revision
            }
            household.months.push_back({.period = period,
                                        .income = months.optional_integer(1),
                                        .expense = months.optional_integer(2),
                                        .saving = months.optional_integer(3),
                                        .on_behalf = months.flag(4),
                                        .needs_check = months.flag(5)});
            if (!months.is_null(6)) {
                household.occupation = months.view(6);
            }
        }
    }

    void read_occupation_before() {
        auto row = reader.query(kOccupationBefore, household.id, window.from, window.as_of);
        if (row.step()) {
            household.occupation = row.view(0);
        }
    }
};

HouseholdFactsCursor::HouseholdFactsCursor(Connection& reader,
                                           const FactsWindow& window,
                                           VillageId village)
    : state_(new State{
          reader, window, reader.query(kHouseholds, conversation::last_day(window.to), village)}) {}

HouseholdFactsCursor::~HouseholdFactsCursor() = default;

bool HouseholdFactsCursor::next() {
    State& state = *state_;
    if (!state.rows.step()) {
        return false;
    }
    HouseholdFacts& household = state.household;
    household.id = state.rows.id<conversation::HouseholdId>(0);
    household.village = state.rows.id<VillageId>(1);
    household.trainer = state.rows.id<PersonId>(2);
    household.members = state.rows.optional_integer(3);
    household.baseline = state.rows.optional_integer(4);
    household.poor = state.rows.flag(5);
    household.has_fund = state.rows.flag(6);
    state.read_months();
    if (household.occupation.empty()) {
        state.read_occupation_before();
    }
    return true;
}

const HouseholdFacts& HouseholdFactsCursor::household() const {
    return state_->household;
}

}  // namespace storage
