#include "storage/roles.h"

namespace storage {

namespace {

// The row whose term overlaps ?5-?6 (open ends are far away), the latest first.
constexpr Sql kOverlapping{"roles.overlapping", R"sql(
SELECT id, person, role, organisation, village, from_day, to_day FROM role
WHERE person = ?1 AND role = ?2 AND coalesce(organisation, 0) = coalesce(?3, 0)
    AND coalesce(village, 0) = coalesce(?4, 0)
    AND from_day <= coalesce(?6, '9999-12-31') AND coalesce(to_day, '9999-12-31') >= ?5
ORDER BY from_day DESC LIMIT 1)sql"};

constexpr Sql kAdd{"roles.add", R"sql(
INSERT INTO role (id, person, role, organisation, village, from_day, to_day, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9))sql"};

constexpr Sql kChange{"roles.change", R"sql(
UPDATE role SET from_day = ?2, to_day = ?3, updated_at = ?4 WHERE id = ?1)sql"};

constexpr Sql kEnd{"roles.end", R"sql(
UPDATE role SET to_day = ?2, updated_at = ?3 WHERE id = ?1)sql"};

constexpr Sql kOfPerson{"roles.of_person", R"sql(
SELECT id, person, role, organisation, village, from_day, to_day FROM role
WHERE person = ?1 AND from_day <= ?2 AND coalesce(to_day, '9999-12-31') >= ?2
ORDER BY from_day, id)sql"};

constexpr Sql kOfOrganisation{"roles.of_organisation", R"sql(
SELECT id, person, role, organisation, village, from_day, to_day FROM role
WHERE organisation = ?1 AND from_day <= ?2 AND coalesce(to_day, '9999-12-31') >= ?2
ORDER BY role, id)sql"};

constexpr Sql kOfVillage{"roles.of_village", R"sql(
SELECT id, person, role, organisation, village, from_day, to_day FROM role
WHERE village = ?1 AND role IN ('TRAINER', 'SAGE', 'VOLUNTEER') AND from_day <= ?2
    AND coalesce(to_day, '9999-12-31') >= ?2
ORDER BY role, id)sql"};

constexpr Sql kHistory{"roles.history", R"sql(
SELECT id, person, role, organisation, village, from_day, to_day FROM role
WHERE person = ?1 ORDER BY from_day, id)sql"};

constexpr Sql kFind{"roles.find", R"sql(
SELECT id, person, role, organisation, village, from_day, to_day FROM role WHERE id = ?1)sql"};

constexpr Sql kHas{"roles.has", R"sql(
SELECT 1 FROM role WHERE person = ?1 AND role = ?2 AND from_day <= ?3
    AND coalesce(to_day, '9999-12-31') >= ?3)sql"};

constexpr Sql kInTeam{"roles.in_team", R"sql(
SELECT id, to_day FROM support_team_member
WHERE person = ?1 AND organisation = ?2 AND coalesce(to_day, '9999-12-31') >= ?3
ORDER BY from_day DESC LIMIT 1)sql"};

constexpr Sql kAddToTeam{"roles.add_to_team", R"sql(
INSERT INTO support_team_member (id, person, organisation, from_day, to_day, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7))sql"};

constexpr Sql kEndInTeam{"roles.end_in_team", R"sql(
UPDATE support_team_member SET to_day = ?2, updated_at = ?3 WHERE id = ?1)sql"};

constexpr Sql kTeam{"roles.team", R"sql(
SELECT person, organisation, from_day, to_day FROM support_team_member
WHERE from_day <= ?1 AND coalesce(to_day, '9999-12-31') >= ?1 ORDER BY organisation, id)sql"};

Roles::Role role_of(const Statement& row) {
    return {.id = row.id<RoleId>(0),
            .person = row.id<PersonId>(1),
            .role = row.text(2),
            .organisation = row.id<OrganisationId>(3),
            .village = row.id<VillageId>(4),
            .from = optional_day(row, 5),
            .to = optional_day(row, 6)};
}

std::vector<Roles::Role> all_of(Statement rows) {
    std::vector<Roles::Role> all;
    while (rows.step()) {
        all.push_back(role_of(rows));
    }
    return all;
}

// The first day a role has that is put today: never after its last one.
Day first_day(const std::optional<Day>& from, const std::optional<Day>& to, Instant now) {
    const Day day = from.value_or(conversation::bangkok_day(now));
    return to && *to < day ? *to : day;
}

}  // namespace

RoleOf role_of_what(std::string_view role) {
    if (role == "MEMBER" || role == "CHAIR") {
        return RoleOf::Organisation;
    }
    return role == "TRAINER" || role == "SAGE" || role == "VOLUNTEER" ? RoleOf::Village
                                                                      : RoleOf::District;
}

std::optional<Roles::Role> Roles::find(RoleId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(role_of(row)) : std::nullopt;
}

Put<RoleId> Roles::put(const Role& role, Instant now, std::string_view by) {
    const Day from = first_day(role.from, role.to, now);
    std::optional<Role> known;
    if (auto row = connection_.query(
            kOverlapping, role.person, role.role, role.organisation, role.village, from, role.to);
        row.step()) {
        known = role_of(row);
    }
    if (!known) {
        const auto id = connection_.new_id<RoleId>(now);
        connection_.run(kAdd,
                        id,
                        role.person,
                        role.role,
                        role.organisation,
                        role.village,
                        from,
                        role.to,
                        now,
                        by);
        return {id, Change::Created};
    }
    Merge merge;
    merge.take("term_start", known->from, role.from);
    merge.take("term_end", known->to, role.to);
    if (merge.changed()) {
        connection_.run(kChange, known->id, first_day(known->from, known->to, now), known->to, now);
    }
    const Change change = merge.change();
    return {known->id, change, std::move(merge).fields()};
}

void Roles::end(RoleId id, Day last, Instant now) {
    connection_.run(kEnd, id, last, now);
}

std::vector<Roles::Role> Roles::of_person(PersonId person, Day on) {
    return all_of(connection_.query(kOfPerson, person, on));
}

std::vector<Roles::Role> Roles::of_organisation(OrganisationId organisation, Day on) {
    return all_of(connection_.query(kOfOrganisation, organisation, on));
}

std::vector<Roles::Role> Roles::of_village(VillageId village, Day on) {
    return all_of(connection_.query(kOfVillage, village, on));
}

bool Roles::has(PersonId person, std::string_view role, Day on) {
    return connection_.query(kHas, person, role, on).step();
}

std::vector<Roles::Role> Roles::history(PersonId person) {
    return all_of(connection_.query(kHistory, person));
}

Change Roles::put_in_team(const TeamMember& member, Instant now, std::string_view by) {
    const Day from = first_day(member.from, member.to, now);
    if (auto row = connection_.query(kInTeam, member.person, member.organisation, from);
        row.step()) {
        const auto id = row.id<RowId>(0);
        if (!member.to || optional_day(row, 1) == member.to) {
            return Change::Unchanged;
        }
        connection_.run(kEndInTeam, id, member.to, now);
        return Change::Changed;
    }
    connection_.run(kAddToTeam,
                    connection_.new_id<RowId>(now),
                    member.person,
                    member.organisation,
                    from,
                    member.to,
                    now,
                    by);
    return Change::Created;
}

std::vector<Roles::TeamMember> Roles::support_team(Day on) {
    std::vector<TeamMember> all;
    auto rows = connection_.query(kTeam, on);
    while (rows.step()) {
        all.push_back({.person = rows.id<PersonId>(0),
                       .organisation = rows.id<OrganisationId>(1),
                       .from = optional_day(rows, 2),
                       .to = optional_day(rows, 3)});
    }
    return all;
}

}  // namespace storage
