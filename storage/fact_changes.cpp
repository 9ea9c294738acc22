#include "storage/fact_changes.h"

#include "storage/held_data.h"

#include <optional>
#include <set>

namespace storage {

namespace {

constexpr Sql kAdd{"fact_changes.add", R"sql(
INSERT INTO fact_change (id, household, field, value_before, value_after, submission, created_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))sql"};

constexpr Sql kOf{"fact_changes.of", R"sql(
SELECT field, value_before, value_after, created_by, created_at FROM fact_change
WHERE household = ?1 ORDER BY id)sql"};

std::string value_of(const FactChanges::Facts& facts, const std::string& field) {
    const auto found = facts.find(field);
    return found == facts.end() ? "" : found->second;
}

}  // namespace

FactChanges::Facts FactChanges::facts(conversation::HouseholdId household) {
    const auto held = held_data(connection_, household);
    Facts facts;
    const auto number = [&](const char* field, std::optional<std::int64_t> value) {
        if (value) {
            facts[field] = std::to_string(*value);
        }
    };
    number("members_total", held.members_total);
    number("members_15_59", held.members_15_59);
    number("members_60plus", held.members_60plus);
    number("income_month", held.income_month);
    number("expense_month", held.expense_month);
    number("saving_month", held.saving_month);
    number("debt_total", held.debt_total);
    if (!held.occ_main.empty()) {
        facts["occ_main"] = held.occ_main;
    }
    for (const auto& form : held.saving_forms) {
        auto& all = facts["saving_forms"];
        all += (all.empty() ? "" : " ") + form;
    }
    return facts;
}

void FactChanges::record(conversation::HouseholdId household,
                         const Facts& before,
                         SubmissionId submission,
                         Instant now,
                         std::string_view by) {
    const Facts after = facts(household);
    std::set<std::string> fields;
    for (const auto& [field, value] : before) {
        fields.insert(field);
    }
    for (const auto& [field, value] : after) {
        fields.insert(field);
    }
    for (const auto& field : fields) {
        const auto old = value_of(before, field);
        const auto fresh = value_of(after, field);
        if (old != fresh) {
            connection_.run(kAdd,
                            connection_.new_id<RowId>(now),
                            household,
                            field,
                            old,
                            fresh,
                            submission,
                            now,
                            by);
        }
    }
}

std::vector<FactChanges::Change> FactChanges::of(conversation::HouseholdId household) {
    std::vector<Change> all;
    auto rows = connection_.query(kOf, household);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.instant(4)});
    }
    return all;
}

}  // namespace storage
