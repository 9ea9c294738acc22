#include "storage/team_view.h"

namespace storage {

namespace {

using conversation::AssignedHouse;
using conversation::ContactId;
using conversation::HouseholdId;
using conversation::TeamRole;

constexpr std::int64_t kMostHouses = 500;  // of one person
constexpr std::int64_t kMostRoles = 50;
constexpr int kClosed = 10;  // a column of kAssigned

constexpr Sql kRoles{"team_view.roles", R"sql(
SELECT r.role, coalesce(o.name_th, ''), coalesce(o.kind, ''), coalesce(v.moo, 0),
    coalesce(t.name_th, ''),
    coalesce((SELECT group_concat(d.duty_th, ' · ') FROM organisation_duty d WHERE d.kind = o.kind), ''),
    coalesce((SELECT group_concat(d.duty_en, '; ') FROM organisation_duty d WHERE d.kind = o.kind), '')
FROM role r LEFT JOIN organisation o ON o.id = r.organisation
LEFT JOIN village v ON v.id = r.village LEFT JOIN tambon t ON t.id = v.tambon
WHERE r.person = ?1 AND r.from_day <= ?2 AND coalesce(r.to_day, '9999-12-31') >= ?2
ORDER BY r.id LIMIT ?3)sql"};

constexpr Sql kEnded{"team_view.ended",
                     "SELECT max(to_day) FROM role WHERE person = ?1 AND to_day < ?2"};

constexpr Sql kConsented{"team_view.consented", R"sql(
SELECT 1 FROM person_consent WHERE person = ?1 AND contact = ?2 AND purpose = 'DATA'
    AND notice_version = ?3 AND given_at IS NOT NULL AND withdrawn_at IS NULL)sql"};

// Households of a person, ?1, on a day, ?2: those given to her, and those of her villages that were
// given to nobody whose term runs. Both only while a role of hers there is in term. Without those
// the contact ?3 speaks for; ?6: only this one.
// A house that withdrew, or whose wish to be erased is open, is closed.
constexpr Sql kAssigned{"team_view.assigned", R"sql(
WITH mine (id) AS (
    SELECT c.household FROM household_care c JOIN household h ON h.id = c.household
    WHERE c.person = ?1 AND c.from_day <= ?2 AND coalesce(c.to_day, '9999-12-31') >= ?2
        AND EXISTS (SELECT 1 FROM role r WHERE r.person = c.person AND r.from_day <= ?2
            AND coalesce(r.to_day, '9999-12-31') >= ?2
            AND ((r.role IN ('TRAINER', 'SAGE', 'VOLUNTEER') AND r.village = h.village)
                OR r.role = 'VOLUNTEER_LEADER'))
    UNION
    SELECT h.id FROM role r JOIN household h ON h.village = r.village
    WHERE r.person = ?1 AND r.role IN ('TRAINER', 'SAGE', 'VOLUNTEER') AND r.from_day <= ?2
        AND coalesce(r.to_day, '9999-12-31') >= ?2
        AND NOT EXISTS (SELECT 1 FROM household_care c JOIN role k ON k.person = c.person
            WHERE c.household = h.id AND c.from_day <= ?2
                AND coalesce(c.to_day, '9999-12-31') >= ?2
                AND k.from_day <= ?2 AND coalesce(k.to_day, '9999-12-31') >= ?2
                AND ((k.role IN ('TRAINER', 'SAGE', 'VOLUNTEER') AND k.village = h.village)
                    OR k.role = 'VOLUNTEER_LEADER'))
)
SELECT h.id, h.house_no, v.moo, v.code, v.name_th, t.name_th, h.status, coalesce(h.occ_main, ''),
    EXISTS (SELECT 1 FROM report p JOIN report_revision rr ON rr.report = p.id
        WHERE p.household = h.id AND p.period = ?4 AND rr.status <> 'VOID'),
    EXISTS (SELECT 1 FROM report p JOIN report_conflict c ON c.report = p.id
        WHERE p.household = h.id AND p.period = ?4 AND c.state = 'OPEN'),
    h.status = 'WITHDRAWN' OR EXISTS (SELECT 1 FROM request q WHERE q.household = h.id
        AND q.kind = 'ERASE' AND q.state = 'OPEN'),
    EXISTS (SELECT 1 FROM contact_household ch JOIN address a ON a.contact = ch.contact
        WHERE ch.household = h.id AND ch.to_at IS NULL AND a.state = 'ACTIVE'
            AND a.stopped_at IS NULL)
FROM mine JOIN household h ON h.id = mine.id JOIN village v ON v.id = h.village
JOIN tambon t ON t.id = v.tambon
WHERE h.status NOT IN ('MOVED', 'CLOSED') AND (?6 IS NULL OR h.id = ?6)
    AND NOT EXISTS (SELECT 1 FROM contact_household ch
        WHERE ch.contact = ?3 AND ch.household = h.id AND ch.to_at IS NULL)
ORDER BY v.code, CAST(h.house_no AS INTEGER), h.house_no LIMIT ?5)sql"};

constexpr Sql kCounts{"team_view.office_counts", R"sql(
SELECT (SELECT count(*) FROM household WHERE status IN ('INVITED', 'ACTIVE', 'PAUSED')),
    (SELECT count(*) FROM household h WHERE h.status IN ('INVITED', 'ACTIVE', 'PAUSED')
        AND NOT EXISTS (SELECT 1 FROM report p JOIN report_revision rr ON rr.report = p.id
            WHERE p.household = h.id AND p.period = ?1 AND rr.status <> 'VOID')),
    (SELECT count(*) FROM request WHERE state = 'OPEN'),
    (SELECT count(*) FROM report_conflict WHERE state = 'OPEN'),
    (SELECT count(*) FROM telling l WHERE l.told_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE (o.id = l.outbox OR o.instead_of = l.outbox)
            AND o.state IN ('sent', 'delivered'))))sql"};

}  // namespace

