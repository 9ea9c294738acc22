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
    return conversation::facts_of(held_data(connection_, household));
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
