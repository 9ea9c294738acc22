#include "storage/occ_groups.h"

namespace storage {

namespace {

using conversation::HouseholdId;

constexpr Sql kFind{"occ_groups.find", R"sql(
SELECT id, village, name_th, occ, members_hh, formed_on, ended_on FROM occ_group
WHERE village = ?1 AND name_th = ?2)sql"};

constexpr Sql kOfVillage{"occ_groups.of_village", R"sql(
SELECT id, village, name_th, occ, members_hh, formed_on, ended_on FROM occ_group
WHERE village = ?1 ORDER BY name_th)sql"};

constexpr Sql kAdd{"occ_groups.add", R"sql(
INSERT INTO occ_group (id, village, name_th, occ, members_hh, formed_on, ended_on, created_at,
    updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9))sql"};

constexpr Sql kChange{"occ_groups.change", R"sql(
UPDATE occ_group SET occ = ?2, members_hh = ?3, formed_on = ?4, ended_on = ?5, updated_at = ?6
WHERE id = ?1)sql"};

constexpr Sql kIsMember{"occ_groups.is_member", R"sql(
SELECT 1 FROM occ_group_member
WHERE occ_group = ?1 AND household = ?2 AND coalesce(to_day, '9999-12-31') >= ?3)sql"};

constexpr Sql kJoin{"occ_groups.join", R"sql(
INSERT INTO occ_group_member (id, occ_group, household, from_day, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6))sql"};

constexpr Sql kLeave{"occ_groups.leave", R"sql(
UPDATE occ_group_member SET to_day = ?3, updated_at = ?4
WHERE occ_group = ?1 AND household = ?2 AND to_day IS NULL AND from_day <= ?3)sql"};

constexpr Sql kMembers{"occ_groups.members", R"sql(
SELECT household FROM occ_group_member
WHERE occ_group = ?1 AND from_day <= ?2 AND coalesce(to_day, '9999-12-31') >= ?2
ORDER BY from_day, id)sql"};

OccGroups::Group group_of(const Statement& row) {
    return {.id = row.id<OccGroupId>(0),
            .village = row.id<VillageId>(1),
            .name_th = row.text(2),
            .occ = row.text(3),
            .members_hh = row.optional_integer(4),
            .formed_on = optional_day(row, 5),
            .ended_on = optional_day(row, 6)};
}

}  // namespace

Put<OccGroupId> OccGroups::put(const Group& group, Instant now, std::string_view by) {
    std::optional<Group> known;
    if (auto row = connection_.query(kFind, group.village, group.name_th); row.step()) {
        known = group_of(row);
    }
    if (!known) {
        const auto id = connection_.new_id<OccGroupId>(now);
        connection_.run(kAdd,
                        id,
                        group.village,
                        group.name_th,
                        group.occ,
                        group.members_hh,
                        group.formed_on,
                        group.ended_on,
                        now,
                        by);
        return {id, Change::Created};
    }
    Merge merge;
    merge.take("occ", known->occ, group.occ);
    merge.take("members_hh", known->members_hh, group.members_hh);
    merge.take("formed_on", known->formed_on, group.formed_on);
    merge.take("ended_on", known->ended_on, group.ended_on);
    if (merge.changed()) {
        connection_.run(kChange,
                        known->id,
                        known->occ,
                        known->members_hh,
                        known->formed_on,
                        known->ended_on,
                        now);
    }
    const Change change = merge.change();
    return {known->id, change, std::move(merge).fields()};
}

std::vector<OccGroups::Group> OccGroups::of_village(VillageId village) {
    std::vector<Group> all;
    auto rows = connection_.query(kOfVillage, village);
    while (rows.step()) {
        all.push_back(group_of(rows));
    }
    return all;
}

Change OccGroups::join(
    OccGroupId group, HouseholdId household, Day from, Instant now, std::string_view by) {
    if (connection_.query(kIsMember, group, household, from).step()) {
        return Change::Unchanged;
    }
    connection_.run(kJoin, connection_.new_id<RowId>(now), group, household, from, now, by);
    return Change::Created;
}

void OccGroups::leave(OccGroupId group, HouseholdId household, Day last, Instant now) {
    connection_.run(kLeave, group, household, last, now);
}

std::vector<HouseholdId> OccGroups::members(OccGroupId group, Day on) {
    std::vector<HouseholdId> members;
    auto rows = connection_.query(kMembers, group, on);
    while (rows.step()) {
        members.push_back(rows.id<HouseholdId>(0));
    }
    return members;
}

}  // namespace storage