conversation::TeamMember TeamView::member(PersonId person,
                                          ContactId contact,
                                          std::string_view version,
                                          Day today) {
    conversation::TeamMember member;
    {
        auto rows = connection_.query(kRoles, person, today, kMostRoles);
        while (rows.step()) {
            TeamRole role;
            role.role = rows.text(0);
            role.organisation = rows.text(1);
            role.organisation_kind = rows.text(2);
            role.moo = static_cast<unsigned>(rows.integer(3));
            role.tambon_name = rows.text(4);
            role.duties = {{"th", rows.text(5)}, {"en", rows.text(6)}};
            member.roles.push_back(std::move(role));
        }
    }
    if (member.roles.empty()) {
        auto row = connection_.query(kEnded, person, today);
        if (row.step() && !row.is_null(0)) {
            member.ended = row.day(0);
        }
    }
    member.consented = connection_.query(kConsented, person, contact, version).step();
    return member;
}

std::vector<AssignedHouse> TeamView::assigned(PersonId person,
                                              ContactId contact,
                                              Period period,
                                              Day today) {
    std::vector<AssignedHouse> houses;
    auto rows =
        connection_.query(kAssigned, person, today, contact, period, kMostHouses, HouseholdId{});
    while (rows.step()) {
        AssignedHouse one;
        one.house.id = rows.id<HouseholdId>(0);
        one.house.house_no = rows.text(1);
        one.house.moo = static_cast<unsigned>(rows.integer(2));
        one.house.village_code = rows.text(3);
        one.house.village_name = rows.text(4);
        one.house.tambon_name = rows.text(5);
        one.house.status = rows.text(6);
        one.occ_main = rows.text(7);
        one.reported = rows.flag(8);
        one.conflict = rows.flag(9);
        one.closed = rows.flag(kClosed);
        one.reachable = rows.flag(11);
        houses.push_back(std::move(one));
    }
    return houses;
}

bool TeamView::may_report_for(PersonId person, HouseholdId household, Day today) {
    if (!person || !household) {
        return false;
    }
    auto row = connection_.query(
        kAssigned, person, today, ContactId{}, conversation::period_of(today), 1, household);
    return row.step() && !row.flag(kClosed);
}

conversation::OfficeCounts TeamView::office_counts(Period period) {
    conversation::OfficeCounts counts;
    auto row = connection_.query(kCounts, period);
    if (row.step()) {
        counts.households = row.integer(0);
        counts.not_reported = row.integer(1);
        counts.requests = row.integer(2);
        counts.conflicts = row.integer(3);
        counts.untold = row.integer(4);
    }
    return counts;
}

}  // namespace storage
