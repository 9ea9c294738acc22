#include "storage/household_care.h"

namespace storage {

namespace {

using conversation::HouseholdId;

constexpr Sql kOf{"household_care.of", R"sql(
SELECT person FROM household_care WHERE household = ?1 AND to_day IS NULL)sql"};

constexpr Sql kAdd{"household_care.add", R"sql(
INSERT INTO household_care (id, household, person, from_day, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6))sql"};

// One day is both's when the first carer's only day is the second's first.
constexpr Sql kEnd{"household_care.end", R"sql(
UPDATE household_care SET to_day = max(from_day, ?2), updated_at = ?3
WHERE household = ?1 AND to_day IS NULL)sql"};

constexpr Sql kNobodys{"household_care.nobodys", R"sql(
SELECT id FROM household h WHERE h.trainer_phone = ?1
    AND NOT EXISTS (SELECT 1 FROM household_care c WHERE c.household = h.id AND c.to_day IS NULL)
ORDER BY id)sql"};

constexpr Sql kHousesOf{"household_care.houses_of", R"sql(
SELECT c.household FROM household_care c JOIN household h ON h.id = c.household
WHERE c.person = ?1 AND c.from_day <= ?2 AND coalesce(c.to_day, '9999-12-31') >= ?2
    AND EXISTS (SELECT 1 FROM role r WHERE r.person = c.person AND r.from_day <= ?2
        AND coalesce(r.to_day, '9999-12-31') >= ?2
        AND ((r.role IN ('TRAINER', 'SAGE', 'VOLUNTEER') AND r.village = h.village)
            OR r.role = 'VOLUNTEER_LEADER'))
ORDER BY h.village, h.house_no)sql"};

}  // namespace

Change HouseholdCare::assign(
    HouseholdId household, PersonId person, Day from, Instant now, std::string_view by) {
    const PersonId before = of(household);
    if (before == person) {
        return Change::Unchanged;
    }
    if (before) {
        end(household, Day(std::chrono::sys_days(from) - std::chrono::days(1)), now);
    }
    connection_.run(kAdd, connection_.new_id<RowId>(now), household, person, from, now, by);
    return before ? Change::Changed : Change::Created;
}

void HouseholdCare::end(HouseholdId household, Day last, Instant now) {
    connection_.run(kEnd, household, last, now);
}

std::int64_t HouseholdCare::assign_by_phone(
    std::string_view phone, PersonId person, Day from, Instant now, std::string_view by) {
    std::vector<HouseholdId> nobodys;
    {
        auto rows = connection_.query(kNobodys, phone);
        while (rows.step()) {
            nobodys.push_back(rows.id<HouseholdId>(0));
        }
    }
    for (const HouseholdId household : nobodys) {
        connection_.run(kAdd, connection_.new_id<RowId>(now), household, person, from, now, by);
    }
    return static_cast<std::int64_t>(nobodys.size());
}

PersonId HouseholdCare::of(HouseholdId household) {
    auto row = connection_.query(kOf, household);
    return row.step() ? row.id<PersonId>(0) : PersonId{};
}

std::vector<HouseholdId> HouseholdCare::houses_of(PersonId person, Day on) {
    std::vector<HouseholdId> houses;
    auto rows = connection_.query(kHousesOf, person, on);
    while (rows.step()) {
        houses.push_back(rows.id<HouseholdId>(0));
    }
    return houses;
}

}  // namespace storage
