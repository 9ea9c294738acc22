#include "storage/people_search.h"

#include "conversation/answer/phone.h"
#include "storage/people.h"

namespace storage {

namespace {

// ?1 a part of a name, as typed; ?2 a telephone; with neither all are meant. ?3 role, ?4
// organisation, ?5 and ?6 first and last village code (empty: also roles of no village), ?7 today
// (empty: also terms that are over), ?8 limit.
constexpr Sql kFind{"people_search.find", R"sql(
SELECT p.id, p.prefix, p.given_name, p.family_name,
    EXISTS (SELECT 1 FROM contact c WHERE c.person = p.id)
FROM person p
WHERE p.id IN (SELECT r.person FROM role r LEFT JOIN village v ON v.id = r.village
    WHERE (?3 = '' OR r.role = ?3) AND (?4 IS NULL OR r.organisation = ?4)
        AND (?5 = '' OR v.code BETWEEN ?5 AND ?6)
        AND (?7 = '' OR (r.from_day <= ?7 AND coalesce(r.to_day, '9999-12-31') >= ?7)))
    AND (?1 = '' OR instr(p.prefix || p.given_name || ' ' || p.family_name, ?1) > 0
        OR (?2 <> '' AND p.phone = ?2))
ORDER BY p.given_name, p.family_name, p.id LIMIT ?8)sql"};

constexpr Sql kCare{"people_search.care", R"sql(
SELECT v.code, v.moo, v.name_th, t.name_th, count(*)
FROM household_care c JOIN household h ON h.id = c.household JOIN village v ON v.id = h.village
JOIN tambon t ON t.id = v.tambon
WHERE c.person = ?1 AND c.to_day IS NULL AND h.status NOT IN ('WITHDRAWN', 'MOVED', 'CLOSED')
GROUP BY v.id ORDER BY v.code)sql"};

constexpr Sql kTerms{"people_search.terms", R"sql(
SELECT r.id, r.role, r.organisation, coalesce(o.name_th, ''), coalesce(v.code, ''),
    coalesce(v.moo, 0), coalesce(v.name_th, ''), coalesce(t.name_th, ''), r.from_day, r.to_day
FROM role r LEFT JOIN organisation o ON o.id = r.organisation
LEFT JOIN village v ON v.id = r.village LEFT JOIN tambon t ON t.id = v.tambon
WHERE r.person = ?1 ORDER BY r.from_day, r.id)sql"};

constexpr Sql kContacts{"people_search.contacts",
                        "SELECT id FROM contact WHERE person = ?1 ORDER BY id"};

}  // namespace

std::vector<PeopleSearch::Found> PeopleSearch::find(const Wish& wish) {
    const std::string phone = conversation::read_phone(wish.text).e164.value_or("");
    const std::string& first = wish.village.empty() ? wish.area : wish.village;
    const std::string today = wish.former ? std::string() : conversation::to_text(wish.today);
    std::vector<Found> all;
    auto rows = connection_.query(kFind,
                                  wish.text,
                                  phone,
                                  wish.role,
                                  wish.organisation,
                                  first,
                                  first + "99999999",
                                  today,
                                  wish.limit);
    while (rows.step()) {
        all.push_back({rows.id<PersonId>(0),
                       full_name(rows.view(1), rows.view(2), rows.view(3)),
                       rows.flag(4)});
    }
    return all;
}

std::vector<PeopleSearch::Care> PeopleSearch::looked_after_by(PersonId person) {
    std::vector<Care> all;
    auto rows = connection_.query(kCare, person);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.integer(1), rows.text(2), rows.text(3), rows.integer(4)});
    }
    return all;
}

std::vector<PeopleSearch::Term> PeopleSearch::terms_of(PersonId person) {
    std::vector<Term> all;
    auto rows = connection_.query(kTerms, person);
    while (rows.step()) {
        all.push_back({rows.id<RoleId>(0),
                       rows.text(1),
                       rows.id<OrganisationId>(2),
                       rows.text(3),
                       rows.text(4),
                       rows.integer(5),
                       rows.text(6),
                       rows.text(7),
                       rows.day(8),
                       optional_day(rows, 9)});
    }
    return all;
}

std::vector<conversation::ContactId> PeopleSearch::contacts_of(PersonId person) {
    std::vector<conversation::ContactId> all;
    auto rows = connection_.query(kContacts, person);
    while (rows.step()) {
        all.push_back(rows.id<conversation::ContactId>(0));
    }
    return all;
}

}  // namespace storage
